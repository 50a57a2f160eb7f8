"""One token behind PKCS #11 (OASIS, 2.40): opened once, asked by one thread at a time, opened again when it was lost.

Three things decide how this file looks. A module is told at its start that one thread calls it, so every call holds
one lock. A session may be lost at any moment (token pulled out, reader reset, process forked), so a call that fails is
tried once more on a module started anew. A token locks itself after a few wrong PINs, so a refused PIN is never shown
again.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from obmen.node.keystore import TokenError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pkcs11

_OTHERS: Final = 0o077
_LOCK: Final = threading.RLock()
Result = TypeVar("Result")


class Token:
    """A token by the path of its module, its label, and a file with the PIN that only its owner reads."""

    def __init__(self, module: str, label: str, pin_file: Path) -> None:
        """Remember where it is; nothing is opened yet."""
        self.module, self.label, self._pin_file = module, label, pin_file
        self._session: pkcs11.Session | None = None
        self._keys: dict[tuple[str, str], Any] = {}
        self._process = 0
        self._refused = ""

    def with_key(self, name: str, use: Callable[[Any, str | None], Result]) -> Result:
        """Do something with the private key of that label, alone in the token, and once more if the session was lost.

        `use` takes the key (`pkcs11.PrivateKey`) and the PIN where the key asks for it each time. Raises
        `TokenError`.
        """
        return self._do(lambda session: use(*self._private_key(session, name)))

    def with_secret(self, name: str, use: Callable[[Any], Result]) -> Result:
        """Do something with the secret key of that label (`pkcs11.SecretKey`). Raises `TokenError`."""
        return self._do(lambda session: use(self._found(session, "SECRET_KEY", name)))

    def _do(self, work: Callable[[pkcs11.Session], Result]) -> Result:
        errors = _library().PKCS11Error
        with _LOCK:
            if self._session is not None and self._process == os.getpid():
                try:
                    return work(self._session)
                except errors as error:
                    self._session = None  # whatever it was, a new session tells whether it lasts
                    self._said(error)  # but a PIN that was refused now is not shown again
            try:
                return work(self._opened())
            except errors as error:
                self._session = None
                raise TokenError(self._said(error)) from None

    def _opened(self) -> pkcs11.Session:
        """Start the module anew, find the token and log in."""
        if self._refused:
            raise TokenError(self._refused)
        pin = self._pin()
        token = self._module().get_token(token_label=self.label)
        self._session, self._keys, self._process = token.open(user_pin=pin), {}, os.getpid()
        return self._session

    def _module(self) -> Any:  # noqa: ANN401  a class of the module's own, without a public type
        """Load the module, or start it again: so it sees a token that was put back, and works after a fork."""
        library = _library()
        try:
            module = library.lib(self.module)
        except (library.PKCS11Error, OSError) as error:
            reason = str(error) or type(error).__name__
            text = f"Модуль PKCS#11 {self.module} не загружается ({reason}). Проверьте pkcs11_module и драйвер токена."
            raise TokenError(text) from None
        with suppress(library.PKCS11Error):  # it had not been started in this process
            module.finalize()
        module.initialize()
        return module

    def _pin(self) -> str:
        """Read the PIN, only from a file that nobody but its owner can read."""
        path = self._pin_file
        try:
            if path.stat().st_mode & _OTHERS:
                raise TokenError(f"Файл с ПИН-кодом {path} доступен не только владельцу. Выполните: chmod 600 {path}")
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            text = f"Файл с ПИН-кодом {path} не читается ({error}). Проверьте pkcs11_pin_file и права на файл."
            raise TokenError(text) from None

    def _private_key(self, session: pkcs11.Session, name: str) -> tuple[Any, str | None]:
        attribute = _library().Attribute.ALWAYS_AUTHENTICATE
        key = self._found(session, "PRIVATE_KEY", name)
        try:
            asks = bool(key[attribute])
        except _library().PKCS11Error:
            asks = False  # a module that does not know the attribute never asks
        return key, self._pin() if asks else None

    def _found(self, session: pkcs11.Session, kind: str, name: str) -> Any:  # noqa: ANN401  a class of the module
        """Find the one key of that kind and label; a session is asked once for each."""
        if (kind, name) not in self._keys:
            library = _library()
            asked = {library.Attribute.CLASS: library.ObjectClass[kind], library.Attribute.LABEL: name}
            found = list(session.get_objects(asked))
            if len(found) != 1:
                what = f"нет ключа «{name}»" if not found else f"несколько ключей «{name}»"
                raise TokenError(f"В токене «{self.label}» {what}. Нужен один ключ с этой меткой (CKA_LABEL).")
            self._keys[kind, name] = found[0]
        return self._keys[kind, name]

    def _said(self, error: Exception) -> str:
        """Say what a failure means; a PIN that was refused is remembered, lest the token lock itself."""
        library = _library()
        if isinstance(error, library.PinLocked):
            self._refused = f"ПИН-код токена «{self.label}» заблокирован. Разблокируйте его средствами токена (SO-PIN)."
        elif isinstance(error, (library.PinIncorrect, library.PinInvalid, library.PinLenRange, library.PinExpired)):
            self._refused = (
                f"Токен «{self.label}» не принял ПИН-код; узел больше не пробует, чтобы токен не заблокировался. "
                f"Исправьте {self._pin_file} и запустите узел снова."
            )
        if self._refused:
            return self._refused
        if isinstance(error, library.MultipleTokensReturned):
            return f"Токенов с меткой «{self.label}» несколько. Оставьте один или смените метку (pkcs11_token)."
        if isinstance(error, library.NoSuchToken):
            return f"Токен «{self.label}» не найден. Вставьте его; если он вставлен, проверьте pkcs11_token."
        return (
            f"Токен «{self.label}» не ответил ({type(error).__name__}): он извлечён или неисправен. "
            "Вставьте его и повторите действие."
        )


def _library() -> Any:  # noqa: ANN401  an extra that may be absent
    try:
        import pkcs11  # noqa: PLC0415  an extra: only a node with a token needs it
    except ImportError:
        text = "Для ключей в токене нужна библиотека python-pkcs11. Установите её: см. docs/operate/token.md."
        raise TokenError(text) from None
    return pkcs11
