"""What a machine can keep of the house rules."""

import ast
import re
from pathlib import Path

import commonground
from commonground import api

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def test_the_public_surface_is_what_all_says():
    assert sorted(commonground.__all__) == sorted(set(commonground.__all__))
    for name in commonground.__all__:
        assert getattr(commonground, name) is not None
    assert set(api.__all__) <= set(commonground.__all__)


def test_all_names_what_is_there():
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assigned = [n for n in tree.body if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)]
        listed = next((n.value for n in assigned if n.targets[0].id == "__all__"), None)
        if listed is None:
            continue
        names = {e.value for e in listed.elts}
        defined = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        public = {name for name in defined if not name.startswith("_")}
        assert public <= names, f"{path.name}: {public - names} missing in __all__"


def test_functions_stay_readable():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                lines = node.end_lineno - node.lineno + 1 - (ast.get_docstring(node) or "").count("\n")
                assert lines <= 60, f"{path.name}:{node.lineno} {node.name} has {lines} lines"


def test_analysis_and_forms_print_nothing_and_open_nothing():
    for path in SOURCES:
        if {"analysis", "forms", "model"} & set(path.parts):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\bprint\(|\bopen\(|import (time|random)\b", text), path


def test_links_in_the_docs_lead_somewhere():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_files_named_in_the_docs_are_there():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for name in re.findall(r"`((?:tests/cases/)?w\d\d[-\w]*\.yaml)`", page.read_text(encoding="utf-8")):
            assert (ROOT / "tests" / "cases" / Path(name).name).exists(), f"{page.name}: {name}"


def test_the_readme_model_and_code_run(tmp_path, monkeypatch):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (tmp_path / "conflict.yaml").write_text(re.search(r"```yaml\n(.*?)```", text, re.DOTALL)[1], encoding="utf-8")
    assert not commonground.check(tmp_path).problems
    monkeypatch.chdir(tmp_path)
    exec(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], {})
    assert (tmp_path / "elmira.html").exists()


def test_the_test_command_of_ci_is_the_readme_s():
    line = (ROOT / ".ci" / "run").read_text(encoding="utf-8").strip().splitlines()[-1]
    assert line in (ROOT / "README.md").read_text(encoding="utf-8")
