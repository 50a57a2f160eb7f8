"""The committed JSON Schemas are those of the code."""

from __future__ import annotations

import json
from pathlib import Path

from obmen.message import schemas

ROOT = Path(__file__).parents[2]


def test_the_committed_schemas_have_not_drifted() -> None:
    """`python -m obmen.message.schemas` changes nothing."""
    committed = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / schemas.DIRECTORY).glob("*.json")}
    assert committed == schemas.texts()


def test_a_schema_says_what_the_codec_demands() -> None:
    """Nothing unknown, decimals as strings, and the kind of a person always there."""
    request = json.loads(schemas.texts()["M-01.json"])
    assert request["additionalProperties"] is False
    assert request["$defs"]["Money"]["properties"]["amount"]["type"] == "string"
    assert "kind" in request["$defs"]["NaturalPerson"]["required"]
    assert request["title"] == "M-01 Запрос"


def test_the_command_writes_the_files(tmp_path: Path) -> None:
    """One file for each kind of document."""
    schemas.main(tmp_path)
    names = {path.stem for path in tmp_path.iterdir()}
    assert names == {f"M-{number:02}" for number in range(1, 29)} | {"M-14a", "T-01", "T-02"}
