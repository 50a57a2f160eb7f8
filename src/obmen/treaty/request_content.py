"""Art. 2, 3, 7-12, 19: what a request must contain, rule by rule, in the order of the form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import LAST, Article
from obmen.treaty.content import bodies, language, matter, papers, particulars, persons
from obmen.treaty.content.draft import Draft
from obmen.treaty.documents.requests import Request, SubjectCode
from obmen.treaty.errors import held
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

if TYPE_CHECKING:
    from datetime import date


def _always(_request: Request) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One group of the check page: what is looked for, and the green line when nothing was found.

    `concerns` tells whether the rule has anything to look at; where it has not, it says nothing at all.
    """

    look: Callable[[Draft], Iterator[Finding]]
    because: str
    articles: tuple[Article, ...]
    concerns: Callable[[Request], object] = _always

    def __call__(self, draft: Draft) -> tuple[Finding, ...]:
        """Return all that is wrong, or the one finding that nothing is."""
        if not self.concerns(draft.request):
            return ()
        return tuple(self.look(draft)) or (held(self.because, *self.articles),)


def _has_documents(request: Request) -> object:
    return request.documents


def _asks(code: SubjectCode) -> Callable[[Request], bool]:
    return lambda request: any(subject.code is code for subject in request.subjects)


def _wants_it_sooner(request: Request) -> bool:
    return request.desired_date is not None


def _article_11(letter: str) -> tuple[Article, ...]:
    return (Article(11, point=1, letter=letter),)


RULES: Final[tuple[Rule, ...]] = (
    Rule(look=bodies.bodies, because="Органы обеих Сторон указаны", articles=_article_11("а")),
    Rule(
        look=bodies.proceeding,
        because="Исполнительное производство ведёт инициатор запроса, и ведётся оно в отношении должника",
        articles=(Article(10, paragraph=2),),
    ),
    Rule(look=papers.papers, because="Исполнительные документы указаны полностью", articles=_article_11("б")),
    Rule(
        look=papers.issuers,
        because="Указано, кем выданы исполнительные документы; все они подлежат исполнению",
        articles=(Article(1), Article(25)),
        concerns=_has_documents,
    ),
    Rule(
        look=papers.operative_parts,
        because="Резолютивная часть внесена",
        articles=_article_11("г"),
        concerns=_has_documents,
    ),
    Rule(look=persons.debtor, because="Сведения о должнике достаточны", articles=_article_11("в")),
    Rule(look=persons.claimants, because="Сведения о взыскателе достаточны", articles=_article_11("в")),
    Rule(look=persons.addresses, because="Адреса указаны", articles=_article_11("в")),
    Rule(look=matter.purposes, because="Цель запроса указана", articles=(Article(2), Article(9, point=1))),
    Rule(look=matter.subjects, because="Запрашиваемые сведения выбраны", articles=(Article(3),)),
    Rule(
        look=matter.income_period,
        because="Период сведений о доходах — не более 3 лет",
        articles=(Article(7, paragraph=LAST),),
        concerns=_asks(SubjectCode.INCOME),
    ),
    Rule(
        look=particulars.papers_wanted,
        because="Сказано, что получить и у кого",
        articles=(Article(5, paragraph=1),),
        concerns=_asks(SubjectCode.PAPERS),
    ),
    Rule(
        look=particulars.questions,
        because="Вопросы поставлены, и названо, кому",
        articles=(Article(5, paragraph=2), Article(11, point=2)),
        concerns=_asks(SubjectCode.EXPLANATIONS),
    ),
    Rule(
        look=particulars.concrete_property,
        because="Имущество, местонахождение которого устанавливается, названо",
        articles=(Article(8, paragraph=LAST),),
        concerns=_asks(SubjectCode.WHEREABOUTS_PROPERTY),
    ),
    Rule(
        look=particulars.other_information,
        because="Иная информация описана",
        articles=(Article(3, paragraph=LAST),),
        concerns=_asks(SubjectCode.OTHER),
    ),
    Rule(look=matter.justification, because="Необходимость сведений обоснована", articles=(Article(9, point=1),)),
    Rule(look=matter.content, because="Содержание запроса и обстоятельства изложены", articles=_article_11("д")),
    Rule(
        look=matter.desired_date,
        because="Просьба о более коротком сроке обоснована",
        articles=(Article(12, paragraph=2),),
        concerns=_wants_it_sooner,
    ),
    Rule(look=language.measures, because="Запрашивается только информация, не меры", articles=(Article(2),)),
    Rule(look=language.russian, because="Запрос составлен на русском языке", articles=(Article(19),)),
)
"""Every rule on the content of a request; a new article adds a row."""


def check_request(
    request: Request,
    *,
    on: date,
    own_party: str | None,
    policies: Policies = DEFAULT_POLICIES,
    due: date | None = None,
) -> Findings:
    """Decide by Art. 2, 3, 7-12 and 19 whether a request of day `on` says all that it must.

    `own_party` is the code of the requesting Party, `policies` bring P-13, `due` is the foreseen end of the term
    (Art. 12(2)) where it is known. What fails names its field (`documents.0.number`); each rule that holds adds one
    green line. For a received request soften the outcome with `errors.received` (R-11.4).
    """
    draft = Draft(request=request, on=on, own_party=own_party, policies=policies, due=due)
    return Findings.of(finding for rule in RULES for finding in rule(draft))
