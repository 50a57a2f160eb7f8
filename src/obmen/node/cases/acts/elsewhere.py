"""Sign elsewhere: a person's national tool signs the very bytes, and its signature is taken here (Art. 11(3)).

It goes into the document like one that our keys made, after the checks that the addressee will make. What is not in
order is told to the person; nothing is changed, and another file may be brought.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from obmen.message import belief, certificates
from obmen.message.belief import Trust
from obmen.message.container import manifests_of
from obmen.message.encoding import decode
from obmen.message.errors import NotAcceptable, Undetermined
from obmen.message.given import GivenSignature
from obmen.message.seal import Role
from obmen.node import clock
from obmen.node.cases import composing
from obmen.node.cases.acts import refuse
from obmen.node.delivery.register_store import trusted
from obmen.treaty.articles import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.message.container import Container, Contents
    from obmen.node.cases.models import Case
    from obmen.node.people.models import Officer

_WHO_SIGNS = Article(11, point=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The file that the person brought; `own`: they say that the certificate is theirs, whatever name is in it."""

    signature: bytes
    own: bool = False


def bytes_to_sign(contents: Contents) -> bytes:
    """Give the bytes that the person signs, as they are: the manifest of their signature."""
    return manifests_of(contents, [Role.PERSON, Role.SEAL])[0]


def put(signatory: Officer, case: Case, contents: Contents, brought: Brought) -> Container:
    """Put the signature that was brought, and the official seal, on the contents. Raises `ActRefused`."""
    with _told_to_the_person():
        handed_out = decode(contents.document).document.envelope.sent_at
        person = GivenSignature(Role.PERSON, brought.signature, since=handed_out)
        _require_own(signatory, person.certificate, brought)
        container = composing.signed(case, contents, [person, composing.seal_of(case)])
        _require_believed(case, container)
    return container


@contextmanager
def _told_to_the_person() -> Iterator[None]:
    """Turn what is wrong with the signature into a refusal with its words."""
    try:
        yield
    except (NotAcceptable, Undetermined) as error:
        fix = "Документ не изменён: исправьте подпись и принесите файл снова"
        raise refuse(error.text_ru.rstrip("."), fix, _WHO_SIGNS) from None


def _require_own(signatory: Officer, certificate: bytes, brought: Brought) -> None:
    """Require that the certificate names the person, or that they say it is theirs: names are spelt in many ways."""
    subject = certificates.facts(certificate).subject
    if brought.own or set(_words(signatory.full_name)) <= set(_words(subject)):
        return
    because = f"В сертификате подписи назван «{subject}», а подписывает {signatory.full_name}"
    fix = "Если сертификат Ваш и имя в нём записано иначе, отметьте «это мой сертификат» и отправьте файл снова"
    raise refuse(because, fix, _WHO_SIGNS)


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold().replace("ё", "е"))


def _require_believed(case: Case, container: Container) -> None:
    """Require what the addressee will require of the chain; where only news of a revocation lacks, it is theirs to get.

    Raises `NotAcceptable` or `Undetermined`.
    """
    book, now = trusted(), clock.now()
    trust = Trust(
        pinned={Role.SEAL: book.seal_certificates(case.own_authority, now)},
        anchors={Role.PERSON: book.officer_anchors(case.own_authority, now)},
        stamps=book.timestamp_anchors(case.own_authority, now),
        required=frozenset({Role.PERSON, Role.SEAL}),
        revoked_at=book.revoked_at,
        alive=True,
    )
    try:
        belief.check_signatures(container, trust, now)
    except Undetermined as error:
        if not error.wanted:
            raise
