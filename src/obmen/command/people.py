"""`obmen people add`: enter an officer, with a password and, for a signatory, a signing certificate."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from obmen.command import house
from obmen.command.errors import CommandFailed

if TYPE_CHECKING:
    import argparse

    from obmen.command.house import Commands
    from obmen.node.people.models import Officer


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser("people", help="сотрудники узла")
    acts = parser.add_subparsers(title="действия", metavar="ДЕЙСТВИЕ", required=True)
    enter = house.command(acts, "add", "внести сотрудника; пароль спрашивается или читается со стандартного ввода")
    enter.add_argument("username", metavar="ИМЯ", help="имя для входа")
    enter.add_argument("--full-name", required=True, help="фамилия, имя, отчество")
    enter.add_argument("--post", default="", help="должность")
    enter.add_argument("--authority", help="орган; без него — основной орган узла")
    enter.add_argument("--role", required=True, action="append", help="роль: OFFICER, SGN, REG, CEN, DPO, AUD, ADM…")
    enter.add_argument("--powers-from", type=date.fromisoformat, help="с какого дня полномочия подписывать")
    enter.add_argument("--powers-to", type=date.fromisoformat, help="по какой день полномочия подписывать")
    enter.add_argument("--powers-basis", default="", help="на основании чего: приказ, доверенность")
    enter.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Enter the officer."""
    house.open_house(words.home)
    from obmen.node import config  # noqa: PLC0415  only after `open_house`

    officer = _officer(words, words.authority or config.current().authority)
    _enter(officer, _password())
    if "SGN" in words.role:
        _certify(officer)
    house.say(f"Сотрудник {officer.full_name} внесён: {officer.role_labels}.")
    return 0


def _officer(words: argparse.Namespace, authority: str) -> Officer:
    from obmen.node import config  # noqa: PLC0415  only after `open_house`
    from obmen.node.people.models import Officer, Role  # noqa: PLC0415  the same

    foreign = [code for code in words.role if code not in Role.values]
    if foreign:
        raise CommandFailed(f"Роли «{', '.join(foreign)}» нет. Роли: {', '.join(Role.values)}.")
    if authority not in config.current().authorities:
        raise CommandFailed(f"Узел не обслуживает орган «{authority}». Он указан в node.toml (authorities).")
    if Officer.objects.filter(username=words.username).exists():
        raise CommandFailed(f"Имя «{words.username}» занято. Выберите другое.")
    fields = ("username", "full_name", "post", "powers_from", "powers_to", "powers_basis")
    return Officer(authority=authority, roles=words.role, **{name: getattr(words, name) for name in fields})


def _enter(officer: Officer, password: str) -> None:
    """Check the password by the rules of the node and save the officer."""
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415  only after `open_house`
    from django.core.exceptions import ValidationError  # noqa: PLC0415  the same

    try:
        validate_password(password, officer)
    except ValidationError as error:
        raise CommandFailed(f"Пароль не подходит: {' '.join(error.messages)}") from None
    officer.set_password(password)
    officer.save()


def _password() -> str:
    """Ask twice at a terminal; otherwise read one line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Пароль: ")
    if password != getpass.getpass("Ещё раз: "):
        raise CommandFailed("Пароли не совпали. Повторите команду.")
    return password


def _certify(officer: Officer) -> None:
    """Issue a certificate for the officer, within the validity of the Party's issuer."""
    from cryptography import x509  # noqa: PLC0415  slow to load

    from obmen.node import config  # noqa: PLC0415  only after `open_house`
    from obmen.node.keystore import software  # noqa: PLC0415  the same
    from obmen.node.keystore.certificates import Validity  # noqa: PLC0415  the same

    folder = config.current().secrets
    issuer = x509.load_der_x509_certificate(software.read(folder, "officers").certificate)
    start = max(issuer.not_valid_before_utc, _midnight(officer.powers_from))
    validity = Validity(start=start, end=issuer.not_valid_after_utc)
    software.enrol_person(folder, officer.username, officer.full_name, officer.authority, validity)


def _midnight(day: date | None) -> datetime:
    """Give the first instant of a day, or of all time."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime.min.replace(tzinfo=UTC)
