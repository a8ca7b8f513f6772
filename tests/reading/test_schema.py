"""The schema for editors accepts every sound model and knows every field."""

from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from commonground.reading import model_schema
from commonground.reading.starter import starter_yaml

ROOT = Path(__file__).parents[2]
MODELS = [*(ROOT / "src").rglob("conflict.yaml"), *(ROOT / "tests" / "cases").glob("*.yaml")]
SCHEMA = model_schema()


def read(text):
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize(
    "path", [p for p in MODELS if not p.name.endswith(".expected.yaml")], ids=lambda p: p.parent.name + p.stem
)
def test_sound_models_are_accepted(path):
    jsonschema.Draft7Validator(SCHEMA).validate(read(path.read_text(encoding="utf-8")))


def test_the_starter_is_accepted_and_slips_are_not():
    data = read(starter_yaml("A start"))
    validator = jsonschema.Draft7Validator(SCHEMA)
    validator.validate(data)
    data["partys"] = {}
    assert not validator.is_valid(data)


def test_no_words_newer_than_draft_7():
    assert "prefixItems" not in str(SCHEMA)
    assert "$defs" not in str(SCHEMA)
    jsonschema.Draft7Validator.check_schema(SCHEMA)
