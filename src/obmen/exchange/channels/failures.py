"""What went wrong on the line, in words that tell an administrator where to look."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx

from obmen.exchange.errors import ExchangeError, NotConfirmed, Refused, Unreachable
from obmen.message.encoding import StrictCodec

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 1000
_STRANGER: Final = frozenset({401, 403, 404})
_LATER: Final = frozenset({408, 425, 429})
_SERVER_FAULT: Final = 500
_CALL: Final = "Узел повторит попытку сам; если это длится часы, свяжитесь с администратором узла получателя."


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The error object that a node answers with (requirements §0.3)."""

    code: str = ""
    article: str = ""
    text_ru: str = ""
    how_to_fix: str = ""


_PROBLEM: Final = StrictCodec(Problem)


def failure_of(error: httpx.HTTPError, node: str) -> Unreachable:
    """Tell in words what happened on the line to `node`."""
    for cause in _causes(error):
        told = _told(cause, node)
        if told is not None:
            return told
    return _by_kind(error, node)


def _told(cause: BaseException, node: str) -> Unreachable | None:
    """Tell what a cause means that leaves no doubt."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        text = f"Узел {node} предъявил не тот сертификат, который указан в реестре; пакет не отправлен."
        fix = (
            "Примите новое издание приложения его Стороны; если сертификат не меняли, сообщите её центральному органу."
        )
        return Unreachable(text, fix)
    if isinstance(cause, ssl.SSLError) and "ALERT" in (cause.reason or ""):
        text = f"Узел {node} не принял сертификат нашего узла ({cause.reason})."
        return Unreachable(text, "Проверьте, что получатель принял новое издание приложения Вашей Стороны.")
    if isinstance(cause, socket.gaierror):
        text = f"Имя узла {node} не найдено в сети (DNS)."
        return Unreachable(text, "Проверьте адрес узла в реестре и настройки DNS этого сервера.")
    if isinstance(cause, ConnectionRefusedError):
        return Unreachable(f"Узел {node} не принимает соединения.", _CALL)
    return None


def answer_of(status: int, body: bytes, node: str) -> ExchangeError:
    """Tell in words what the answer of `node` means, which is not 202."""
    problem = _PROBLEM.read(body, newer_minor=True).value or Problem()
    if status >= _SERVER_FAULT or status in _LATER:
        said = problem.text_ru[:_LONGEST]
        return Unreachable(f"Узел {node} сейчас не принимает пакеты (ответ {status}). {said}".rstrip(), _CALL)
    if status in _STRANGER and not problem.code:
        text = f"Узел {node} не узнал наш узел (ответ {status})."
        return Refused("E-T-12", text, "Проверьте, что получатель принял новое издание приложения Вашей Стороны.")
    text = problem.text_ru[:_LONGEST] or f"Узел {node} не принял пакет (ответ {status})."
    return Refused(problem.code[:_LONGEST], text, problem.how_to_fix[:_LONGEST])


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _by_kind(error: httpx.HTTPError, node: str) -> Unreachable:
    """Tell what the kind of failure alone says."""
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return Unreachable(f"Узел {node} не отвечает: соединение не установлено вовремя.", _CALL)
        case httpx.ConnectError() | httpx.UnsupportedProtocol():
            return Unreachable(f"Соединение с узлом {node} не установлено.", _CALL)
        case httpx.WriteTimeout() | httpx.WriteError():
            return Unreachable(f"Передача пакета узлу {node} прервалась.", _CALL)
        case httpx.ReadTimeout():
            return NotConfirmed(f"Узел {node} не ответил вовремя: неизвестно, принят ли пакет.", _CALL)
        case _:
            return NotConfirmed(f"Соединение с узлом {node} прервалось: неизвестно, принят ли пакет.", _CALL)
