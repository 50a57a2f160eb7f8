"""The evidence of a case: all its containers and the register they are judged by, for anyone to check offline."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from obmen.node import config
from obmen.node.cases import content, reading
from obmen.node.cases.models import Case, Material
from obmen.node.delivery.register_store import trusted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from obmen.node.people.models import Officer

_README: Final = """Доказательства по делу {number}

Файлы *.asice — подписанные контейнеры (ASiC-E, CAdES) в порядке поступления; T-01 — квитанции о доставке.
Папка register — издания реестра, по которым проверяются сертификаты. Отпечаток первого издания — в fingerprint.txt;
сверьте его с отпечатком, который опубликовал депозитарий.
Папка material — то, чем узел убедился в подписях при получении: цепочки сертификатов (.cer), списки отозванных
сертификатов (.crl), ответы об отзыве (.ocsp). Имя файла — его SHA-256. С ними проверка не зависит от чужих серверов.

Проверка без узла:   obmen verify {first}
Подписи проверит и OpenSSL:   openssl cms -verify -cades -binary -inform DER -in META-INF/signature001.p7s \\
    -content META-INF/ASiCManifest001.xml -CAfile СЕРТИФИКАТЫ.pem

Информация используется только в целях, указанных в запросе (п. 1 ст. 9 Соглашения).
"""


def evidence_bundle(officer: Officer, case_id: UUID, purpose: str) -> bytes:
    """Give the evidence of a case as a ZIP. Raises `ActRefused`; the reading is journalled."""
    case = reading.open_file(officer, case_id, purpose).case
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in _files(case):
            bundle.writestr(name, data)
    return target.getvalue()


def _files(case: Case) -> Iterator[tuple[str, bytes]]:
    rows = list(case.documents.select_related("case").order_by("id"))
    names = [f"{number:03}-{row.kind}.asice" for number, row in enumerate(rows, start=1)]
    for name, row in zip(names, rows, strict=True):
        yield name, content.container_of(row)
    for piece in Material.objects.filter(casedocument__in=rows).distinct().order_by("sha256"):
        yield f"material/{piece}", bytes(piece.raw)
    for edition, raw in trusted().editions():
        yield f"register/{edition}", raw
    yield "register/fingerprint.txt", config.current().register_fingerprint.encode()
    yield "ПРОЧТИ.txt", _README.format(number=case.number, first=names[0] if names else "ФАЙЛ.asice").encode()
