"""The extra ``fast``: when the kernels are used, and what happens where numba is missing or broken."""

import os
import subprocess
import sys
import textwrap
from dataclasses import replace

import numpy as np
import pytest

import commonground as cg
from commonground.analysis.stability import compiled, jobs, solve
from commonground.errors import AnalysisError
from commonground.forms import build_graph
from tests.analysis.test_methods import FIVE
from tests.chains import eulerian_chain

EXAMPLES = ("elmira", "ukraine-2014", "chicken", "syria-iraq-1975")


def run(code, **environment):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_small_models_do_not_import_numba():
    code = """
        import sys, commonground as cg
        for name in ("ukraine-2014", "elmira"):
            cg.solve(cg.load(cg.example(name)))
        print("numba" in sys.modules, "llvmlite" in sys.modules)
    """
    assert run(code) == "False False"


BROKEN = {
    "missing": "sys.modules['numba'] = None",
    "broken when imported": """
        class Broken:
            def find_spec(self, name, path=None, target=None):
                if name == "numba":
                    raise RuntimeError("broken")
        sys.meta_path.insert(0, Broken())
    """,
    "broken when compiling": """
        import numba
        def njit(*args, **kwargs):
            raise SystemError("no compiler")
        numba.njit = njit
    """,
    "switched off": "os.environ['NUMBA_DISABLE_JIT'] = '1'",
}


@pytest.mark.parametrize("how", list(BROKEN))
def test_without_a_working_numba_the_answers_are_the_same(how):
    code = """
        from commonground.analysis.stability import compiled, solve
        from commonground.errors import AnalysisError
        from tests.chains import eulerian_chain
        compiled._FIRST = compiled._AGAIN = compiled._SEARCH = 0
        solution = solve(eulerian_chain(2))
        print(compiled.kernels() is None, sorted(set(solution.methods.values())), end=" ")
        print([solution.equilibria(concept)[:3] for concept in solution.results])
        try:
            solve(eulerian_chain(1), ["seq"], method="fast-tiles")
        except AnalysisError as error:
            print("pip install commonground[fast]" in str(error))
    """
    answer = run("import os, sys\n" + textwrap.dedent(BROKEN[how]) + textwrap.dedent(code))
    solution = solve(eulerian_chain(2))
    expected = [solution.equilibria(concept)[:3] for concept in solution.results]
    assert answer == f"True ['cube', 'sweeps'] {expected}\nTrue"


@pytest.fixture
def eager(monkeypatch):
    """Kernels are used whatever the size."""
    compiled.ready()
    for name in ("_FIRST", "_AGAIN", "_SEARCH"):
        monkeypatch.setattr(compiled, name, 0)


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("threads", [1, 2])
def test_the_examples_come_out_the_same_by_compiled_kernels(example, threads, eager, monkeypatch):
    graph = build_graph(cg.load(cg.example(example)))
    fast = solve(graph, jobs=threads)
    monkeypatch.setattr(compiled, "worth", lambda cells: False)
    plain = solve(graph, jobs=1)
    for concept in FIVE:
        assert np.array_equal(fast.results[concept].stable, plain.results[concept].stable), concept
    assert all("fast" not in method for method in plain.methods.values())
    if graph.structure is not None:
        assert fast.methods["seq"].startswith("fast")


def test_the_dispatch_names_compiled_methods(eager):
    assert solve(eulerian_chain(2)).methods == {
        **dict.fromkeys(("nash", "gmr", "smr"), "fast-cube"),
        **dict.fromkeys(("seq", "sseq"), "fast-tiles"),
    }
    assert solve(eulerian_chain(4), ["seq"]).methods == {"seq": "fast-search"}
    assert solve(eulerian_chain(4), ["seq"], method="sweeps").methods == {"seq": "fast-search"}


def test_listed_moves_are_searched_by_compiled_kernels(eager):
    by_options = solve(eulerian_chain(4), ["seq", "sseq"])
    by_moves = solve(eulerian_chain(4), ["seq", "sseq"], method="arcs", jobs=2)
    assert by_moves.methods == {"seq": "fast-arc-search", "sseq": "fast-arc-search"}
    for concept in by_moves.results:
        assert np.array_equal(by_moves.results[concept].stable, by_options.results[concept].stable)


def test_ranks_of_another_kind_or_order_are_taken_as_they_are(eager):
    graph = eulerian_chain(2)
    expected = solve(graph)
    frozen = graph.ranks.copy()
    frozen.setflags(write=False)
    for ranks in (graph.ranks.astype(np.int64), np.asfortranarray(graph.ranks), frozen):
        solution = solve(replace(graph, ranks=ranks), jobs=2)
        assert solution.methods == expected.methods
        for concept in FIVE:
            assert np.array_equal(solution.results[concept].stable, expected.results[concept].stable)


def test_what_pays_depends_on_the_size_and_on_what_is_loaded(monkeypatch):
    assert not compiled.worth(0)
    monkeypatch.setattr(compiled, "loaded", lambda: False)
    monkeypatch.setattr(compiled, "installed", lambda: True)
    assert compiled.worth(compiled._FIRST)
    assert not compiled.worth(compiled._FIRST - 1)
    assert compiled.worth_search(compiled._SEARCH)
    assert not compiled.worth_search(compiled._SEARCH - 1)
    monkeypatch.setattr(compiled, "installed", lambda: False)
    assert not compiled.worth(2**40)
    assert not compiled.worth_search(2**40)
    monkeypatch.setattr(compiled, "loaded", lambda: True)
    assert compiled.worth(compiled._AGAIN)
    assert not compiled.worth(compiled._AGAIN - 1)


def test_the_cache_is_kept_where_nobody_else_can_write(tmp_path):
    from commonground.analysis.stability.compiled import load

    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    assert load.is_ours(inside)
    assert not load.is_ours(tmp_path / "missing")
    inside.parent.chmod(0o777)
    assert not load.is_ours(inside)
    inside.parent.chmod(0o755)
    inside.chmod(0o777)
    assert not load.is_ours(inside)


@pytest.mark.parametrize("place", ["open", "a file"])
def test_kernels_compile_without_a_cache(place, tmp_path, monkeypatch):
    import numba

    from commonground.analysis.stability.compiled import load

    cache = tmp_path / "cache"
    if place == "open":
        cache.mkdir()
        cache.chmod(0o777)
    else:
        cache.write_text("in the way")
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(cache))
    function = load.compile_kernel("best_views")
    read = np.array([[0, 1], [2, 3]], dtype=np.int32)
    best = np.zeros(5, dtype=np.int32)
    function(read, read, np.array([4, 1, 2, 3, -1], dtype=np.int32), best)
    assert best.tolist() == [4, 3, 4, 3, 0]
    assert not list(tmp_path.rglob("*.nbc"))


def test_jobs_follow_the_environment_and_the_size():
    bound = jobs.cores({})
    assert bound >= 1
    assert jobs.cores({"COMMONGROUND_JOBS": "1"}) == 1
    assert jobs.cores({"OMP_NUM_THREADS": "1,1"}) == 1
    assert jobs.cores({"COMMONGROUND_JOBS": str(bound + 5)}) == bound
    assert jobs.cores({"COMMONGROUND_JOBS": "some", "OMP_NUM_THREADS": "0"}) == bound
    assert jobs.how_many("auto", 10) == 1
    assert jobs.how_many("auto", 10**9) == jobs.cores(os.environ)
    assert jobs.how_many(3, 10) == 3


@pytest.mark.parametrize("asked", [0, -1, True, "many", 1.5, None])
def test_other_numbers_of_jobs_are_refused(asked):
    with pytest.raises(AnalysisError, match="`auto` or a whole number from 1"):
        solve(eulerian_chain(1), jobs=asked)


def test_an_error_in_a_thread_reaches_the_caller():
    def work(item):
        if item == 2:
            raise AnalysisError("two")
        return item

    assert jobs.each(str, [3, 1, 2], 2) == ["3", "1", "2"]
    with pytest.raises(AnalysisError, match="two"):
        jobs.each(work, [1, 2, 3], 2)
