"""`obmen init | migrate | person | check | serve | worker | send`: making a node and running it."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obmen.command import office

if TYPE_CHECKING:
    import argparse

    from obmen.command.office import Groups

_TOML: Final = """# Узел Обмен. Значения можно заменить переменными среды OBMEN_<КЛЮЧ>.
name = "{name}"
party = "{party}"
authorities = [{authorities}]
zone = "{zone}"
web_port = {web_port}
peer_port = {peer_port}
register_fingerprint = "{fingerprint}"
banner = "{banner}"
secret_key = "{secret}"
"""


def add(groups: Groups) -> None:
    """Add the words of this group."""
    _add_init(groups)
    groups.add_parser("migrate", help="привести базы узла к этой версии").set_defaults(run=_migrate)
    serve = groups.add_parser("serve", help="запустить узел: экраны, приём от других узлов, отправку")
    serve.add_argument("--only", choices=("web", "peer", "worker"), help="только одна часть")
    serve.set_defaults(run=_serve)
    groups.add_parser("check", help="проверить узел и службы, от которых он зависит").set_defaults(run=_check)
    groups.add_parser("worker", help="только отправка и вскрытие").set_defaults(run=_serve, only="worker")
    send = groups.add_parser("send", help="проверить, подписать и отправить запрос из файла")
    send.add_argument("file", type=Path, metavar="ФАЙЛ.json")
    send.add_argument("--as", dest="officer", required=True, metavar="ИСПОЛНИТЕЛЬ", help="имя входа исполнителя")
    send.add_argument(
        "--sign", dest="signatory", required=True, metavar="ПОДПИСЬ", help="имя входа уполномоченного лица"
    )
    send.add_argument("--attach", type=Path, action="append", default=[], metavar="ФАЙЛ", help="скан-копия оригинала")
    send.set_defaults(run=_send)


def _add_init(groups: Groups) -> None:
    init = groups.add_parser("init", help="создать узел: папку, ключи, базы")
    init.add_argument("--home", type=Path, required=True, metavar="ПАПКА")
    init.add_argument("--name", required=True, metavar="ИМЯ", help="имя узла, как в реестре")
    init.add_argument("--party", required=True, metavar="КОД", help="код государства, например KZ")
    init.add_argument("--authority", action="append", required=True, metavar="КОД=НАИМЕНОВАНИЕ", help="орган узла")
    init.add_argument("--zone", required=True, metavar="ПОЯС", help="часовой пояс, например Asia/Almaty")
    init.add_argument("--web-port", type=int, default=8100, metavar="ПОРТ")
    init.add_argument("--peer-port", type=int, default=8110, metavar="ПОРТ")
    init.add_argument("--fingerprint", default="", metavar="SHA256", help="отпечаток первого издания реестра")
    init.add_argument("--banner", default="", metavar="ТЕКСТ", help="надпись учебного узла")
    init.add_argument("--valid-from", default=f"{datetime.now(tz=UTC):%Y}-01-01", metavar="ДАТА")
    init.add_argument("--valid-years", type=int, default=3, metavar="ЛЕТ", help="срок сертификатов")
    init.set_defaults(run=_init)


def _init(arguments: argparse.Namespace) -> int:
    from obmen.node.config import FILE  # noqa: PLC0415  only commands of a node need the office
    from obmen.node.keystore import KeystoreError, certificates  # noqa: PLC0415  same
    from obmen.node.keystore.software import enrol  # noqa: PLC0415  same

    home: Path = arguments.home
    authorities = dict(item.split("=", 1) if "=" in item else (item, item) for item in arguments.authority)
    start = datetime.fromisoformat(arguments.valid_from).replace(tzinfo=UTC)
    validity = certificates.Validity(start=start, end=start.replace(year=start.year + arguments.valid_years))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        enrol(home / "secrets", authorities, arguments.party, validity)
    except KeystoreError as error:
        sys.exit(f"obmen: {error}")
    (home / FILE).write_text(_config(arguments, authorities), encoding="utf-8")
    (home / FILE).chmod(0o600)
    office.enter(home)
    return _migrate(arguments)


def _config(arguments: argparse.Namespace, authorities: dict[str, str]) -> str:
    return _TOML.format(
        name=arguments.name,
        party=arguments.party,
        authorities=", ".join(f'"{authority}"' for authority in authorities),
        zone=arguments.zone,
        web_port=arguments.web_port,
        peer_port=arguments.peer_port,
        fingerprint=arguments.fingerprint,
        banner=arguments.banner,
        secret=secrets.token_urlsafe(48),
    )


def _migrate(_arguments: argparse.Namespace) -> int:
    office.open_up()
    from django.core.management import call_command  # noqa: PLC0415  Django is set up first

    call_command("migrate", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    return 0


def _check(_arguments: argparse.Namespace) -> int:
    office.open_up()
    from obmen.node import checks  # noqa: PLC0415  Django is set up first

    may_start = checks.passed(sys.stdout, online=True)
    print("Узел может работать." if may_start else "Узел не запустится, пока ошибки не исправлены.")  # noqa: T201  a command speaks to its caller
    return 0 if may_start else 1


def _serve(arguments: argparse.Namespace) -> int:
    office.open_up()
    from obmen.node import supervisor  # noqa: PLC0415  Django is set up first

    return supervisor.serve(arguments.only)


def _send(arguments: argparse.Namespace) -> int:
    office.open_up()
    from obmen.command.sending import send_file  # noqa: PLC0415  Django is set up first

    return send_file(arguments.file, arguments.officer, arguments.signatory, arguments.attach)
