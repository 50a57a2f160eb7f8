"""Art. 2, 19: what is written in free text. These rules see words, not meaning, so they mostly warn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from obmen.treaty import dated
from obmen.treaty.errors import violation
from obmen.treaty.findings import Finding, Weight
from obmen.treaty.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from obmen.treaty.content.draft import Draft
    from obmen.treaty.documents.requests import Request

_DATA: Final = dated.read("language")
_MEASURES: Final = re.compile("|".join(rf"\b{start}\w*" for start in _DATA["measures"]), re.IGNORECASE)
_STOP_WORDS: Final = frozenset(_DATA["stop_words"])
_EXEMPT: Final = frozenset(_DATA["exempt"])
_QUOTED: Final = re.compile(r"«[^«»]*»|\"[^\"]*\"|“[^“”]*”|„[^„“”]*[“”]")
_WORD: Final = re.compile(r"\w+(?:[-'’@.]\w+)*")
_FOREIGN: Final = re.compile(r"[^\W\d_а-яё]", re.IGNORECASE)
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_SHOWN: Final = 5


def measures(draft: Draft) -> Iterator[Finding]:
    """Warn by Art. 2 of words about measures; with nothing else asked the request is none (R-2.1)."""
    request = draft.request
    for field, text in _about_the_case(request).items():
        words = dict.fromkeys(found.lower() for found in _MEASURES.findall(text))
        if words and request.subjects:
            yield violation("E-2-01", case="words", field=field, words=_quoted(words))
        elif words:
            yield violation("E-2-01", field=field, weight=Weight.BLOCKS)


def russian(draft: Draft) -> Iterator[Finding]:
    """Warn by Art. 19 of words that are not Russian; names, quoted titles and numbers are exempt (R-19.1)."""
    names = _names(draft.request)
    for field, text in free_texts(draft.request).items():
        yield from foreign_words(text, field, names=names)


def foreign_words(text: str, field: str, *, names: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Warn by Art. 19 of the words of one text that are not Russian; `names` (in lower case) are exempt.

    A text without a single Cyrillic letter is in another language: it is refused.
    """
    bare = _QUOTED.sub(" ", text)
    words = dict.fromkeys(word for word in _WORD.findall(bare) if _is_foreign(word, names))
    if len(words) > 1 and not _CYRILLIC.search(bare):
        yield violation("E-19-01", case="text", field=field, words=_quoted(words))
    elif words:
        yield violation("E-19-01", case="words", field=field, weight=Weight.WARNS, words=_quoted(words))


def _is_foreign(word: str, names: frozenset[str]) -> bool:
    if word in _EXEMPT or word.lower() in names or any(letter.isdecimal() for letter in word):
        return False
    return bool(_FOREIGN.search(word)) or word.lower() in _STOP_WORDS


def _quoted(words: Mapping[str, None]) -> str:
    first = [f"«{word}»" for word in words][:_SHOWN]
    return ", ".join([*first, "…"]) if len(words) > _SHOWN else listed(first)


def _about_the_case(request: Request) -> dict[str, str]:
    return {
        "content": request.content,
        "factual_circumstances": request.factual_circumstances,
        "justification": request.justification,
        "other": request.other,
        **{
            f"subjects.{index}.{name}": getattr(subject, name)
            for index, subject in enumerate(request.subjects)
            for name in ("note", "description")
        },
        **{
            f"subjects.{index}.questions.{number}": text
            for index, subject in enumerate(request.subjects)
            for number, text in enumerate(subject.questions)
        },
    }


def free_texts(request: Request) -> dict[str, str]:
    """Return the texts that people write in their own words, by field."""
    texts = _about_the_case(request)
    texts |= {"desired_reason": request.desired_reason, "art25_confirmation": request.art25_confirmation}
    for index, subject in enumerate(request.subjects):
        texts[f"subjects.{index}.justification"] = subject.justification
        texts |= {f"subjects.{index}.wanted.{at}.what": each.what for at, each in enumerate(subject.wanted)}
        texts |= {f"subjects.{index}.other_results.{at}": text for at, text in enumerate(subject.other_results)}
    for index, document in enumerate(request.documents):
        part = document.operative_part
        texts[f"documents.{index}.claim"] = document.claim
        name = "text" if part.lang == "ru" else "russian_text"
        texts[f"documents.{index}.operative_part.{name}"] = getattr(part, name)
    return texts


def _names(request: Request) -> frozenset[str]:
    people = (request.debtor, *request.claimants)
    said = [person.name for person in people] + [getattr(person, "original_script", "") for person in people]
    said += [request.initiator.name, request.transmitter.name, request.receiver.name]
    said += [getattr(request.debtor, "workplace", "")]
    return frozenset(word.lower() for text in said for word in _WORD.findall(text))
