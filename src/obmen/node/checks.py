"""A node refuses to start when it could not do its work: every check says what is wrong and what to do, in Russian.

They are Django's check messages with a hint, but not registered with Django: `migrate` and `init` must run before keys
and register are there.
"""

from __future__ import annotations

import hashlib
import ssl
from typing import TYPE_CHECKING, Final, TextIO

from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Caution
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from obmen.message.errors import Undetermined
from obmen.message.suites import gost
from obmen.node import clock, config, keystore
from obmen.node.delivery import register_store, revocation_store, stamping
from obmen.node.delivery.models import RevocationPlace
from obmen.node.delivery.register_store import trusted
from obmen.node.journal.models import Entry
from obmen.node.keystore import KeystoreError, TokenError
from obmen.node.keystore.pkcs11 import WRAPPED
from obmen.register.errors import RegisterError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from obmen.register.trusted import TrustedRegister

_OTHERS: Final = 0o077
_NODE_KEY: Final = 32
_SECRET: Final = 40
_SIGNING: Final = ("*/seal.key", "*/node.key", "people/*.key")
_FROM_A_FILE: Final = "Узел повторит запрос сам. Без сети примите новый список из файла: obmen revocation import ФАЙЛ."
_BACKUP: Final = "Восстановите папку ключей из её резервной копии."


def passed(to: TextIO, *, online: bool = False) -> bool:
    """Run every check, write down what they found, and tell whether the node may start."""
    found = list(everything(online=online))
    to.writelines(f"{message.id}: {message.msg}\n    Что сделать: {message.hint}\n" for message in found)
    return not any(message.is_serious() for message in found)


def everything(*, online: bool = False) -> Iterator[CheckMessage]:
    """Check one thing after another; what stands on a thing that failed is not asked.

    `online` also asks the services that the node depends on, which takes seconds when they hang.
    """
    for check in (_config, _databases, _keys, _clock, _register, _lists, _stamps, *((_services,) if online else ())):
        found = list(check())
        yield from found
        if any(message.is_serious() for message in found):
            return


def _error(number: int, text: str, hint: str) -> Error:
    return Error(text, hint=hint, id=f"obmen.E{number:03}")


def _config() -> Iterator[CheckMessage]:
    """Check that the configuration makes sense as a whole."""
    here = config.current()
    foreign = [authority for authority in here.authorities if not authority.startswith(f"{here.party}-")]
    if foreign:
        text = f"Органы {', '.join(foreign)} — не Стороны {here.party}."
        yield _error(1, text, "Исправьте party или authorities в node.toml: код органа начинается с кода Стороны.")
    if here.web_port == here.peer_port and here.web_host == here.peer_host:
        text = f"Экраны и другие узлы не могут быть на одном порту {here.web_port}."
        yield _error(2, text, "Укажите разные web_port и peer_port в node.toml.")
    if here.production and not here.site:
        text = "Не указан адрес экранов (site): браузеры сотрудников не смогут войти."
        yield _error(4, text, "Впишите site в node.toml, например https://obmen.example.")
    if here.production and len(here.secret_key) < _SECRET:
        text = "Ключ сеансов (secret_key) слишком короткий для рабочего узла."
        yield _error(3, text, f"Укажите в node.toml случайную строку не короче {_SECRET} знаков.")


def _databases() -> Iterator[CheckMessage]:
    """Check that both databases answer and have the tables of this version."""
    for alias in connections:
        try:
            executor = MigrationExecutor(connections[alias])
            behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            text = f"База данных «{alias}» не отвечает ({type(error).__name__})."
            yield _error(10, text, "Проверьте папку узла или адрес базы (database_url, keys_url) и права на неё.")
        else:
            if behind:
                yield _error(11, f"База данных «{alias}» — от другой версии узла.", "Выполните obmen migrate.")


def _keys() -> Iterator[CheckMessage]:
    """Check that every key is there, works, and is readable by the node alone."""
    here, store = config.current(), keystore.current()
    try:
        if len(store.node_key()) != _NODE_KEY:
            yield _error(20, "Ключ узла (node.key) повреждён.", _BACKUP)
        store.decrypter()
        for authority in here.authorities:
            store.seal_signer(authority)
            store.node_signer(authority)
        _tls_certificate()
    except TokenError as error:
        yield _error(23, str(error), "Проверьте токен и настройки pkcs11_…: docs/operate/token.md.")
    except (KeystoreError, OSError, ValueError) as error:
        yield _error(21, f"Ключи узла не годны. {error}", f"{_BACKUP} У нового узла ключи делает obmen init.")
    seen = [
        path for path in (here.secrets, *here.secrets.rglob("*")) if path.exists() and path.stat().st_mode & _OTHERS
    ]
    if seen:
        text = f"Ключи доступны не только узлу: {seen[0]}" + (f" и ещё {len(seen) - 1}." if seen[1:] else ".")
        yield _error(22, text, f"Закройте доступ: chmod -R go-rwx {here.secrets}")
    left = _left_in_files(here.secrets) if here.pkcs11_module else []
    if left:
        text = f"Ключи хранит токен, но они остались и в файлах: {', '.join(map(str, left))}."
        yield Caution(text, hint="Убедитесь, что токен работает, и уничтожьте эти файлы и их копии.", id="obmen.W002")


def _left_in_files(secrets: Path) -> list[Path]:
    """Find the keys in files that the token has already taken over."""
    guarded = ("node.key",) if (secrets / WRAPPED).exists() else ()
    return [path for pattern in (*_SIGNING, *guarded) for path in sorted(secrets.glob(pattern))]


def _clock() -> Iterator[CheckMessage]:
    """Check that legal time has not gone back behind what the journal already has."""
    last = Entry.objects.order_by("-seq").values_list("at", flat=True).first()
    if config.current().production and last and clock.now() < last:
        text = f"Часы отстают от последней записи журнала ({last:%d.%m.%Y %H:%M:%S} UTC)."
        yield _error(30, text, "Исправьте время сервера: по нему считаются сроки.")


def _register() -> Iterator[CheckMessage]:
    """Check that the register is there, knows this node, and is not too old."""
    if not config.current().register_fingerprint:
        text = "Не указан отпечаток первого издания реестра."
        yield _error(40, text, "Сверьте его с депозитарием и впишите register_fingerprint в node.toml.")
        return
    try:
        register = register_store.trusted()
    except RegisterError as error:
        yield _error(41, f"Реестр не годен. {error.text_ru}", error.how_to_fix)
        return
    if not register.parties():
        yield _error(42, "Реестр ещё не принят.", "Примите его: obmen register accept ФАЙЛ…")
        return
    yield from _our_place(register)
    yield from _age(register)
    yield from _gost(register)


def _our_place(register: TrustedRegister) -> Iterator[CheckMessage]:
    """Check that the register says of us what we are."""
    here, day = config.current(), clock.today(config.current().zone)
    for authority in here.authorities:
        if not register.listed(authority, day):
            text = f"Органа {authority} нет в реестре на {day:%d.%m.%Y} (ст. 18)."
            yield _error(43, text, "Проверьте authorities в node.toml или примите новое издание реестра.")
            continue
        node = register.node_for(authority)
        if node is None or node.id != here.name:
            text = f"Реестр называет узлом органа {authority} не «{here.name}», а «{node.id if node else 'никакой'}»."
            yield _error(44, text, "Исправьте name в node.toml или попросите центральный орган исправить приложение.")
    known = register.node_by_certificate(hashlib.sha256(_tls_certificate()).hexdigest())
    if known is None or known.id != here.name:
        text = "Сертификата TLS этого узла нет в реестре: другие узлы не примут его пакеты."
        yield _error(45, text, "Попросите центральный орган внести tls.pem в приложение и примите новое издание.")


def _age(register: TrustedRegister) -> Iterator[CheckMessage]:
    """Warn of parts that have not been renewed for long; nothing stops for it (R-18.5)."""
    for age in register.ages(clock.now()):
        if age.stale():
            yield Caution(age.sentence(), hint="Примите новое издание: obmen register accept ФАЙЛ…", id="obmen.W001")


def _gost(register: TrustedRegister) -> Iterator[CheckMessage]:
    """Warn when Parties sign by GOST and this machine cannot tell: their letters would wait."""
    parties = [entry.party for entry in register.parties() if _signs_by_gost(register, entry.party)]
    if not parties:
        return
    try:
        gost.process().start()
    except Undetermined as error:
        text = f"Письма, подписанные по ГОСТ ({', '.join(parties)}), будут ждать. {error.text_ru}"
        yield Caution(text, hint="Установите пакет libengine-gost-openssl и запустите узел снова.", id="obmen.W003")


def _signs_by_gost(register: TrustedRegister, party: str) -> bool:
    now = clock.now()
    return any(
        gost.is_gost(certificate)
        for authority in register.authorities(party, clock.today(config.current().zone))
        for known in (register.seal_certificates, register.node_seal_certificates, register.officer_anchors)
        for certificate in known(authority.id, now)
    )


def _lists() -> Iterator[CheckMessage]:
    """Warn of lists of revoked certificates that letters wait for, and of those that end and are not renewed."""
    for place in RevocationPlace.objects.exclude(arrivals=None).exclude(state=RevocationPlace.State.KEPT):
        text = f"Письма ждут сведений об отзыве от «{place.by}»: {place.place}. {place.last_error}".rstrip()
        yield Caution(text, hint=_FROM_A_FILE, id="obmen.W004")
    for ends in revocation_store.ending():
        text = f"Список отозванных сертификатов «{ends.by}» действует до {ends.until:%d.%m.%Y %H:%M} (UTC), нового нет."
        yield Caution(text, hint=_FROM_A_FILE, id="obmen.W005")


def _stamps() -> Iterator[CheckMessage]:
    """Warn when our letters are to be stamped by services that no addressee would believe."""
    here = config.current()
    if here.timestamp_authorities and not trusted().timestamp_anchors(here.authority, clock.now()):
        text = "Метки времени настроены, но служба меток не внесена в приложение нашей Стороны: их никто не учтёт."
        hint = "Попросите центральный орган внести издателя службы (TIMESTAMP_ANCHOR) и примите новое издание."
        yield Caution(text, hint=hint, id="obmen.W006")


def _services() -> Iterator[CheckMessage]:
    """Ask every service of timestamps for one."""
    here = config.current()
    for url in here.timestamp_authorities:
        if why := stamping.trouble(url, here.authority):
            without = "письма не уйдут" if here.timestamps == "required" else "письма уйдут без метки"
            text = f"Служба меток времени {url} не годится: {why} Если не ответит и другая, {without}."
            yield Caution(text, hint="Проверьте timestamp_authorities в node.toml и сеть узла.", id="obmen.W007")


def _tls_certificate() -> bytes:
    """Give our TLS certificate (DER)."""
    certificate, key = keystore.current().tls()
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    return ssl.PEM_cert_to_DER_cert(certificate.read_text(encoding="ascii"))
