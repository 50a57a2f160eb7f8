"""Who may do what: role and authority decide, and the answer is a finding that can be shown (R-9.1.3, R-9.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.node.people.models import Role
from obmen.treaty.articles import Article
from obmen.treaty.documents.values import Signatory
from obmen.treaty.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from obmen.node.people.models import Officer

_OFFICERS: Final = (Role.OFFICER,)
_CASEWORK: Final = (Role.OFFICER, Role.SGN, Role.REG, Role.CEN)

ROLES_OF: Final[Mapping[str, tuple[Role, ...]]] = {
    "see_register": tuple(Role),
    "list": _CASEWORK,
    "read": _CASEWORK,
    "draft": _OFFICERS,
    "submit": _OFFICERS,
    "send": (Role.OFFICER, Role.SGN, Role.REG),
    "sign": (Role.SGN,),
    "return": (Role.SGN,),
    "register": (Role.REG, Role.CEN),
    "assign": (Role.REG, Role.CEN, Role.SGN),
    "answer": _OFFICERS,
    "close": (Role.OFFICER, Role.CEN),
    "evidence": (*_CASEWORK, Role.AUD),
    "read_journal": (Role.AUD, Role.DPO),
    "see_post": (Role.REG, Role.CEN, Role.ADM),
    "dep_see": (Role.DEP_O, Role.DEP_A, Role.AUD),
    "dep_editions": (Role.DEP_O, Role.DEP_A, Role.AUD, Role.ADM),
    "dep_enter": (Role.DEP_O,),
    "dep_approve": (Role.DEP_A,),
    "dep_publish": (Role.DEP_A,),
    "dep_revoke": (Role.DEP_O, Role.DEP_A),
    "resend": (Role.REG, Role.CEN, Role.ADM),
}
"""Acts and the roles that may do them; the administrator of the node never reads content."""

_NEED: Final = (Article(9, point=1),)
_POWERS: Final = (Article(11, point=3),)


def may(officer: Officer, act: str, *, authority: str) -> Finding:
    """Decide whether the officer may do the act for the authority. Raises KeyError for an act nobody knows."""
    roles = ROLES_OF[act]
    if officer.authority != authority:
        because = "Дело ведёт другой орган"
        return Finding(
            holds=False, because=because, articles=_NEED, how_to_fix="Обратитесь в орган, который ведёт дело"
        )
    if not officer.has_role(*roles):
        labels = ", ".join(role.label for role in roles)
        return Finding(
            holds=False,
            because=f"Это действие выполняет: {labels}",
            articles=_POWERS if act == "sign" else _NEED,
            how_to_fix="Передайте дело сотруднику с такой ролью",
        )
    return Finding(holds=True, because="Действие входит в обязанности сотрудника", articles=_NEED)


def signatory_of(officer: Officer) -> Signatory:
    """State the officer as the signatory of a document: name, post, powers (R-11.3)."""
    return Signatory(
        name=officer.full_name,
        post=officer.post,
        powers_from=officer.powers_from,
        powers_to=officer.powers_to,
        basis=officer.powers_basis,
    )
