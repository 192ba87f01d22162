"""Control charts, trend and season from the exhibits that count complaints by month."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from zhuoyue import Exhibit, Text, same
from zhuoyue_plugins.complaints.exhibits.control import control_exhibit
from zhuoyue_plugins.complaints.exhibits.logbook import NOT_RECORDED, Row, number, text
from zhuoyue_plugins.complaints.exhibits.trend import trend_exhibits
from zhuoyue_plugins.complaints.statistics.control import ControlSettings, Month

_CASES = Text(zh="件", en="complaints")
_PARTS = 8


def charted(exhibits: Sequence[Exhibit], settings: ControlSettings) -> Iterator[Exhibit]:
    """Yield volume, promise and rate as control charts, the volume of the largest parts, trend and season.

    Args:
        exhibits: of one source; `complaints.months` and `complaints.months-split` are looked at.
        settings: baseline and rules.
    """
    months = next((one for one in exhibits if one.kind == "complaints.months"), None)
    if months is None:
        return
    rows = list(months.rows())
    complete = {_month(row): _complete(row) for row in rows}
    common: dict[str, Any] = {
        "visibility": months.visibility,
        "items": months.items,
        "evidence": months.evidence,
        "notes": _notes(complete),
    }
    source = months.source
    counted = [Month(_month(row), _whole(row, "cases")) for row in rows]
    title = Text(zh="每月投诉数量", en="Complaints a month")
    yield control_exhibit(source, "volume", "individuals", title, counted, settings, unit=_CASES, decimals=0, **common)
    if months.column("decided"):
        kept = [Month(_month(row), _whole(row, "in_time"), number(row, "decided")) for row in rows]
        title = Text(zh="每月按承诺关闭比例", en="Closed within the promise, by month")
        yield control_exhibit(source, "promise", "p", title, kept, settings, unit=same("%"), scale=100, **common)
    if months.column("deals"):
        rated = [Month(_month(row), _whole(row, "cases"), number(row, "deals")) for row in rows]
        title = Text(zh="每千笔成交的投诉", en="Complaints per 1 000 deals")
        yield control_exhibit(source, "rate", "u", title, rated, settings, scale=1000, decimals=2, **common)
    yield from _parts(exhibits, complete, settings, common)
    yield from trend_exhibits(source, [(one.period, one.value) for one in counted], unit=_CASES, **common)


def _month(row: Row) -> str:
    name = text(row, "month")
    return name.get("en") if name else ""


def _complete(row: Row) -> bool:
    """Tell whether the records cover the whole month; the last one may still be running."""
    days, month = number(row, "days"), _month(row)
    return days is None or days >= calendar.monthrange(int(month[:4]), int(month[5:7]))[1]


def _whole(row: Row, key: str) -> Decimal | None:
    return number(row, key) if _complete(row) else None


def _notes(complete: dict[str, bool]) -> tuple[Text, ...]:
    part = [month for month, whole in complete.items() if not whole]
    if not part:
        return ()
    return (
        Text(
            zh=f"{part[0]} 尚不完整，不参与计算。",
            en=f"{part[0]} is not complete yet and left out.",
        ),
    )


def _parts(
    exhibits: Sequence[Exhibit], complete: dict[str, bool], settings: ControlSettings, common: dict[str, Any]
) -> Iterator[Exhibit]:
    """Yield the volume of the largest parts; a month in which a part has no row had none of it."""
    split = next((one for one in exhibits if one.kind == "complaints.months-split"), None)
    if split is None:
        return
    counted: dict[Text | None, dict[str, Decimal]] = {}
    for row in split.rows():
        counted.setdefault(text(row, "split"), {})[_month(row)] = number(row, "cases") or Decimal(0)
    largest = sorted((name for name in counted if name), key=lambda name: -sum(counted[name].values()))[:_PARTS]
    for place, name in enumerate(largest, 1):
        months = [
            Month(month, counted[name].get(month, Decimal(0)) if whole else None) for month, whole in complete.items()
        ]
        shown = name or NOT_RECORDED
        title = Text(zh=f"每月投诉数量：{shown.get('zh')}", en=f"Complaints a month: {shown.get('en')}")
        yield control_exhibit(
            split.source, f"volume-{place}", "individuals", title, months, settings, unit=_CASES, decimals=0, **common
        )
