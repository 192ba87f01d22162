"""From satisfied to loyal: what was observed beside what a model assumes, never mixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuoyue import Assessment, Exhibit, Text, plain
from zhuoyue.charts import StackRow, heat, stacked
from zhuoyue_plugins.satisfaction.findings import Row, value, word
from zhuoyue_plugins.satisfaction.found import Found, Picture, each, interval, last_period, of_period, surveys, whole
from zhuoyue_plugins.satisfaction.loyalty import LEVELS


@dataclass(frozen=True)
class Pair:
    """One level of satisfaction: its loyal customers as observed and as assumed."""

    level: int
    name: Text
    observed: Decimal | None
    ends: tuple[str, str] | None
    answers: int | None
    assumed: Decimal | None
    state: Text | None


@dataclass(frozen=True)
class Section:
    """What the page shows of one survey."""

    source: str
    title: Text
    period: str
    heat: Picture
    beside: Picture | None
    pairs: tuple[Pair, ...]
    rates: Exhibit
    observed: Exhibit
    assumed: Exhibit | None
    cut: str
    """Own loyalty index from which a customer counts as loyal."""


def loyalty(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return what the page gets; None without a loyalty index."""
    found = [one for one in each(surveys(assessment), "loyalty") if one.get("loyalty-rates")]
    return {"sections": [_section(one, language) for one in found]} if found else None


def _section(found: Found, language: str) -> Section:
    observed, rates, assumed = found.exhibits["loyalty"], found.exhibits["loyalty-rates"], found.get("loyalty-assumed")
    period = last_period(observed)
    pairs = tuple(_pairs(rates, assumed, period))
    return Section(
        source=found.source,
        title=found.title,
        period=period,
        heat=Picture(_heat(observed, period, language), observed),
        beside=_beside(pairs, assumed, language) if assumed else None,
        pairs=pairs,
        rates=rates,
        observed=observed,
        assumed=assumed,
        cut=_cut(assumed),
    )


def _cut(assumed: Exhibit | None) -> str:
    cuts = [one.value for one in assumed.assumptions if one.key == "loyalty.cuts"] if assumed else []
    return plain(max(cuts)) if cuts else ""


def _level(row: Row) -> int:
    return int(value(row, "level") or 0)


def _pairs(rates: Exhibit, assumed: Exhibit | None, period: str) -> list[Pair]:
    seen = {_level(row): row for row in of_period(rates, period)}
    model = {_level(row): row for row in assumed.rows()} if assumed else {}
    return [
        Pair(
            level,
            name,
            value(seen[level], "loyal") if level in seen else None,
            interval(seen[level]) if level in seen else None,
            whole(value(seen[level], "answers")) if level in seen else None,
            value(model[level], "loyal") if level in model else None,
            state if level in model and isinstance(state := model[level]["state"], Text) else None,
        )
        for level, name in LEVELS.items()
    ]


def _shares(row: Row) -> list[Decimal | None]:
    counts = [value(row, f"loyalty-{level}") or Decimal(0) for level in LEVELS]
    total = sum(counts)
    return [100 * count / total if total else None for count in counts]


def _heat(observed: Exhibit, period: str, language: str) -> Any:
    rows = of_period(observed, period)
    titles = [column.title.get(language) for level in LEVELS if (column := observed.column(f"loyalty-{level}"))]
    names = [word(row["name"], language) for row in rows]
    counts = [[whole(value(row, f"loyalty-{level}")) for level in LEVELS] for row in rows]
    title = {
        "zh": f"各满意等级顾客的忠诚等级（占该行 %），{period}，实际观测",
        "en": f"Loyalty at each level of satisfaction (% of the row), {period}, observed",
    }[language]
    corner = {"zh": "满意等级", "en": "Satisfaction"}[language]
    shares = [_shares(row) for row in rows]
    caption = _agreement(rows)
    return heat(title, names, titles, shares, language, unit="%", counts=counts, corner=corner, caption=caption)


def _agreement(rows: Sequence[Row]) -> Text | None:
    """Say for how many the loyalty is at the level of the satisfaction, above or below it."""
    counts = {(_level(row), level): int(value(row, f"loyalty-{level}") or 0) for row in rows for level in LEVELS}
    whole = sum(counts.values())
    if not whole:
        return None
    equal = sum(count for (one, other), count in counts.items() if one == other)
    above = sum(count for (one, other), count in counts.items() if other > one)
    below = whole - equal - above
    return Text(
        zh=f"{whole} 份回答中，忠诚与满意同级 {equal} 份，忠诚高于满意 {above} 份，低于满意 {below} 份。",
        en=f"Of {whole} answers, loyalty is at the level of satisfaction in {equal}, above it in {above}, below it in"
        f" {below}.",
    )


def _beside(pairs: tuple[Pair, ...], assumed: Exhibit, language: str) -> Picture | None:
    rows: list[StackRow] = []
    said = {"zh": ("观测", "假设"), "en": ("observed", "assumed")}[language]
    for pair in pairs:
        if pair.assumed is None:
            continue
        name = pair.name.get(language)
        known = (pair.observed, 100 - pair.observed) if pair.observed is not None else ()
        rows.append(StackRow(f"{name} · {said[0]}", known, pair.answers))
        rows.append(StackRow(f"{name} · {said[1]}", (pair.assumed, 100 - pair.assumed), None, assumed=True))
    if not rows:
        return None
    parts = {"zh": ["忠诚", "非忠诚"], "en": ["loyal", "not loyal"]}[language]
    title = {"zh": "忠诚顾客比例：观测与假设对照", "en": "Loyal customers: observed beside assumed"}[language]
    return Picture(stacked(title, rows, language, parts=parts), assumed)
