"""The one door for other nodes: a package in, an acknowledgement out (R-10.1.4, R-12.1.5).

`POST /packages/<package id>`, the package as the body. 202 means «these bytes are on our disk», not «we opened them»:
that is said later by a receipt. A package that has no readable label, is not of the caller or is too large is refused
at once; everything else is stored and judged by opening, and the judgement is a signed receipt.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from obmen.message import limits
from obmen.message.errors import NotAcceptable
from obmen.message.wrapping import read_label
from obmen.node.accidents import accident
from obmen.node.api import problems
from obmen.node.api.callers import node_of
from obmen.node.delivery import receiving

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from obmen.node.api.problems import Problem
    from obmen.node.delivery.models import Arrival
    from obmen.register.annex import NodeEntry

_PIECE: Final = 256 * 1024


class Refusal(Exception):  # noqa: N818  it is what the caller hears, not an error of ours
    """The package is not taken; `problem` is the answer."""

    def __init__(self, problem: Problem) -> None:
        """Keep what the caller is told."""
        super().__init__(problem.code)
        self.problem = problem


@csrf_exempt
def packages(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """Store a package of a known node durably and acknowledge it; the caller is known by its certificate alone."""
    if request.method != "POST":
        return nothing(request)
    try:
        caller = _caller(request)
        arrival = receiving.store(_package(request, package_id, caller), caller.id)
    except Refusal as refusal:
        return refusal.problem.response()
    except NotAcceptable as error:
        return problems.of_message(error, HTTPStatus.UNPROCESSABLE_ENTITY).response()
    except Exception as error:  # noqa: BLE001  outsiders never see what it was: neutral answer, number, log
        return problems.neutral(error).response()
    accident("after_store")
    return _acknowledgement(arrival)


def nothing(_request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    """Answer 404 without a word: nothing else lives at this port."""
    return HttpResponseNotFound()


def trouble(_request: HttpRequest) -> HttpResponse:
    """Answer for an error outside the door itself."""
    return problems.neutral().response()


def declared_too_large(headers: list[tuple[str, str]]) -> bool:
    """Tell by the declared length that the body must not be read, so that the server closes the connection."""
    lengths = [value for name, value in headers if name.upper() == "CONTENT-LENGTH"]
    return any(not value.isdecimal() or int(value) > limits.DEFAULT.package for value in lengths)


def _caller(request: HttpRequest) -> NodeEntry:
    """Name the node that calls. Raises `Refusal` (E-T-12)."""
    caller = node_of(request)
    if caller is None:
        raise Refusal(problems.of_code("E-T-12", HTTPStatus.FORBIDDEN))
    return caller


def _package(request: HttpRequest, package_id: UUID, caller: NodeEntry) -> bytes:
    """Read the body, whose label must name this package and this caller. Raises `Refusal`, `NotAcceptable`."""
    package = _body(request)
    label = read_label(package)
    if label.package_id != package_id:
        text = "Идентификатор пакета в адресе и на ярлыке не совпадают."
        raise Refusal(problems.of_code("E-T-11", HTTPStatus.UNPROCESSABLE_ENTITY, text, "label.json"))
    if label.sender_node != caller.id:
        text = f"Ярлык пакета называет отправителем узел «{label.sender_node}», а соединение установил «{caller.id}»."
        raise Refusal(problems.of_code("E-T-12", HTTPStatus.FORBIDDEN, text, "label.json"))
    return package


def _body(request: HttpRequest) -> bytes:
    """Read exactly the declared length, never more than the limit. Raises `Refusal`: 411, 413 before reading."""
    size = _declared(request)
    body = bytearray()
    while len(body) < size and (piece := request.read(min(_PIECE, size - len(body)))):
        body += piece
    if len(body) < size:
        raise Refusal(problems.of_code("E-T-01", HTTPStatus.BAD_REQUEST, "Пакет получен не полностью."))
    return bytes(body)


def _declared(request: HttpRequest) -> int:
    """Give the declared length of the body."""
    declared = request.META.get("CONTENT_LENGTH") or ""
    if not declared.isdecimal():
        text = "Длина пакета не объявлена (Content-Length)."
        raise Refusal(problems.of_code("E-T-11", HTTPStatus.LENGTH_REQUIRED, text))
    size, most = int(declared), limits.DEFAULT.package
    if size > most:
        text = f"Сообщение слишком велико: {size} байт при допустимых {most}."
        raise Refusal(problems.of_code("E-T-10", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, text))
    return size


def _acknowledgement(arrival: Arrival) -> JsonResponse:
    """Say which bytes are stored since when."""
    stored = {
        "packageId": str(arrival.package_id),
        "sha256": arrival.package_sha256,
        "storedAt": arrival.stored_at.isoformat(),
    }
    return JsonResponse(stored, status=HTTPStatus.ACCEPTED)
