"""Gambit ``.nfg`` files: both versions read, conflicts and demand games written, hostile and faulty files refused."""

import math
import random
from fractions import Fraction

import pytest
from tests.oracles.games import profiles, pure_nash

import commonground as cg
from commonground.errors import CommongroundError, ExchangeError
from commonground.exchange import FORMATS, read_gambit, write_demand_game, write_gambit
from commonground.exchange.gambit_file import MAX_STATED, parse_gambit
from commonground.forms import build_graph
from commonground.model import Conflict, exact_text
from commonground.reading.load import check_text
from commonground.reading.write import to_yaml

PLAIN = 'NFG 1 R "Two by three" { "Ann" "Bob" } { 2 3 }\n"who goes first"\n1 2  3 4  5 6  7 8  9 10  11 12\n'
NAMED = """NFG 1 R "Say \\"when\\"" { "Ann" "Bob" }

{
{ "stay" "tell" }
{ "stay" "tell" }
}
""

{
{ "silence" 3, 3 }
{ "betrayal" 4 1/2 }
{ "" -.5, 4e0 }
}
1 2 3 0
"""


def test_both_versions_are_read_with_exact_numbers():
    game = parse_gambit(PLAIN, file="x.nfg")
    assert (game.title, game.comment, game.players) == ("Two by three", "who goes first", ("Ann", "Bob"))
    assert game.strategies == (("1", "2"), ("1", "2", "3"))
    assert [tuple(map(int, pair)) for pair in game.payoffs] == [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10), (11, 12)]
    game = parse_gambit(NAMED, file="x.nfg")
    assert game.title == 'Say "when"'
    assert game.payoffs == ((3, 3), (4, Fraction(1, 2)), (Fraction(-1, 2), 4), (0, 0)), "no outcome pays nothing"
    assert game.outcomes == ("silence", "betrayal", "", "")


def test_all_white_space_that_is_legal_and_none_where_none_is_needed():
    tight = 'NFG 1 R"Two by three"{"Ann""Bob"}{2 3}"who goes first"1 2 3 4 5 6 7 8 9 10 11 12'
    loose = PLAIN.replace(" ", "\n\t\v \r\n").replace("Two\n\t\v \r\nby\n\t\v \r\nthree", "Two by three")
    for text in (tight, "\ufeff" + PLAIN, loose.replace("who\n\t\v \r\ngoes\n\t\v \r\nfirst", "who goes first")):
        assert parse_gambit(text, file="x.nfg") == parse_gambit(PLAIN, file="x.nfg")
    assert parse_gambit(NAMED.replace(",", " , "), file="x") == parse_gambit(NAMED.replace(",", ""), file="x")


def test_two_strategies_are_one_option_and_three_are_three_of_which_one_is_taken():
    imported = read_gambit(PLAIN, name="folder/x.nfg")
    conflict = imported.conflict
    assert [str(key) for key in conflict.options] == [
        "ann.strategy_1", "bob.strategy_1", "bob.strategy_2", "bob.strategy_3"
    ]  # fmt: skip
    assert conflict.option(conflict.options[0]).if_no == "2"
    assert list(conflict.states) == ["1/1", "2/1", "1/2", "2/2", "1/3", "2/3"]
    assert conflict.states["2/3"].pattern == "NNNY"
    assert conflict.states["2/3"].description == "Payoffs 11, 12"
    assert conflict.description == "who goes first"
    assert "folder" not in to_yaml(conflict)
    assert any("sizes of payoffs" in warning for warning in imported.warnings)
    graph = build_graph(conflict)
    assert graph.size == 6
    assert graph.ranks[1].tolist() == [0, 1, 2, 3, 4, 5]
    assert graph.published_order
    assert read_gambit(NAMED, name="x.nfg").conflict.states["stay/tell"].description == "Payoffs -0.5, 4"


def numbers(rng):
    """A payoff as it may stand in a file; few different ones, so that there are ties."""
    number = Fraction(rng.randint(-2, 2), rng.choice((1, 1, 2, 3)))
    return number, rng.choice((exact_text(number), f"{number.numerator}/{number.denominator}"))


def random_game(rng):
    sizes = [rng.randint(1, 4 if n < 2 else 2) for n in range(rng.randint(1, 4))]
    table = {profile: [numbers(rng) for _ in sizes] for profile in profiles(sizes)}
    players = " ".join(f'"p{p}"' for p in range(len(sizes)))
    names = " ".join(str(size) for size in sizes)
    if rng.random() < 0.5:
        names = " ".join("{" + " ".join(f'"s {s}"' for s in range(size)) + "}" for size in sizes)
    if rng.random() < 0.5:
        body = " ".join(text for pays in table.values() for _, text in pays)
    else:
        outcomes = [
            "{ " + f'"o{k}" ' + ", ".join(text for _, text in pays) + " }" for k, pays in enumerate(table.values())
        ]
        body = "{" + " ".join(outcomes) + "} " + " ".join(str(k + 1) for k in range(len(table)))
    text = f'NFG 1 R "random" {{ {players} }} {{ {names} }} {body}'
    return text, sizes, {profile: [number for number, _ in pays] for profile, pays in table.items()}


def test_nash_equilibria_of_solve_are_the_pure_nash_equilibria_of_the_payoffs():
    rng = random.Random(5)
    several = 0
    for _ in range(2_000):
        text, sizes, payoffs = random_game(rng)
        conflict = read_gambit(text, name="r.nfg").conflict
        every = profiles(sizes)
        expected = [every.index(profile) + 1 for profile in pure_nash(sizes, payoffs.__getitem__)]
        assert list(cg.solve(conflict, ["nash"]).equilibria("nash")) == expected, text
        several += len(expected) > 1
    assert several > 400, "ties must have been met"


def same_game(one, two):
    """Whether two games agree in everything but the sizes of payoffs and the names of outcomes."""
    assert (one.title, one.players, one.strategies) == (two.title, two.players, two.strategies)
    for p in range(len(one.players)):
        ours, theirs = ([pays[p] for pays in game.payoffs] for game in (one, two))
        order = [sorted(set(payoffs)).index for payoffs in (ours, theirs)]
        assert [order[0](payoff) for payoff in ours] == [order[1](payoff) for payoff in theirs]


def test_a_game_that_is_read_and_written_is_the_same_game():
    rng = random.Random(6)
    for _ in range(300):
        text, _, _ = random_game(rng)
        written = write_gambit(build_graph(read_gambit(text, name="r.nfg").conflict))
        same_game(parse_gambit(text, file="r"), parse_gambit(written.text, file="r"))
    written = write_gambit(build_graph(read_gambit(NAMED, name="x.nfg").conflict)).text
    same_game(parse_gambit(NAMED, file="x"), parse_gambit(written, file="x"))


def test_the_model_file_of_a_game_says_the_same():
    conflict = read_gambit(NAMED, name="x.nfg").conflict
    checked = check_text(to_yaml(conflict), file="x.yaml")
    assert checked.conflict == conflict
    assert not checked.problems


def test_the_largest_game_fits_a_model_file():
    each = math.isqrt(MAX_STATED // 10)
    payoffs = " ".join(str(k % 9) for k in range(2 * each * each))
    text = f'NFG 1 R "" {{ "a" "b" }} {{ {each} {each} }} {payoffs}'
    conflict = read_gambit(text, name="large.nfg").conflict
    checked = check_text(to_yaml(conflict), file="large.yaml")
    assert not checked.errors
    assert checked.sound_graph().size == each * each


def game_of(graph):
    game = parse_gambit(write_gambit(graph).text, file="w.nfg")
    sizes = [len(names) for names in game.strategies]
    every = profiles(sizes)
    return game, {profile: game.payoffs[k] for k, profile in enumerate(every)}, sizes


@pytest.mark.parametrize("seed", range(4))
def test_the_game_of_a_conflict_has_its_nash_equilibria(seed):
    rng = random.Random(seed)
    for _ in range(60):
        counts = [rng.randint(1, 2) for _ in range(rng.randint(1, 3))]
        width = sum(counts)
        patterns = ["".join(rng.choice("YN-") for _ in range(width)) for _ in range(rng.randint(0, 2))]
        rules = [{"never": pattern} for pattern in patterns if set(pattern) != {"-"}]
        parties = {
            f"p{p}": {
                "name": f"P{p}",
                "options": {f"o{p}{o}": f"o{p}{o}" for o in range(count)},
                "preferences": {"statements": ["".join(rng.choice("YN-") for _ in range(width)) for _ in range(2)]},
            }
            for p, count in enumerate(counts)
        }
        conflict = Conflict.model_validate({"title": "t", "parties": parties, "feasibility": rules})
        try:
            graph = build_graph(conflict)
        except CommongroundError:
            continue
        game, payoffs, sizes = game_of(graph)
        found = {game.outcomes[profiles(sizes).index(profile)] for profile in pure_nash(sizes, payoffs.__getitem__)}
        assert found - {""} == {graph.yn(state - 1) for state in cg.solve(conflict, ["nash"]).equilibria("nash")}
        assert sum(not outcome for outcome in game.outcomes) == math.prod(sizes) - graph.size


def test_profiles_that_are_no_state_are_named_and_so_is_what_a_game_cannot_say():
    conflict = Conflict.model_validate(
        {
            "title": 'A "dam"\\',
            "description": "Two\nlines.",
            "parties": {
                "a": {
                    "name": "A",
                    "options": {"go": {"name": "Go", "if_no": "Wait", "direction": "forward"}},
                    "preferences": {"statements": ["YNN"]},
                },
                "b": {"name": "B", "options": {"x": "X", "y": "Y"}, "preferences": {"statements": ["-YN"]}},
                "c": {"name": "C", "preferences": {"statements": ["YNN"]}},
            },
            "feasibility": [{"never": "Y-Y"}, {"never": "-YY"}],
            "status_quo": "NNN",
            "sources": {"s": {"citation": "S"}},
        }
    )
    written = write_gambit(build_graph(conflict))
    game = parse_gambit(written.text, file="w.nfg")
    assert (game.title, game.comment) == ('A "dam"/', "Two lines.")
    assert game.strategies == (("Go", "Wait"), ("X", "Y", "none of them"), ("no options",))
    assert game.outcomes == ("YYN", "NYN", "", "NNY", "YNN", "NNN")
    told = "\n".join(written.warnings)
    assert "1 of 6 profiles are no feasible state" in told
    assert "(Go, Y, no options)" in told
    for word in ("one-way", "status quo", "sources", "reasons", "ranks"):
        assert word in told
    assert "equilibria of the game" not in told


def test_names_that_are_numbers_of_others_are_patterns():
    text = NAMED.replace('{ "stay" "tell" }', '{ "2" "1" }', 1)
    game = parse_gambit(write_gambit(build_graph(read_gambit(text, name="x.nfg").conflict)).text, file="w.nfg")
    assert game.strategies == (("Y", "N"), ("stay", "tell"))


def test_an_infeasible_profile_that_nobody_leaves_alone_is_named():
    parties = {
        p: {"name": p, "options": {f"o{p}": f"o{p}"}, "preferences": {"statements": ["NNN"]}} for p in ("a", "b", "c")
    }
    rules = [{"remove": ["YYY", "NYY", "YNY", "YYN"]}]
    conflict = Conflict.model_validate({"title": "t", "parties": parties, "feasibility": rules})
    told = "\n".join(write_gambit(build_graph(conflict)).warnings)
    assert "1 of these are equilibria of the game" in told
    assert "(oa, ob, oc)" in told


def test_what_cannot_be_written_is_refused():
    graph_form = {
        "title": "t",
        "parties": {"a": {"name": "A", "moves": {"s": ["t"]}, "preferences": {"ranking": ["s", "t"]}}},
        "states": {"s": None, "t": None},
    }
    with pytest.raises(ExchangeError, match="graph form"):
        write_gambit(build_graph(Conflict.model_validate(graph_form)))
    shared = {
        "title": "t",
        "parties": {
            "a": {
                "name": "A",
                "options": {"o": {"name": "O", "shared_with": ["b"]}},
                "preferences": {"statements": ["Y"]},
            },
            "b": {"name": "B", "preferences": {"statements": ["N"]}},
        },
    }
    with pytest.raises(ExchangeError, match=r"a\.o"):
        write_gambit(build_graph(Conflict.model_validate(shared)))
    many = {
        "title": "t",
        "parties": {
            p: {"name": p, "options": {f"{p}{o}": "x" for o in range(9)}, "preferences": {"statements": ["a1"]}}
            for p in "ab"
        },
    }
    with pytest.raises(ExchangeError, match=r"100,000 profiles; got 262,144"):
        write_gambit(build_graph(Conflict.model_validate(many)))


def random_bargain(rng):
    parties = rng.randint(2, 3)
    issues = rng.randint(1, 3)
    sizes = [rng.randint(1, 3) for _ in range(issues)]
    return Conflict.model_validate(
        {
            "title": "t",
            "issues": {
                f"i{i}": {"name": f"I{i}", "values": {f"v{v}": f"v{v}" for v in range(n)}} for i, n in enumerate(sizes)
            },
            "parties": {
                f"p{p}": {
                    "name": f"P{p}",
                    "reservation": {"points": str(rng.randint(0, 4))},
                    "worths": {
                        f"i{i}": {"points": {f"v{v}": f"{rng.randint(0, 6)}/{rng.choice((1, 3))}" for v in range(n)}}
                        for i, n in enumerate(sizes)
                    },
                }
                for p in range(parties)
            },
        }
    )


def test_demand_games_have_the_frontier_of_the_zone_as_equilibria():
    from commonground.analysis.negotiation import find_zone
    from commonground.forms import build_packages

    rng = random.Random(11)
    met = 0
    for _ in range(150):
        conflict = random_bargain(rng)
        packages = build_packages(conflict)
        zone = find_zone(packages)
        if zone.empty:
            with pytest.raises(ExchangeError, match="everybody at the table would accept"):
                write_demand_game(conflict)
            continue
        game = parse_gambit(write_demand_game(conflict)[0]["demand.nfg"], file="d.nfg")
        sizes = [len(names) for names in game.strategies]
        every = profiles(sizes)
        payoffs = {profile: game.payoffs[k] for k, profile in enumerate(every)}
        frontier = {packages.points(vector) for vector in zone.frontier.vectors.tolist()}
        held = packages.points(packages.reservations)
        for profile in every:
            demands = tuple(Fraction(game.strategies[p][s].removeprefix("demand ")) for p, s in enumerate(profile))
            meets = any(all(u >= d for u, d in zip(vector, demands, strict=True)) for vector in frontier)
            assert payoffs[profile] == (demands if meets else held)
        nash = [payoffs[profile] for profile in pure_nash(sizes, payoffs.__getitem__)]
        assert frontier <= set(nash)
        assert set(nash) <= frontier | {held}
        met += 1
    assert met > 80


def test_a_demand_game_says_what_it_leaves_out_and_refuses_what_is_too_large():
    conflict = cg.load(cg.example("panama-canal-1974"))
    files, lost = write_demand_game(conflict)
    game = parse_gambit(files["demand.nfg"], file="d.nfg")
    assert len(game.players) == 2
    assert any("which package gives what" in text for text in lost)
    with pytest.raises(ExchangeError, match="`issues`; got none"):
        write_demand_game(cg.load(cg.example("chicken")))


FAULTS = [
    ("", "x.nfg:1:1: expected `NFG`"),
    ("EFG 2 R", "x.nfg:1:1: expected `NFG`"),
    ('NFG 2 R "t"', "x.nfg:1:5: expected version `1`"),
    ("NFG 1 R t", "x.nfg:1:9: expected the title"),
    ('NFG 1 R "t', 'x.nfg:1:9: expected the title in double quotes; got `\\"`'),
    ('NFG 1 R "t" { } { }', "1 to 60 players; got 0"),
    ('NFG 1 R "t" { "a" } { 2 2 } 1 2', "x.nfg:1:21: expected strategies of 1 players; got those of 2"),
    ('NFG 1 R "t" { "a" } { 0 }', "a number of strategies from 1 to 200; got `0`"),
    ('NFG 1 R "t" { "a" } { 999999999 }', "from 1 to 200; got `999999999`"),
    ('NFG 1 R "t" { "a" } { {} }', "at least one strategy"),
    (
        'NFG 1 R "t" { "a" "b" } { 100 100 } 1',
        "expected at most 200 strategies in all, and 4,500 profiles of 2 players",
    ),
    ('NFG 1 R "t" { "a" } { 2 } 1', "x.nfg:1:28: expected 2 payoffs, 1 for each of 2 profiles; after 1 one"),
    ('NFG 1 R "t" { "a" } { 2 } 1 2 3', "x.nfg:1:31: expected the end of the file; got `3`"),
    ('NFG 1 R "t" { "a" } { 2 } 1 , 2', "x.nfg:1:29: expected a payoff; got `,`"),
    ('NFG 1 R "t" { "a" } { 2 } 1 1e99', "x.nfg:1:29: expected a payoff"),
    ('NFG 1 R "t" { "a" } { 2 } 1 1/0', "expected a payoff"),
    ('NFG 1 R "t" { "a" } { 2 } { {"o" 1 2} } 1 1', "expected 1 payoffs; got 2"),
    ('NFG 1 R "t" { "a" } { 2 } { {"o" 1} } 1 2', "x.nfg:1:41: expected the number of an outcome, 0 to 1; got `2`"),
    ('NFG 1 R "t" { "a" } { 2 } { {"o" 1} } 1', "2 numbers of outcomes"),
    ('NFG 1 R "t" { "a" } { 2 } { {"o" 1} ', "or the brace that closes the outcomes; got the end of the file"),
    ('NFG 1 R "t" { "a" } { 2 } { {o 1} } 1 1', "the outcome's name"),
]


@pytest.mark.parametrize(("text", "found"), FAULTS)
def test_faults_with_line_and_column(text, found):
    with pytest.raises(ExchangeError) as caught:
        parse_gambit(text, file="x.nfg")
    assert found in str(caught.value)


def test_every_fault_at_once():
    text = 'NFG 1 R "t" { "a" "b" }\n{ 1 2 }\none 2\n3 four'
    with pytest.raises(ExchangeError) as caught:
        parse_gambit(text, file="x.nfg")
    places = [line.split(": ")[0] for line in str(caught.value).splitlines()]
    assert places == ["x.nfg:3:1", "x.nfg:4:3"]
    with pytest.raises(ExchangeError) as caught:
        parse_gambit('NFG 1 R "t" { "a" } { 60 }' + " x" * 60, file="x.nfg")
    assert len(str(caught.value).splitlines()) == 51


def test_size_is_refused_before_anything_is_made():
    many = " ".join("2" for _ in range(60))
    players = " ".join(f'"{p}"' for p in range(60))
    with pytest.raises(ExchangeError, match="1,152,921,504,606,846,976 profiles"):
        parse_gambit(f'NFG 1 R "t" {{ {players} }} {{ {many} }} 1', file="x.nfg")
    with pytest.raises(ExchangeError, match="5,000,000 characters"):
        parse_gambit("NFG" + " " * 5_000_001, file="x.nfg")


def test_cut_and_patched_files_are_read_or_refused():
    rng = random.Random(3)
    for _ in range(1_500):
        text = rng.choice((PLAIN, NAMED))
        start = rng.randint(0, len(text))
        patch = "".join(rng.choice('{}",\\ 019-/.eNRx\n') for _ in range(rng.randint(0, 5)))
        try:
            imported = read_gambit(text[:start] + patch + text[start + rng.randint(0, 12) :], name="x.nfg")
        except ExchangeError:
            continue
        build_graph(imported.conflict)


@pytest.mark.parametrize(
    ("players", "labels"),
    [
        ('{ "a" } { { "Y" "N" } } 1 2', ["a: Y", "a: N"]),
        ('{ "a" "b" } { { "x" "x" } { "u" "v" } } 1 2 3 4 5 6 7 8', ["1", "2", "3", "4"]),
        ('{ "a" "b" } { { "" "x" } { "u" "v" } } 1 2 3 4 5 6 7 8', ["1", "2", "3", "4"]),
        ('{ "a" "a" } { { "a/b" "a" } { "c" "b/c" } } 1 2 3 4 5 6 7 8', ["1", "2", "3", "4"]),
    ],
)
def test_labels_are_told_apart(players, labels):
    conflict = read_gambit(f'NFG 1 R "t" {players}', name="x.nfg").conflict
    assert list(conflict.states) == labels
    assert build_graph(conflict).size == len(labels)
    assert not check_text(to_yaml(conflict), file="x.yaml").errors


def test_table():
    assert (FORMATS["gambit"].suffix, FORMATS["gambit"].read) == (".nfg", read_gambit)
