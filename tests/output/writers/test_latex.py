from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from commonground.forms import Graph
from commonground.output.report import make_report
from commonground.output.writers import render
from commonground.output.writers.latex import escape_latex

SAFE = re.compile(r"\\(?:[a-zA-Z]+\{\}|[{}#_%&$])|\{[-\[\]*]\}|[^\\{}#_%&$~^<>|\"'`\[\]*-]")


@pytest.mark.parametrize(
    "text",
    [r"\input{x}", r"\\end{document}", "50% & more_less #1 $x$ ~ ^ {}", "--- `quoted'' \"x\" [a] *", "“a” – b…", "<>|"],
)
def test_no_text_is_a_command(text: str) -> None:
    escaped = escape_latex(text)
    assert "".join(SAFE.findall(escaped)) == escaped


def test_fragments_have_labels_and_rules(graph: Graph) -> None:
    files = render(make_report(graph), "latex")
    assert not isinstance(files, str)
    for name, text in files.items():
        if name == "report.tex":
            continue
        table = name.removeprefix("tables/").removesuffix(".tex")
        assert rf"\label{{tab:{table}}}" in text
        assert text.count(r"\toprule") in (1, 2)
        assert r"\bottomrule" in text
        assert rf"\input{{tables/{table}}}" in files["report.tex"]
    inputs = re.findall(r"\\input\{([^}]*)\}", files["report.tex"])
    assert all(f"{name}.tex" in files for name in inputs)


def test_braces_balance(graph: Graph) -> None:
    files = render(make_report(graph), "latex")
    assert not isinstance(files, str)
    for text in files.values():
        bare = re.sub(r"\\[{}]", "", text)
        assert bare.count("{") == bare.count("}")
        assert text.count(r"\begin{") == text.count(r"\end{")


def test_unusual_characters_are_declared(hostile_graph: Graph) -> None:
    files = render(make_report(hostile_graph), "latex")
    assert not isinstance(files, str)
    assert r"\DeclareUnicodeCharacter{4E2D}{[U+4E2D]}" in files["report.tex"]


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex here")
@pytest.mark.parametrize("which", ["hostile_graph", "river_graph"])
def test_it_compiles(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    files = render(make_report(request.getfixturevalue(which)), "latex")
    assert not isinstance(files, str)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "report.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", timeout=120)
    assert done.returncode == 0, done.stdout[-3000:]
