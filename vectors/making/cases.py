"""All cases, in the order of the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vectors.making import (
    cases_documents,
    cases_editions,
    cases_good,
    cases_gost,
    cases_packages,
    cases_renditions,
    cases_signatures,
    cases_trust,
    cases_zip,
)

if TYPE_CHECKING:
    from vectors.making.case import Case

ALL: Final[tuple[Case, ...]] = (
    *cases_good.CASES,
    *cases_packages.CASES,
    *cases_zip.CASES,
    *cases_signatures.CASES,
    *cases_documents.CASES,
    *cases_trust.CASES,
    *cases_renditions.CASES,
    *cases_gost.CASES,
    *cases_editions.CASES,
)
