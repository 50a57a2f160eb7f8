"""`obmen law schema [NAME]`: the JSON Schema of each input of the law's questions, with a valid example."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from obmen.command.law import check, disclosure, due, parties, retention, state
from obmen.command.law.desk import Form, Reply, Unanswerable
from obmen.message.encoding import StrictCodec
from obmen.message.schemas import schema_of

if TYPE_CHECKING:
    import argparse

NAME: Final = "schema"
HELP: Final = "схема входного файла с образцом (без имени — перечень)"

FORMS: Final[tuple[Form[Any], ...]] = (
    *due.FORMS,
    *check.FORMS,
    *parties.FORMS,
    *disclosure.FORMS,
    *retention.FORMS,
    *state.FORMS,
)


def add_words(words: argparse.ArgumentParser) -> None:
    """Add the words of this question."""
    words.add_argument("name", nargs="?", default="", metavar="ИМЯ")


def ask(arguments: argparse.Namespace) -> Reply:
    """Describe one form, or list them all. Raises `Unanswerable` for a name there is not."""
    if not arguments.name:
        forms = {form.name: form.about for form in FORMS}
        return Reply(facts=forms, lines=[f"{name:14} {about}" for name, about in forms.items()])
    found = next((form for form in FORMS if form.name == arguments.name), None)
    if found is None:
        raise Unanswerable(f"Схемы «{arguments.name}» нет. Есть: {', '.join(form.name for form in FORMS)}")
    schema = described(found)
    return Reply(facts=schema, lines=[json.dumps(schema, ensure_ascii=False, indent=2)])


def described(form: Form[Any]) -> dict[str, Any]:
    """Give the JSON Schema of a form with its example."""
    codec: StrictCodec[Any] = StrictCodec(form.of)
    example = json.loads(codec.encode(form.example))
    return {**schema_of(codec.strict), "title": form.about, "examples": [example]}
