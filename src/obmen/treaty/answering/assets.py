"""Art. 6: sums, shares, areas and numbers of assets, and to which letter an asset belongs."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from obmen.treaty import dated
from obmen.treaty.answering.given import Given, day_of
from obmen.treaty.documents.answers import AccountRow, RealEstateRow, ShareRow, VehicleRow
from obmen.treaty.errors import violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.documents.answers import AnswerItem
    from obmen.treaty.findings import Finding

_VIN: Final = re.compile(r"[0-9A-HJ-NPR-Z]{17}")
_FRACTION: Final = re.compile(r"([0-9]{1,12})\s*/\s*([0-9]{1,12})")
_PERCENT: Final = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,12})?)\s*%")
_UNITS: Final = ("MTK", "HAR")
_DATA: Final = dated.read("language")
_NON_COMMERCIAL: Final = re.compile("|".join(rf"\b{word}" for word in _DATA["non_commercial"]), re.IGNORECASE)
_WHOLE: Final = 100
_LOOKED_INTO: Final = (AccountRow, RealEstateRow, VehicleRow, ShareRow)


def tells_assets(given: Given) -> bool:
    """Tell whether the answer has rows that this chapter looks into."""
    return any(isinstance(row, _LOOKED_INTO) for _, item in given.items for row in item.rows)


def assets(given: Given) -> Iterator[Finding]:
    """Require by Art. 6 measures that can be read, and shares of commercial organisations only (R-6.a.1-6.d.1)."""
    for field, item, account in given.rows(AccountRow):
        yield from _balance(account, item, field)
    for field, _item, land in given.rows(RealEstateRow):
        yield from _land(land, field)
    for field, _item, vehicle in given.rows(VehicleRow):
        if vehicle.vin.strip() and not _VIN.fullmatch(vehicle.vin.strip()):
            yield violation("E-6-04", field=f"{field}.vin", vin=vehicle.vin.strip())
    for field, _item, share in given.rows(ShareRow):
        yield from _capital(share, field)


def _balance(row: AccountRow, item: AnswerItem, field: str) -> Iterator[Finding]:
    """Require of a balance its currency and day; without a balance the row is whole: presence is enough (R-6.a.1)."""
    if row.balance is None:
        return
    if not row.currency.strip():
        yield violation("E-6-05", case="currency", field=f"{field}.currency")
    if day_of(row.as_of, item) is None:
        yield violation("E-6-05", case="as_of", field=f"{field}.as_of")


def _land(row: RealEstateRow, field: str) -> Iterator[Finding]:
    """Require of real estate a share that is a fraction of one, and an area in m² or ha (R-6.b.1)."""
    if row.share.strip() and not _is_share(row.share.strip()):
        yield violation("E-6-05", case="share", field=f"{field}.share", share=row.share.strip())
    if row.area is not None and row.unit not in _UNITS:
        yield violation("E-6-05", case="unit", field=f"{field}.unit")
    if row.area is not None and not _is_positive(row.area):
        yield violation("E-6-05", case="area", field=f"{field}.area")


def _is_share(text: str) -> bool:
    part = _FRACTION.fullmatch(text)
    return text == "1" or (part is not None and 0 < int(part[1]) <= int(part[2]))


def _is_positive(number: Decimal) -> bool:
    return number.is_finite() and number > 0


def _capital(row: ShareRow, field: str) -> Iterator[Finding]:
    """Warn of a non-commercial organisation, which is other property; a part is not more than the whole (R-6.d.1)."""
    size = row.size.strip()
    if _NON_COMMERCIAL.search(row.organisation):
        yield violation("E-6-06", field=f"{field}.organisation", organisation=row.organisation.strip())
    part, percent = _FRACTION.fullmatch(size), _PERCENT.fullmatch(size)
    if (part and not _is_share(size)) or (percent and not 0 < Decimal(percent[1].replace(",", ".")) <= _WHOLE):
        yield violation("E-6-05", case="size", field=f"{field}.size", size=size)
