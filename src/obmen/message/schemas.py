"""JSON Schemas of the documents, for those who write other software: `python -m obmen.message.schemas [DIRECTORY]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from obmen.message.encoding import codec_of
from obmen.message.forms import PATTERN_OF_DECIMAL, PATTERN_OF_INSTANT
from obmen.treaty.documents import Kind

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import core_schema

DIRECTORY: Final = Path("docs/protocol/schemas")
"""Where the committed schemas are, seen from the root of the project."""


class _AsWritten(GenerateJsonSchema):
    """The forms of `forms`: a decimal is a plain string, an instant has an offset."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """Describe a decimal."""
        del schema
        return {"type": "string", "pattern": PATTERN_OF_DECIMAL}

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:
        """Describe an instant."""
        return {**super().datetime_schema(schema), "pattern": PATTERN_OF_INSTANT}


def schema_of(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """Give the schema of the one item of the list that `adapter` validates."""
    whole = adapter.json_schema(schema_generator=_AsWritten)
    definitions = whole.get("$defs", {})
    item = whole["items"]
    root = definitions.pop(item["$ref"].rpartition("/")[2]) if "$ref" in item else item
    for definition in (root, *definitions.values()):
        _require_kind(definition)
    return {"$schema": GenerateJsonSchema.schema_dialect, **root, **({"$defs": definitions} if definitions else {})}


def _require_kind(definition: dict[str, Any]) -> None:
    """Say that the `kind` of a union must stand in the text."""
    if "const" in definition.get("properties", {}).get("kind", {}):
        definition["required"] = sorted({"kind", *definition.get("required", [])})


def texts() -> dict[str, str]:
    """Give the committed files by name."""
    schemas = {kind: schema_of(codec_of(kind).strict) for kind in Kind}
    return {
        f"{kind}.json": json.dumps({**schema, "title": f"{kind} {kind.label}"}, ensure_ascii=False, indent=2) + "\n"
        for kind, schema in schemas.items()
    }


def main(directory: Path) -> None:
    """Write the files."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in texts().items():
        (directory / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DIRECTORY)
