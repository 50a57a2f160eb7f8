"""Whether the signatures of a container hold (EN 319 102-1, 5.2.7): arithmetic, which asks nobody.

Whose they are, and whether to believe them, is asked in `belief`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.message import certificates, manifest, suites, timestamps
from obmen.message.canonical_zip import not_of_profile
from obmen.message.cms_shell import names_signer, states_its_kind, take_apart
from obmen.message.container import signature_name
from obmen.message.errors import NotAcceptable, Undetermined
from obmen.message.libcrypto import CryptoError, SignerFacts
from obmen.message.seal import Role
from obmen.message.timestamps import Token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from obmen.message.cms_shell import Shell
    from obmen.message.container import Container
    from obmen.message.manifest import Manifest
    from obmen.message.suites import AllowList

_NULL: Final = bytes.fromhex("0500")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature whose arithmetic holds; nobody has said yet whether to believe the signer.

    `place` is the signature's file; `token` its timestamp, which holds as well; `lists` what came along about
    revocations (CertificateLists and OCSPResponses, DER).
    """

    role: Role
    facts: SignerFacts
    manifest: str
    place: str
    token: Token | None = None
    lists: tuple[bytes, ...] = ()


def read_manifests(container: Container) -> Mapping[str, Manifest]:
    """Read all manifests, by name; each names its own signature (EN 319 162-1, 4.4.3.2). E-T-01, E-T-03, E-T-11."""
    manifests = {name: manifest.read(raw, name) for name, raw in container.manifests.items()}
    if not manifests:
        raise NotAcceptable("E-T-03", "Документ не подписан и не скреплён печатью.")
    for number, (name, one) in enumerate(manifests.items(), start=1):
        if one.signature != signature_name(number):
            raise not_of_profile("Опись подписанных файлов указывает на чужую подпись.", name)
    return manifests


def check_coverage(container: Container, manifests: Mapping[str, Manifest]) -> None:
    """Require that every signature covers every file, in their order: nothing travels unsigned (E-T-11)."""
    for name, one in manifests.items():
        if list(one.digests) != list(container.content):
            raise not_of_profile("Подпись охватывает не все файлы контейнера.", name)


def check_digests(container: Container, manifests: Mapping[str, Manifest]) -> None:
    """Require that every file is the one that was signed (E-T-03)."""
    actual = {name: hashlib.sha256(data).digest() for name, data in container.content.items()}
    for one in manifests.values():
        for name, digest in one.digests.items():
            if actual[name] != digest:
                raise NotAcceptable("E-T-03", "Подпись недействительна: файл изменён после подписания.", name)


def verify(
    container: Container, manifests: Mapping[str, Manifest], allowed: AllowList = suites.DEFAULT
) -> tuple[Signed, ...]:
    """Check that every signature holds over its manifest, by algorithms that we accept (E-T-03, E-T-05)."""
    return tuple(_verify(container, name, one, allowed) for name, one in manifests.items())


def _verify(container: Container, name: str, one: Manifest, allowed: AllowList) -> Signed:
    place = one.signature
    shell = take_apart(container.files[place], place)
    _require_algorithms(shell, allowed, place)
    try:
        known = suites.arithmetic_of(*shell.certificates).verified(
            shell.bare, shell.certificates, container.files[name]
        )
    except CryptoError:
        raise NotAcceptable("E-T-03", f"Недействительна {one.role.label}.", place) from None
    if not names_signer(shell, known.certificate):
        raise NotAcceptable("E-T-03", "Подпись называет сертификат, которого в ней нет.", place)
    if not states_its_kind(shell):
        raise NotAcceptable("E-T-03", "В подписи не указаны её сертификат или вид подписанного.", place)
    _require_key(shell, known.certificate, allowed, place)
    token = timestamps.read(shell.token, shell.value, allowed, place) if shell.token else None
    return Signed(role=one.role, facts=known, manifest=name, place=place, token=token, lists=shell.lists)


def _require_algorithms(shell: Shell, allowed: AllowList, place: str) -> None:
    """Ask the allow-list: what it does not know is undetermined, what is known to be weak is refused."""
    algorithms = (shell.digest_algorithm, shell.signature_algorithm)
    if allowed.is_weak(*algorithms):
        raise NotAcceptable("E-T-03", "Подпись сделана алгоритмом, который больше ничего не доказывает.", place)
    if not allowed.find(*algorithms):
        text = f"Алгоритм подписи этим узлом не проверяется ({', '.join(algorithms)})."
        raise Undetermined("E-T-05", text, place)
    if any(each != _NULL for each in shell.parameters):  # OpenSSL reads past them, and nothing signs them
        raise NotAcceptable("E-T-03", "У алгоритма подписи указаны параметры, которых у него нет.", place)


def _require_key(shell: Shell, certificate: bytes, allowed: AllowList, place: str) -> None:
    """Ask the allow-list about the key, which the certificate names."""
    key = certificates.facts(certificate).key
    if suites.is_weak_key(key):
        raise NotAcceptable("E-T-03", f"Подпись сделана ключом, который больше ничего не доказывает ({key}).", place)
    if not any(suite.fits(key) for suite in allowed.find(shell.digest_algorithm, shell.signature_algorithm)):
        raise Undetermined("E-T-05", f"Подпись таким ключом этим узлом не проверяется ({key}).", place)
