"""`obmen law may-disclose FILE.json`: may these items be told to this person (Art. 9, 15), item by item."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obmen.command.law.desk import Form, Reply, add_policies, facts_of, policies_of, told
from obmen.treaty.consent import Consent
from obmen.treaty.disclosure import FREE, Destination, Disclosure, Recipient, Restrictions, by_item, may_disclose, memo
from obmen.treaty.documents.answers import SpecialOrder
from obmen.treaty.documents.requests import SubjectCode

if TYPE_CHECKING:
    import argparse

NAME: Final = "may-disclose"
HELP: Final = "можно ли сообщить сведения лицу: основание, согласие, специальный порядок, условия"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who wants to tell what to whom, and what stands around it."""

    asked: Disclosure
    known: Restrictions = field(default=FREE)


QUESTION: Final = Form(
    name="may-disclose",
    about="Раскрытие сведений: вход obmen law may-disclose",
    of=Question,
    example=Question(
        asked=Disclosure(
            recipient=Recipient.CLAIMANT,
            items=(SubjectCode.ACCOUNTS, SubjectCode.REAL_ESTATE),
            on=date(2026, 5, 20),
            provider="KZ",
            necessity="Для заявления о признании и приведении в исполнение решения.",
            destination=Destination(country="KZ", name="Примерный районный суд города Алматы"),
        ),
        known=Restrictions(
            special_orders=(
                SpecialOrder(
                    subject=SubjectCode.ACCOUNTS,
                    applies=True,
                    basis="закон о банковской тайне (учебный)",
                    procedure="по запросу суда",
                    body="Орган Х (учебный)",
                ),
            ),
            consents=(Consent(recipient="Управляющий Примеров", items=(SubjectCode.REAL_ESTATE,)),),
        ),
    ),
)
FORMS: Final = (QUESTION,)


def add_words(words: argparse.ArgumentParser) -> None:
    """Add the words of this question."""
    words.add_argument("file", type=Path, metavar="ФАЙЛ.json", help="вопрос («-»: стандартный ввод)")
    add_policies(words)


def ask(arguments: argparse.Namespace) -> Reply:
    """Decide of the whole and of each item. Raises `Unanswerable` when the question cannot be read."""
    policies, question = policies_of(arguments), QUESTION.read(arguments.file)
    asked, known = question.asked, question.known
    whole = may_disclose(asked, known, policies)
    apart = by_item(asked, known, policies)
    orders = memo(known.special_orders, asked.items)
    facts = {
        "holds": bool(whole),
        "findings": [facts_of(finding) for finding in whole],
        "items": {item.value: bool(findings) for item, findings in apart.items()},
        "memo": [{"subject": each.subject, "body": each.body, "procedure": each.procedure} for each in orders],
    }
    lines = [
        f"Кому: {asked.recipient.label}",
        *told(whole),
        *(f"  {item.short}: {'можно' if findings else 'нельзя'}" for item, findings in apart.items()),
        *(f"Разъяснение взыскателю: {each.subject.short} — {each.procedure}; {each.body}" for each in orders),
    ]
    return Reply(facts=facts, lines=lines, status=0 if whole else 1)
