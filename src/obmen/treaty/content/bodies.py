"""Art. 10(2), 11(1)(a): the bodies, and the proceeding that the request serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.treaty.content.draft import Draft, blank
from obmen.treaty.documents.values import ProceedingState
from obmen.treaty.errors import violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.findings import Finding


def bodies(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 11(1)(a) the names of both sides' bodies, chosen and not typed (R-11.1.a)."""
    request = draft.request
    named = {"initiator": request.initiator, "transmitter": request.transmitter, "receiver": request.receiver}
    for field, body in named.items():
        if blank(body.id) or blank(body.name):
            yield violation("E-11-01", field=field)
    receiver = request.receiver.id
    own = draft.own_party is not None and receiver.partition("-")[0] == draft.own_party
    if receiver and (own or receiver == request.transmitter.id):
        yield violation("E-1-01", case="same", field="receiver")


def proceeding(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 10(2) a proceeding that is pending, with the initiator and against this debtor (R-10.2.1, 2)."""
    case, field = draft.request.proceeding, "proceeding"
    if blank(case.number):
        yield violation("E-10-01", case="number", field=f"{field}.number")
    if case.opened_on is None:
        yield violation("E-10-01", case="opened", field=f"{field}.opened_on")
    elif case.opened_on > draft.on:
        yield violation("E-10-01", case="future", field=f"{field}.opened_on", date=case.opened_on)
    if case.state is ProceedingState.ENDED:
        yield violation("E-10-01", case="ended", field=f"{field}.state", number=case.number)
    if case.owner != draft.request.initiator.id:
        yield violation("E-10-01", case="owner", field=f"{field}.owner", number=case.number)
    if not case.against_debtor:
        yield violation("E-10-02", field=f"{field}.against_debtor")
