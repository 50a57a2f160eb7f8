"""`obmen init`: make a node: its home, configuration, keys, certificates and databases."""

from __future__ import annotations

import json
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obmen.command import house
from obmen.command.errors import CommandFailed
from obmen.node import config
from obmen.node.keystore import software
from obmen.node.keystore.certificates import Validity

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from obmen.command.house import Commands

_YEARS: Final = 5
_ZONES: Final[Mapping[str, str]] = {
    "AM": "Asia/Yerevan",
    "AZ": "Asia/Baku",
    "BY": "Europe/Minsk",
    "KG": "Asia/Bishkek",
    "KZ": "Asia/Almaty",
    "MD": "Europe/Chisinau",
    "RU": "Europe/Moscow",
    "TJ": "Asia/Dushanbe",
    "TM": "Asia/Ashgabat",
    "UZ": "Asia/Tashkent",
}
"""The zone of each capital, when none is named."""
_OPTIONAL: Final = (
    "role",
    "web_host",
    "web_port",
    "peer_host",
    "peer_port",
    "database_url",
    "keys_url",
    "register_fingerprint",
    "banner",
)


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = house.command(commands, "init", "создать узел: папку, настройки, ключи, базы данных")
    parser.add_argument("--name", required=True, help="имя узла в реестре, латиницей")
    parser.add_argument("--party", required=True, help="код Стороны, например KZ")
    parser.add_argument(
        "--authority",
        required=True,
        action="append",
        metavar="КОД[=НАЗВАНИЕ]",
        help="орган, который обслуживает узел; первый — основной; можно несколько",
    )
    parser.add_argument("--zone", help="часовой пояс IANA; без него — пояс столицы Стороны")
    parser.add_argument("--role", choices=("node", "depositary"), help="узел органа или депозитария")
    parser.add_argument("--web-host", help="адрес экранов или unix:ПУТЬ")
    parser.add_argument("--web-port", type=int, help="порт экранов")
    parser.add_argument("--peer-host", help="адрес для других узлов или unix:ПУТЬ (TLS завершает nginx)")
    parser.add_argument("--peer-port", type=int, help="порт для других узлов")
    parser.add_argument("--database-url", help="PostgreSQL вместо файла SQLite")
    parser.add_argument("--keys-url", help="PostgreSQL для ключей дел")
    parser.add_argument("--register-fingerprint", help="отпечаток первого издания реестра")
    parser.add_argument(
        "--production", action="store_true", help="рабочий узел: строгие проверки, время не переводится"
    )
    parser.add_argument("--banner", help="надпись на каждом экране учебного узла")
    parser.add_argument("--valid-from", type=_day, help="с какого дня действуют сертификаты, ГГГГ-ММ-ДД")
    parser.add_argument("--valid-until", type=_day, help="по какой день действуют сертификаты, ГГГГ-ММ-ДД")
    parser.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Make the node. Raises `CommandFailed`, `ConfigError`, `KeystoreError` with what to mend."""
    home = _home(words)
    authorities = dict(_named(each) for each in words.authority)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_config(home, words, list(authorities))
    config.load({"OBMEN_HOME": str(home)})
    software.enrol(home / "secrets", authorities, words.party, _validity(words))
    house.open_house(home)
    house.migrate()
    house.say(
        f"Узел «{words.name}» создан в {home}.", "Дальше: obmen register accept ФАЙЛ, obmen people add, obmen serve."
    )
    return 0


def _home(words: argparse.Namespace) -> Path:
    """Name the home, which must not be a node yet."""
    named = words.home or os.environ.get("OBMEN_HOME", "")
    if not named:
        raise CommandFailed("Не указана папка нового узла. Добавьте --home ПАПКА.")
    home = Path(named).resolve()
    if (home / config.FILE).exists():
        raise CommandFailed(f"В {home} уже есть узел. Укажите другую папку или удалите эту, если узел не нужен.")
    return home


def _named(words: str) -> tuple[str, str]:
    """Split «KZ-750=Департамент…»; without a name the id stands for it."""
    code, _, name = words.partition("=")
    return code, name or code


def _validity(words: argparse.Namespace) -> Validity:
    start = words.valid_from or datetime.now(tz=UTC) - timedelta(days=1)  # TLS compares with real time, not legal
    return Validity(start=start, end=words.valid_until or start + timedelta(days=365 * _YEARS))


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _write_config(home: Path, words: argparse.Namespace, authorities: list[str]) -> None:
    """Write node.toml, readable by its owner alone: it holds the key of the sessions."""
    if words.party not in _ZONES and not words.zone:
        raise CommandFailed(
            f"Для Стороны «{words.party}» часовой пояс неизвестен. Добавьте --zone, например Asia/Almaty."
        )
    values: dict[str, object] = {
        "name": words.name,
        "party": words.party,
        "authorities": authorities,
        "zone": words.zone or _ZONES[words.party],
        "secret_key": secrets.token_urlsafe(48),
        **{key: getattr(words, key) for key in _OPTIONAL if getattr(words, key) is not None},
    }
    if words.production:
        values["production"] = True
    # a JSON string, number, list or boolean is also one of TOML
    text = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
    with os.fdopen(os.open(home / config.FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
