"""Art. 3-8: the catalogue of what may be asked, with the form of the answer to each."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from obmen.treaty import dated
from obmen.treaty.articles import Article, cited
from obmen.treaty.documents.answers import Row
from obmen.treaty.documents.requests import SubjectCode

if TYPE_CHECKING:
    from collections.abc import Mapping

About: TypeAlias = Literal["natural", "legal", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRule:
    """What the Agreement says about one kind of information.

    `about` tells which debtors it can be asked about; `mismatch` is the code of the finding when the debtor is of the
    other kind. `own_justification`: the general one is not enough (Art. 9(1), R-9.1.2). `optional`: the requested side
    may decline it without a refusal under Art. 13 (Art. 3, last paragraph; R-3.2). `row` is the type of the rows of
    its answer, `sources` where it is typically looked up.
    """

    code: SubjectCode
    label: str
    article: Article
    about: About
    row: type[Row]
    mismatch: str = ""
    own_justification: bool = False
    optional: bool = False
    sources: tuple[str, ...] = ()

    def suits(self, debtor_kind: str) -> bool:
        """Tell whether it can be asked about a debtor of this kind (`NATURAL` or `LEGAL`)."""
        return self.about in ("both", debtor_kind.lower())


_ROWS: Final[Mapping[str, type[Row]]] = {row.__name__: row for row in get_args(Row)}


def _rule(code: str, raw: Mapping[str, Any]) -> SubjectRule:
    (article,) = cited(raw["article"])
    return SubjectRule(
        code=SubjectCode(code),
        label=raw["label"],
        article=article,
        about=raw["about"],
        row=_ROWS[raw["row"]],
        mismatch=raw.get("mismatch", ""),
        own_justification=raw.get("own_justification", False),
        optional=raw.get("optional", False),
        sources=tuple(raw["sources"]),
    )


catalogue: Final[Mapping[SubjectCode, SubjectRule]] = MappingProxyType(
    {SubjectCode(code): _rule(code, raw) for code, raw in dated.read("subjects").items()},
)
"""Every kind of information by its code, in the order of the Agreement."""
