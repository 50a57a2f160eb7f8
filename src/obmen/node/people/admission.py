"""Letting a person in: the account, the roles, and for a signatory the key that signs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from obmen.node import config, keystore
from obmen.node.keystore.software import enrol_person, validity_of
from obmen.node.people.models import Officer, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obmen.node.keystore.certificates import Validity


class Refused(Exception):  # noqa: N818  named as its answer
    """The person cannot be let in; the text says why and what to do."""


def admit(  # noqa: PLR0913  the facts of a person, all by name
    *,
    username: str,
    full_name: str,
    post: str,
    authority: str,
    roles: Sequence[str],
    password: str,
    powers_from: date | str | None = None,
    powers_to: date | str | None = None,
    powers_basis: str = "",
) -> Officer:
    """Make the account; a signatory also gets a software key certified by the Party. Raises `Refused`."""
    _check(username, authority, roles, password)
    officer = Officer(
        username=username,
        full_name=full_name,
        post=post,
        authority=authority,
        roles=list(roles),
        powers_from=_day(powers_from),
        powers_to=_day(powers_to),
        powers_basis=powers_basis,
    )
    officer.set_password(password)
    officer.save()
    if officer.has_role(Role.SGN) and keystore.current().person_certificate(username) is None:
        secrets = config.current().secrets
        enrol_person(secrets, username, full_name, authority, _validity())
    return officer


def _check(username: str, authority: str, roles: Sequence[str], password: str) -> None:
    if Officer.objects.filter(username=username).exists():
        raise Refused(f"Имя входа «{username}» занято. Выберите другое.")
    if authority not in config.current().authorities:
        known = ", ".join(config.current().authorities)
        raise Refused(f"Узел не обслуживает орган «{authority}». Укажите один из: {known}.")
    foreign = [role for role in roles if role not in Role.values]
    if foreign or not roles:
        raise Refused(f"Роль «{', '.join(foreign)}» неизвестна. Роли: {', '.join(Role.values)}.")
    _check_token(username, roles)
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None


def _check_token(username: str, roles: Sequence[str]) -> None:
    """Where a token signs, the key of a signatory comes first: nobody makes it into a file."""
    here = config.current()
    if Role.SGN not in roles or not here.pkcs11_module or keystore.current().person_certificate(username) is not None:
        return
    raise Refused(
        f"Подписывает токен «{here.pkcs11_token}». Сначала положите в него ключ «people/{username}», "
        f"а его сертификат — в {here.secrets / 'people' / username}.pem (docs/operate/token.md)."
    )


def _day(day: date | str | None) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _validity() -> Validity:
    """Give an officer's certificate the validity of the issuer's."""
    return validity_of(config.current().secrets, "officers")
