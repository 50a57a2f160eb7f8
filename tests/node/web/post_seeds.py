"""A post with something of everything: letters that wait, one returned, a package that does not go, lists held."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.support import office, peers, pki, revocation, tsa

from obmen.message.errors import NotAcceptable, Undetermined
from obmen.message.wrapping import read_label
from obmen.node import clock
from obmen.node.delivery import fetching, receiving, revocation_store
from obmen.node.delivery.models import Arrival, CarrierNotice, Outgoing, Way

if TYPE_CHECKING:
    from datetime import datetime

DAY = timedelta(days=1)
LISTS = (
    "http://127.0.0.1/officers/a-rather-long-address-of-a-certificate-authority/list-of-revoked-certificates.crl",
    "ldap://ldap.example.org/cn=Officers,o=Example?certificateRevocationList",
)


def arrived() -> Arrival:
    """Let a package of Russia arrive."""
    package = office.from_russia(peers.receipt(message_id=uuid4()))
    return receiving.store(package, read_label(package).package_id, office.OTHER_NODE)


def waiting() -> Arrival:
    """Let a letter wait for the list of its signer's issuer, which was asked for once in vain."""
    signer = revocation.officer(LISTS, ("http://127.0.0.1/ocsp",))
    wanted = [(signer.certificate, revocation.ISSUER.certificate)]
    text = "Не отозван ли сертификат «CN=О. О. Отзывной», пока узнать нельзя: нет действующих сведений."
    arrival = arrived()
    receiving.postpone(arrival, Undetermined("E-T-03", text, wanted=wanted))
    fetching.fetch_due("w:1")
    return arrival


def whole(then: str = "/post/") -> str:
    """Fill the page; give the address to look at."""
    waiting()
    receiving.postpone(arrived(), Undetermined("E-T-06", "Отправитель пользовался более новым изданием реестра."))
    returned = arrived()
    Arrival.objects.filter(id=returned.id).update(
        state=Arrival.State.NOT_ACCEPTED, code="E-T-03", text=NotAcceptable("E-T-03", "Сертификат отозван.").text_ru
    )
    now = clock.real_now()
    Outgoing.objects.create(
        id=uuid4(),
        kind="T-02",
        sender_authority="KZ-750",
        addressee="RU-770",
        destination_node=office.OTHER_NODE,
        package=b"",
        digest="",
        attempts=3,
        next_try_at=now + timedelta(minutes=4),
        created_at=now,
        last_error="Узел ru.node.example.org не принимает соединения.",
    )
    carried(now)
    for party, age in (("KZ", 0), ("BY", 6), ("RU", 30)):
        raw = tsa.revocation_list(pki.officer_anchor(party), clock.now() - age * DAY, days=7)
        revocation_store.take(raw, f"{party.lower()}-officers.crl")
    return then


def carried(now: datetime) -> None:
    """Let a package be in the hands of a courier, and a mail be left alone."""
    Outgoing.objects.create(
        id=uuid4(),
        kind="M-03",
        sender_authority="KZ-750",
        addressee="RU-770",
        destination_node=office.OTHER_NODE,
        package=b"",
        digest="",
        state=Outgoing.State.HANDED,
        way=Way.FOLDER,
        handed_at=now,
        next_try_at=now + DAY,
        created_at=now,
    )
    text, fix = "В почтовом ящике узла посторонних писем: 2.", "Узел их не трогает."
    CarrierNotice.objects.create(way=Way.EMAIL, text=text, how_to_fix=fix, noticed_at=now)
