"""The network in NumPy against torch, and the likeliest chain against trying every chain."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.documents.attribution import decode, network
from commonground.documents.attribution.features import columns, read, windows

STORED = Path(__file__).parent / "tiny_network.npz"


@pytest.fixture(scope="module")
def tiny():
    with np.load(STORED, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def test_the_forward_pass_is_torch_s(tiny):
    reading = read(tiny["text"].tobytes().decode("utf-8"))
    net = network.build(tiny)
    packing = network.pack(windows(reading, int(tiny["longest"])))
    assert sorted(packing.rows.tolist()) == list(range(len(reading.words)))
    scores = network.run(net, columns(reading, net.lexicon), packing)
    assert np.ptp(tiny["expected_scores"]) > 1
    np.testing.assert_allclose(scores, tiny["expected_scores"][packing.rows], atol=2e-5)
    tags, chances = decode.tag(reading, net, int(tiny["longest"]))
    assert len(np.unique(tags)) == 3
    assert ((tags > 0).sum(axis=1) <= 1).all()
    assert ((chances >= 0) & (chances <= 1)).all()


STATES = [(0, 0, 0), (1, 0, 0), (2, 0, 0), (0, 1, 0), (0, 2, 0), (0, 0, 1), (0, 0, 2)]


@given(st.lists(st.integers(1, 3), min_size=1, max_size=3), st.integers(0, 10_000))
def test_viterbi_finds_the_best_of_all_chains_with_one_role_at_most(lengths, seed):
    random = np.random.default_rng(seed)
    bounds = np.concatenate(([0], np.cumsum(lengths))).tolist()
    packing = network.pack(list(itertools.pairwise(bounds)))
    scores = random.normal(size=(bounds[-1], 3, 3)).astype(np.float32)
    moves, begin = random.normal(size=(3, 3, 3)).astype(np.float32), random.normal(size=(3, 3)).astype(np.float32)
    found = np.empty(bounds[-1], np.int8)
    joint = decode.joint_scores(scores[packing.rows])
    found[packing.rows] = decode.best(joint, packing, *decode.joint_moves(moves, begin))
    chance = np.empty((bounds[-1], 7), np.float32)
    chance[packing.rows] = decode.marginals(joint, packing, *decode.joint_moves(moves, begin))
    for first, after in itertools.pairwise(bounds):

        def worth(chain, first=first):
            total = 0.0
            for role in range(3):
                tags = [STATES[state][role] for state in chain]
                total += begin[role, tags[0]] + sum(scores[first + t, role, tag] for t, tag in enumerate(tags))
                total += sum(moves[role, a, b] for a, b in itertools.pairwise(tags))
            return total

        chains = {chain: worth(chain) for chain in itertools.product(range(7), repeat=after - first)}
        assert chains[tuple(found[first:after])] == pytest.approx(max(chains.values()), abs=1e-4)
        total = sum(math.exp(value) for value in chains.values())
        for place, state in itertools.product(range(after - first), range(7)):
            share = sum(math.exp(value) for chain, value in chains.items() if chain[place] == state) / total
            assert chance[first + place, state] == pytest.approx(share, abs=1e-4)


@given(st.lists(st.sampled_from(["One two three. ", "“No.” ", "\n", "a b c d e f g h i j ", ". "]), max_size=30))
def test_windows_cut_the_text_without_loss(parts):
    reading = read("".join(parts))
    for longest in (1, 4, 16):
        frames = windows(reading, longest)
        assert [row for first, after in frames for row in range(first, after)] == list(range(len(reading.words)))
        assert all(0 < after - first <= longest for first, after in frames)


@given(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=1, max_size=12))
def test_fragments_are_the_runs_of_tags(rows):
    tags = np.array(rows, np.int8)
    found = decode.fragments(tags, np.ones(tags.shape, np.float32))
    for index, role in enumerate(network.ROLES):
        expected, before = [], 0
        for row, tag in enumerate(tags[:, index].tolist()):
            if tag == 1 or (tag == 2 and not before):
                expected.append([row, row + 1])
            elif tag == 2:
                expected[-1][1] = row + 1
            before = tag
        assert [[f.begin, f.end] for f in found[role]] == expected
        assert all(f.confidence == pytest.approx(1) for f in found[role])
