"""How far the assessors agreed: per item, over all, per assessor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from zhuoyue.agreement.discussion import in_discussion_order
from zhuoyue.agreement.reading import reading
from zhuoyue.charts.bias import BiasRow, bias
from zhuoyue.charts.chart import Chart
from zhuoyue.model.agreement import Agreement, Coefficient, ItemAgreement, PairAgreement
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Item
from zhuoyue.model.rating import Rating, Stage
from zhuoyue.model.text import Text
from zhuoyue.report.votes import decided, item_dots

if TYPE_CHECKING:
    from zhuoyue.report.sheet import Book, Sheet

PAGE = "agreement"
"""Path of the page in the site."""
_MATRIX = 12
"""Assessors up to which every pair is shown."""
_WEAKEST = 20
"""Pairs shown of more assessors."""
_GOOD, _MIXED = Decimal("0.61"), Decimal("0.41")


@dataclass(frozen=True)
class CoefficientRow:
    """A coefficient, and how it is customarily read."""

    coefficient: Coefficient
    reading: Text | None


@dataclass(frozen=True)
class ItemRow:
    """An item, what the team made of it, and everyone's percents."""

    agreement: ItemAgreement
    item: Item
    agreed: Rating | None
    """What is decided after the independent ratings, of the latest stage."""
    chart: Chart | None
    """None when the tier does not show the ratings."""


@dataclass(frozen=True)
class PairCell:
    """Two assessors."""

    pair: PairAgreement
    reading: Text | None
    tone: str
    """`good`, `mixed`, `poor` or `none`."""


@dataclass(frozen=True)
class AgreementPage:
    """What the page shows."""

    agreement: Agreement
    coefficients: tuple[CoefficientRow, ...]
    discuss: tuple[ItemRow, ...]
    """Items that must be, or had to be, discussed, most points at stake first."""
    others: tuple[ItemRow, ...]
    """The other items in the same order."""
    remaining: int
    """How many are to be discussed and not agreed yet."""
    leniency: Chart | None
    matrix: tuple[tuple[str, tuple[PairCell | None, ...]], ...]
    """Rows of a table of all pairs; empty with many assessors, or none named."""
    weakest: tuple[PairCell, ...]
    """With many assessors the pairs that agree least."""


def sheets(book: Book) -> Iterator[Sheet]:
    """Yield the pages; none when there is nothing to show."""
    from zhuoyue.report.sheet import Sheet

    if book.assessment.agreement is not None:
        view = agreement_page(book.assessment, book.assessment.agreement, book.language)
        yield Sheet(PAGE, book.gettext("Agreement of the assessors"), "agreement.md.j2", {"view": view})


def agreement_page(assessment: Assessment, agreement: Agreement, language: str) -> AgreementPage:
    """Return what the page shows."""
    rows = [_item(assessment, one, language) for one in in_discussion_order(agreement.items)]
    discuss = tuple(row for row in rows if row.agreement.discuss)
    cells = {frozenset((one.first, one.second)): _cell(one) for one in agreement.pairs}
    small = len(agreement.assessors) <= _MATRIX
    return AgreementPage(
        agreement=agreement,
        coefficients=tuple(CoefficientRow(one, reading(one.key, one.value)) for one in agreement.coefficients),
        discuss=discuss,
        others=tuple(row for row in rows if not row.agreement.discuss),
        remaining=sum(row.agreed is None for row in discuss),
        leniency=_leniency(assessment, agreement, language),
        matrix=_matrix(agreement.assessors, cells) if small else (),
        weakest=() if small else _weakest(agreement),
    )


def _item(assessment: Assessment, one: ItemAgreement, language: str) -> ItemRow:
    item = assessment.criteria.by_id[one.item]
    agreed = decided(assessment, one.item, Stage.SITE_VISIT) or decided(assessment, one.item, Stage.CONSENSUS)
    title = f"{item.code} {item.title.get(language)}"
    return ItemRow(one, item, agreed, item_dots(assessment, one.item, title, language))


def _leniency(assessment: Assessment, agreement: Agreement, language: str) -> Chart | None:
    if not agreement.leniency:
        return None
    rows = [
        BiasRow(assessment.called(one.assessor, language), one.bias, one.scatter, one.items)
        for one in agreement.leniency
    ]
    rows.sort(key=lambda row: (-row.bias, row.name))
    return bias("评审员的宽严" if language == "zh" else "Leniency of the assessors", rows, language)


def _matrix(
    names: tuple[str, ...], cells: dict[frozenset[str], PairCell]
) -> tuple[tuple[str, tuple[PairCell | None, ...]], ...]:
    return tuple((name, tuple(cells.get(frozenset((name, other))) for other in names)) for name in names)


def _weakest(agreement: Agreement) -> tuple[PairCell, ...]:
    known = sorted((one.kappa, one.first, one.second, one) for one in agreement.pairs if one.kappa is not None)
    return tuple(_cell(one) for *_, one in known[:_WEAKEST])


def _cell(pair: PairAgreement) -> PairCell:
    kappa = pair.kappa
    tone = "none" if kappa is None else "good" if kappa >= _GOOD else "mixed" if kappa >= _MIXED else "poor"
    return PairCell(pair, reading("kappa", kappa), tone)
