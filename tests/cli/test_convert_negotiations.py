"""``convert`` with the files of a negotiation."""

import pytest
from click.testing import CliRunner

import commonground as cg
from commonground.cli.convert import command
from commonground.errors import CommongroundError, ExchangeError

WORTHS = "issue,value,party,worth\nPay,high,Ann,1\nPay,low,Ann,0\nPay,high,Bob,0.25\nPay,low,Bob,1\n"


def convert(*args):
    done = CliRunner().invoke(command, [str(arg) for arg in args])
    if isinstance(done.exception, CommongroundError):
        raise done.exception
    return done


@pytest.fixture
def worths(tmp_path):
    path = tmp_path / "worths.csv"
    path.write_text(WORTHS, encoding="utf-8")
    return path


def test_tables_to_model_to_genius_and_back(worths, tmp_path):
    held = tmp_path / "held.csv"
    held.write_text("party,reservation\nAnn,0.5\n", encoding="utf-8")
    model, again = tmp_path / "m.yaml", tmp_path / "again.yaml"
    assert convert(worths, held, "-o", model).exit_code == 0
    assert not cg.check(model).problems
    done = convert(model, "--to", "genius", "-o", tmp_path / "genius")
    assert sorted(path.name for path in (tmp_path / "genius").iterdir()) == ["ann.xml", "bob.xml", "domain.xml"]
    assert "not written: ids" in done.stderr
    assert convert(tmp_path / "genius", "-o", again).exit_code == 0
    ours, theirs = cg.check(model).conflict, cg.check(again).conflict
    assert theirs.parties["ann"].reservation == ours.parties["ann"].reservation
    assert "divided" in theirs.description
    done = convert(tmp_path / "genius", "-o", again, "--evaluations", "as-given", "--force")
    assert "as written" in cg.check(again).conflict.description
    assert cg.check(again).conflict.parties["bob"].worths["pay"].points["low"] == 4
    convert(again, "--to", "tables", "-o", tmp_path / "tables")
    assert (tmp_path / "tables" / "worths.csv").read_text().splitlines()[3] == "Pay,high,bob,1"


def test_geniusweb_folder_leaves_other_files_aside(tmp_path):
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "specials.json").write_text("{}", encoding="utf-8")
    for name in "ab":
        (folder / f"{name}.json").write_text(
            '{"LinearAdditiveUtilitySpace": {"issueUtilities": {"pay": {"DiscreteValueSetUtilities": {"valueUtilities":'
            ' {"low": 0.1, "high": 1}}}}, "issueWeights": {"pay": 1}, "domain": {"name": "d", "issuesValues":'
            ' {"pay": {"values": ["low", "high"]}}}}}',
            encoding="utf-8",
        )
    done = convert(folder, "-o", tmp_path / "w.yaml")
    assert "specials.json" in done.stderr
    assert list(cg.check(tmp_path / "w.yaml").conflict.parties) == ["a", "b"]


def test_what_is_refused(worths, tmp_path):
    model = tmp_path / "m.yaml"
    convert(worths, "-o", model)
    (tmp_path / "x.xml").write_text("<utility_space/>", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for args, words in (
        ((worths, "-o", model), "already"),
        ((worths, "-o", tmp_path / "n.yaml", "--evaluations", "divided"), "GENIUS"),
        ((worths, tmp_path / "x.xml", "-o", tmp_path / "n.yaml"), "one format"),
        ((tmp_path / "x.xml", "-o", tmp_path / "n.yaml"), "got 0 and 1"),
        ((tmp_path / "empty", "-o", tmp_path / "n.yaml"), "got none"),
        ((tmp_path / "gone.csv", "-o", tmp_path / "n.yaml"), "cannot read"),
        ((model, model, "--to", "tables", "-o", tmp_path / "t"), "one model"),
        ((cg.example("elmira"), "--to", "tables", "-o", tmp_path / "t"), "issues"),
    ):
        with pytest.raises(CommongroundError, match=words):
            convert(*args)
    assert not (tmp_path / "n.yaml").exists()
    assert not (tmp_path / "t").exists()


def test_games_and_bargains_for_gambit(worths, tmp_path):
    game, model, again = tmp_path / "dilemma.nfg", tmp_path / "dilemma.yaml", tmp_path / "again.nfg"
    text = 'NFG 1 R "Dilemma" { "Ann" "Bob" } { { "stay" "tell" } { "stay" "tell" } } 3 3 4 1 1 4 2 2'
    game.write_text(text, encoding="utf-8")
    done = convert(game, "-o", model)
    assert "sizes of payoffs" in done.stderr
    assert cg.solve(cg.load(model)).equilibria("nash") == (4,)
    assert "left out: sources" in convert(model, "-o", again).stderr
    assert '{ "tell/stay" 4, 1 }' in again.read_text()
    with pytest.raises(ExchangeError, match=r"`--generation` concerns \.gmcr files"):
        convert(model, "-o", again, "--generation", "old", "--force")
    game.write_text(text.replace("4 1", "4 one"), encoding="utf-8")
    with pytest.raises(ExchangeError, match=r"dilemma\.nfg:1:81: expected a payoff"):
        convert(game, "-o", model, "--force")
    talks = tmp_path / "talks.yaml"
    convert(worths, "-o", talks)
    with pytest.raises(ExchangeError, match="`--to demand-game` writes issues"):
        convert(talks, "-o", again, "--force")
    done = convert(talks, "--to", "demand-game", "-o", tmp_path / "game")
    assert "which package gives what" in done.stderr
    assert (tmp_path / "game" / "demand.nfg").read_text().endswith("\n0 0.25\n1 0.25\n0 1\n0 0\n")
