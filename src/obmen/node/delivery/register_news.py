"""Keeping the register new: asking other nodes what they hold, taking what is newer, telling of ours (R-18.5, R-18.7).

The depositary's nodes are asked often, every peer from time to time, whoever states an edition that we lack at once.
Nobody is believed for what they serve: the seal decides. A source that is down, lies or stands still changes nothing of
what is held; another has the news.
"""

from __future__ import annotations

import logging
import random
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from obmen.exchange import editions
from obmen.exchange.channel import Destination
from obmen.exchange.errors import ExchangeError
from obmen.node import clock, config
from obmen.node.delivery import channels
from obmen.node.delivery.models import RefusedEdition, RegisterSource
from obmen.node.delivery.register_store import accept, newest_row, trusted
from obmen.register.compose import hash_of
from obmen.register.errors import Contradiction, Fork, Gap, Older, RegisterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from obmen.register.nodes import NodeEntry
    from obmen.register.trusted import TrustedRegister

_LOG: Final = logging.getLogger(__name__)
DEPOSITARY_EVERY: Final = timedelta(minutes=10)
"""How often the depositary is asked: an emergency revocation takes effect within the hour (R-18.7)."""
PEER_EVERY: Final = timedelta(minutes=30)
"""How often any other node is asked; while the depositary has none, its task is theirs."""
AGAIN: Final = timedelta(minutes=2)
"""After how long a source that did not answer is asked again."""
_AT_ONCE: Final = 300
_TEXT: Final = 500
_LONG_TEXT: Final = 1000


def ask_due(_worker: str = "") -> int:
    """Ask every source whose time has come; return how many editions were taken."""
    _know_sources()
    due = RegisterSource.objects.filter(next_at__lte=clock.real_now()).order_by("next_at")
    return sum(_ask(source) for source in due if _claimed(source))


def hurry(node: str) -> None:
    """Have a node asked at the next turn: it has stated an edition that we do not hold."""
    RegisterSource.objects.filter(node=node).update(next_at=clock.real_now())


def tell(raw: bytes) -> Mapping[str, str]:
    """Push an edition to every node that the register names; return the trouble with those that did not take it.

    Whoever is not reached now fetches it later.
    """
    troubles = {}
    for node in _others(trusted()):
        try:
            editions.told(channels.https(), Destination.of(node), raw)
        except (ExchangeError, OSError) as error:
            troubles[node.id] = str(error)
    return troubles


def offered(raw: bytes, node: str) -> str:
    """Take an edition that a node pushed; return its hash. Raises a `RegisterError`; what was held stays in force."""
    try:
        accept(raw)
    except Gap:  # it has what lies between, too
        hurry(node)
        raise
    except (Fork, Contradiction) as error:
        _keep_aside(raw, node, error)
        raise
    return hash_of(raw)


def _know_sources() -> None:
    """Begin to ask nodes that have come into the register, and ask no more those that have gone."""
    names = [node.id for node in _others(trusted())]
    known = set(RegisterSource.objects.values_list("node", flat=True))
    new = [RegisterSource(node=name, next_at=clock.real_now()) for name in names if name not in known]
    RegisterSource.objects.bulk_create(new, ignore_conflicts=True)
    RegisterSource.objects.exclude(node__in=names).delete()


def _others(register: TrustedRegister) -> tuple[NodeEntry, ...]:
    """Give the nodes of the register but our own, the depositary's first."""
    of_parties = (node for index in register.annexes.values() for node in index.reachable)
    every = (*register.depositary_nodes(), *of_parties)
    return tuple(node for node in every if node.id != config.current().name)


def _claimed(source: RegisterSource) -> bool:
    """Take a source for this turn, so that no two workers ask it at once."""
    still = RegisterSource.objects.filter(node=source.node, next_at=source.next_at)
    return bool(still.update(next_at=clock.real_now() + AGAIN, asked_at=clock.real_now()))


def _ask(source: RegisterSource) -> int:
    """Ask one source and write down what came of it; return how many editions were taken."""
    taken = 0
    try:
        for _ in _take(source.node):
            taken += 1
    except (ExchangeError, RegisterError, OSError) as error:
        RegisterSource.objects.filter(node=source.node).update(problem=str(error)[:_TEXT])
        return taken
    now = clock.real_now()
    facts = {"answered_at": now, "agreed_at": now, "problem": ""}
    RegisterSource.objects.filter(node=source.node).update(next_at=now + _pause(source.node), **facts)
    return taken


def _take(name: str) -> Iterator[str]:
    """Take from a node, in its order, what we do not hold; one refusal does not stop the parts of other Parties.

    Raises what stopped the first part that could not be taken, after all were tried.
    """
    node = next(each for each in _others(trusted()) if each.id == name)
    destination, channel = Destination.of(node), channels.https()
    known = _known()
    troubles: dict[str, RegisterError] = {}
    for held in [each for each in editions.listed(channel, destination) if each.hash not in known][:_AT_ONCE]:
        if held.series in troubles:
            continue
        raw = editions.fetched(channel, destination, held.hash)
        try:
            if accept(raw):
                yield held.hash
        except Older:
            continue
        except RegisterError as error:
            _keep_aside(raw, name, error)
            troubles[held.series] = error
    if troubles:
        raise next(iter(troubles.values()))


def _known() -> set[str]:
    """Give the hashes of all that we hold, or have refused since the register last changed."""
    refused = RefusedEdition.objects.filter(judged_after=newest_row()).values_list("hash", flat=True)
    return {each.hash for each in trusted().accepted} | set(refused)


def _keep_aside(raw: bytes, node: str, error: RegisterError) -> None:
    """Remember what was refused, and keep what is sealed properly: two editions of one version are evidence."""
    _LOG.error("an edition of the register from %s is not taken: %s", node, error.code)
    with suppress(RegisterError):  # what is no container at all is not worth keeping
        RefusedEdition.objects.update_or_create(
            hash=hash_of(raw),
            defaults={
                "node": node,
                "raw": raw if isinstance(error, Fork | Contradiction) else b"",
                "code": error.code,
                "text": str(error)[:_LONG_TEXT],
                "judged_after": newest_row(),
                "offered_at": clock.real_now(),
            },
        )


def _pause(node: str) -> timedelta:
    """Give the time until the node is asked again, a random part of it more, so that nodes do not ask in step."""
    depositary = {each.id for each in trusted().depositary_nodes()}
    return (DEPOSITARY_EVERY if node in depositary else PEER_EVERY) * (1 + 0.2 * random.random())  # noqa: S311  jitter
