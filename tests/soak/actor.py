"""The actor of the demo with deeds for a life of accidents: where does the work stand, what does a case hold.

Whoever was killed in the middle of an act looks where it stands and goes on from there, as a person would.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = dict[str, Any]


def main() -> int:
    """Read commands as the actor of the demo does."""
    django.setup()
    from obmen.node.demo import deeds  # noqa: PLC0415  the models need the set-up above

    known: dict[str, Callable[..., Answer]] = {
        **deeds.BY_NAME,
        "stands": stands,
        "waiting": waiting,
        "sign_answer": sign_answer,
        "signed": signed,
        "holds": holds,
    }
    for line in sys.stdin:
        command = json.loads(line)
        answer = deeds.guarded(known[command.pop("do")], command)
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, default=str) + "\n")
        sys.stdout.flush()
    return 0


def stands(case: str) -> Answer:
    """Tell where the work on a case stands."""
    from obmen.node.cases.models import Case  # noqa: PLC0415  Django is set up first

    return {"local": Case.objects.get(id=case).local_state}


def signed(case: str) -> Answer:
    """Give the digest of the container that was signed, sent or not."""
    from obmen.node.cases import content  # noqa: PLC0415  same
    from obmen.node.cases.models import Case  # noqa: PLC0415  same

    row = Case.objects.get(id=case)
    sent = row.documents.filter(kind="M-01").first()
    raw = content.container_of(sent) if sent else content.unseal(row, row.prepared or b"", "signed")
    return {"digest": hashlib.sha256(raw).hexdigest()}


def waiting() -> Answer:
    """List the cases of the requested side that wait for a person, the oldest first."""
    from obmen.node.cases.models import Case, LocalState  # noqa: PLC0415  same

    states = (LocalState.RECEIVED, LocalState.EXECUTING, LocalState.ANSWER_ON_SIGNATURE)
    rows = Case.objects.filter(local_state__in=states).order_by("created_at")
    return {"cases": [[str(row.id), row.local_state] for row in rows[:20]]}


def sign_answer(signatory: str, case: str) -> Answer:
    """Sign an answer that was submitted before the accident."""
    from obmen.node.cases.acts import answer  # noqa: PLC0415  same
    from obmen.node.cases.models import Case  # noqa: PLC0415  same
    from obmen.node.people.models import Officer  # noqa: PLC0415  same

    row = Case.objects.get(id=case)
    answer.sign_answer(Officer.objects.get(username=signatory), row, row.prepared_digest)
    return {}


def holds() -> Answer:
    """Tell of every case that has left or come: its documents by the digest of their bytes, and the debtor."""
    from obmen.node.cases import content, papers  # noqa: PLC0415  same
    from obmen.node.cases.models import Case  # noqa: PLC0415  same

    cases = []
    for case in Case.objects.exclude(shared_state="").order_by("number"):
        documents = [
            [row.kind, hashlib.sha256(content.container_of(row)).hexdigest(), row.delivered_at, row.not_accepted]
            for row in case.documents.order_by("id")
        ]
        debtor = papers.request_in(case).debtor.name if any(each[0] == "M-01" for each in documents) else ""
        cases.append({"number": case.number, "state": case.shared_state, "documents": documents, "debtor": debtor})
    return {"cases": cases}


if __name__ == "__main__":
    sys.exit(main())
