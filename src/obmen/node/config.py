"""What this node is: its home, its Party and authorities, its addresses; one frozen value, read once.

The home is `OBMEN_HOME`; `node.toml` in it says the rest, and `OBMEN_<KEY>` in the environment wins over the file.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = "node.toml"
_NUMBERS: Final = {"web_port": "номером порта", "peer_port": "номером порта", "carried_again_hours": "числом часов"}
_PATHS: Final = ("clock_file", "pkcs11_pin_file", "folder", "mail_password_file", "mail_authority")
_LISTS: Final = ("authorities", "timestamp_authorities", "revocation_hosts", "folder_nodes")
_REQUIRED: Final = ("name", "party", "authorities", "zone", "secret_key")


class ConfigError(Exception):
    """The node cannot start as it is configured; the text says which key and how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeConfig:
    """The configuration of a node.

    `authorities` are the register ids that this node serves, the first its main one; `zone` is the IANA zone of the
    screens, `site` their address as browsers know it behind a proxy. `web_host` and `peer_host` may be `unix:<path>`.
    `database_url` and `keys_url` replace the SQLite files of the home. `register_fingerprint` is the pinned
    fingerprint (SHA-256, hex) of the first edition of the register. `banner` marks a demo or training node.
    `role` is that of a Party's node or of the depositary; of the depositary, `office` is its name and `peer_site` the
    address (https) at which other nodes fetch the register.
    `pkcs11_module`, `pkcs11_token` and `pkcs11_pin_file` name the token that holds the signing keys, all three or none.
    `timestamp_authorities` are the addresses of services that stamp our letters, in the order in which they are asked;
    `timestamps` says whether a letter may leave when none of them answers. `revocation_hosts` are the hosts of lists of
    revoked certificates that may live inside our own network.
    `folder` is the directory or medium of exchange, `folder_nodes` the nodes to which letters go by it. `mail_address`
    is the node's own, `smtp` and `imap` its servers (`smtps://user@host:465`, `smtp://…:587` with STARTTLS; `imaps`,
    `imap` alike), `mail_password_file` their password, `mail_authority` (PEM) who certified them, if not those whom the
    machine trusts. What a carrier took and nobody acknowledged is sent again after `carried_again_hours`.
    """

    home: Path
    name: str
    party: str
    authorities: tuple[str, ...]
    zone: str
    secret_key: str
    role: Literal["node", "depositary"] = "node"
    office: str = ""
    peer_site: str = ""
    web_host: str = "127.0.0.1"
    web_port: int = 8100
    site: str = ""
    peer_host: str = "127.0.0.1"
    peer_port: int = 8110
    database_url: str = ""
    keys_url: str = ""
    register_fingerprint: str = ""
    pkcs11_module: str = ""
    pkcs11_token: str = ""
    pkcs11_pin_file: Path | None = None
    timestamp_authorities: tuple[str, ...] = ()
    timestamps: Literal["preferred", "required"] = "preferred"
    revocation_hosts: tuple[str, ...] = ()
    folder: Path | None = None
    folder_nodes: tuple[str, ...] = ()
    mail_address: str = ""
    smtp: str = ""
    imap: str = ""
    mail_password_file: Path | None = None
    mail_authority: Path | None = None
    carried_again_hours: int = 24
    clock_file: Path | None = None
    production: bool = False
    banner: str = ""

    @property
    def authority(self) -> str:
        """The main authority of the node."""
        return self.authorities[0]

    @property
    def site_names(self) -> tuple[str, ...]:
        """The host name of `site`, if there is one."""
        name = urlsplit(self.site).hostname
        return (name,) if name else ()

    @property
    def secrets(self) -> Path:
        """The folder of the software keys."""
        return self.home / "secrets"


def load(environ: Mapping[str, str] = os.environ) -> NodeConfig:
    """Read the configuration from the home and the environment; raise `ConfigError` with what to mend."""
    home = _home(environ)
    known = {field.name for field in fields(NodeConfig)} - {"home"}
    values = _file(home / FILE, known) | {
        key: environ[f"OBMEN_{key.upper()}"] for key in known if environ.get(f"OBMEN_{key.upper()}")
    }
    missing = [key for key in _REQUIRED if not values.get(key)]
    if missing:
        raise ConfigError(f"В {home / FILE} не указано: {', '.join(missing)}. Создайте узел командой obmen init.")
    config = NodeConfig(home=home, **_typed(values))
    _check(config)
    return config


@cache
def current() -> NodeConfig:
    """Give the configuration of this process."""
    return load()


def _home(environ: Mapping[str, str]) -> Path:
    home = environ.get("OBMEN_HOME", "")
    if not home:
        raise ConfigError("Не указана папка узла. Задайте OBMEN_HOME или создайте узел: obmen init --home ПАПКА.")
    return Path(home).resolve()


def _file(path: Path, known: set[str]) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"Файл {path} не читается: {error}. Исправьте его или создайте узел заново.") from None
    foreign = sorted(set(values) - known)
    if foreign:
        raise ConfigError(f"В {path} есть неизвестные ключи: {', '.join(foreign)}. Удалите их или исправьте опечатку.")
    return values


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    typed = dict(values)
    for key in _NUMBERS:
        if key in typed:
            typed[key] = _number(key, typed[key])
    for key in _LISTS:
        value = typed.get(key, ())
        typed[key] = tuple(value.split(",") if isinstance(value, str) else value)
    typed["production"] = str(typed.get("production", "")).lower() in ("1", "true", "yes")
    for key in _PATHS:
        typed[key] = Path(typed[key]) if typed.get(key) else None
    return typed


def _number(key: str, value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise ConfigError(f"{key} должен быть {_NUMBERS[key]}, указано «{value}».") from None


def _check(config: NodeConfig) -> None:
    if config.production and config.clock_file:
        raise ConfigError("В рабочем узле время не переводится. Уберите clock_file (OBMEN_CLOCK_FILE).")
    if config.site and not (config.site.startswith("https://") and config.site_names):
        raise ConfigError(f"site — это адрес экранов вида https://obmen.example, указано «{config.site}».")
    if config.peer_site and not config.peer_site.startswith("https://"):
        raise ConfigError(
            f"peer_site — это адрес для узлов вида https://obmen.example:8110, указано «{config.peer_site}»."
        )
    if config.role not in ("node", "depositary"):
        raise ConfigError(f"role бывает node или depositary, указано «{config.role}».")
    _check_timestamps(config)
    _check_carriers(config)
    token = {key: getattr(config, key) for key in ("pkcs11_module", "pkcs11_token", "pkcs11_pin_file")}
    if any(token.values()) and not all(token.values()):
        absent = ", ".join(key for key, value in token.items() if not value)
        raise ConfigError(
            f"Токен настроен не до конца: не указано {absent}. Укажите все три ключа pkcs11_… или ни одного."
        )
    try:
        ZoneInfo(config.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ConfigError(f"Часовой пояс «{config.zone}» неизвестен. Укажите имя IANA, например Asia/Almaty.") from None


def _check_carriers(config: NodeConfig) -> None:
    if config.folder_nodes and not config.folder:
        raise ConfigError("Узлам folder_nodes пакеты идут через папку, но она не указана: укажите folder.")
    if config.carried_again_hours < 1:
        raise ConfigError("carried_again_hours — это часы, не меньше одного.")
    mail = {key: getattr(config, key) for key in ("mail_address", "smtp", "imap", "mail_password_file")}
    if any(mail.values()) and not all(mail.values()):
        absent = ", ".join(key for key, value in mail.items() if not value)
        raise ConfigError(f"Почта настроена не до конца: не указано {absent}. Укажите все четыре ключа или ни одного.")
    for key in ("smtp", "imap"):
        if mail[key] and not _is_mail_server(mail[key], key):
            text = f"{key} — адрес вида {key}s://имя@сервер:порт или {key}://имя@сервер:порт (STARTTLS)"
            raise ConfigError(f"{text}, указано «{mail[key]}». Символ @ в имени пишется %40; пароль — в файле.")


def _is_mail_server(url: str, scheme: str) -> bool:
    try:
        parts = urlsplit(url)
        known = parts.scheme in (scheme, f"{scheme}s") and parts.hostname and parts.port and parts.username
    except ValueError:
        return False
    return bool(known) and parts.password is None and parts.path in ("", "/")


def _check_timestamps(config: NodeConfig) -> None:
    foreign = [url for url in config.timestamp_authorities if not url.startswith(("http://", "https://"))]
    if foreign:
        raise ConfigError(f"timestamp_authorities — адреса вида http://… или https://…, указано «{foreign[0]}».")
    if config.timestamps not in ("preferred", "required"):
        raise ConfigError(f"timestamps бывает preferred или required, указано «{config.timestamps}».")
    if config.timestamps == "required" and not config.timestamp_authorities:
        raise ConfigError("Метки времени обязательны (timestamps), но служб нет: укажите timestamp_authorities.")
