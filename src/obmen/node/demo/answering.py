"""The demo's answer to any request: what `answer.json` knows, and «сведений не обнаружено» for the rest."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def answer_for(subjects: list[str], looked_up_on: str) -> dict[str, Any]:
    """Make the answer (JSON of M-03) to a request about `subjects`, looked up on the ISO day `looked_up_on`."""
    script: dict[str, Any] = json.loads(files(__package__).joinpath("answer.json").read_text(encoding="utf-8"))
    known = {item["subject"]: item for item in script["items"]}
    orders = {order["subject"]: order for order in script["specialOrders"]}
    return {
        **script,
        "items": [known.get(subject, _nothing_found(subject, looked_up_on)) for subject in subjects],
        "specialOrders": [orders.get(subject, {"subject": subject, "applies": False}) for subject in subjects],
    }


def _nothing_found(subject: str, looked_up_on: str) -> dict[str, Any]:
    """Say that the demo's invented registers know nothing about this subject."""
    return {"subject": subject, "status": "NONE_FOUND", "source": "Учебный реестр", "asOf": looked_up_on}
