"""From the readings of an item's measures to the item's readings and a band."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from zhuoyue import Reading, SchemeData, Suggestion, Text, Verdict, plain
from zhuoyue_plugins.letci.readings import Judged
from zhuoyue_plugins.letci.settings import Settings
from zhuoyue_plugins.letci.wording import DIMENSIONS, VERDICTS, both, fraction, share

_FIELDS = {"Le": "level", "T": "trend", "C": "comparison", "I": "integration"}
_MISSING = {
    "Le": ("neither targets nor comparisons say how good the values are", "既无目标也无对比数据"),
    "T": ("there are too few comparable periods", "可比周期不足"),
    "C": (
        "there is no competitor, benchmark or average with a period in common",
        "没有同期的竞争对手、标杆或行业平均数据",
    ),
}
"""What would make an unknown dimension known."""


@dataclass(frozen=True)
class Tally:
    """One dimension over all measures of an item."""

    key: str
    share: Fraction | None
    """Share of the measures of known verdict that carry the dimension: good counts one, mixed a half; None: no such."""
    reading: Reading


def tallies(judged: Sequence[Judged], keys: Sequence[str], settings: Settings) -> list[Tally]:
    """Return the item's reading for each dimension in `keys`."""
    return [_integration(judged, settings) if key == "I" else _count(judged, key, settings) for key in keys]


def _count(judged: Sequence[Judged], key: str, settings: Settings) -> Tally:
    counts = Counter(one.readings[key].verdict for one in judged)
    carried = Fraction(2 * counts[Verdict.GOOD] + counts[Verdict.MIXED], 2)
    known = len(judged) - counts[Verdict.UNKNOWN]
    total = carried / known if known else None
    # A minority of measures does not speak for the item.
    verdict = _grade(total, settings) if total is not None and 2 * known >= len(judged) else Verdict.UNKNOWN
    en = ", ".join(f"{counts[v]} {words[0]}" for v, words in VERDICTS.items())
    zh = "、".join(f"{words[1]} {counts[v]}" for v, words in VERDICTS.items())
    if total is None:
        said = both("nothing is known", "全部未知")
    else:
        said = both(f"of the {known} known, carried by {share(total)}", f"已知的 {known} 个中支撑比例 {share(total)}")
    reason = both(
        f"{DIMENSIONS[key][0]} of {len(judged)} measure(s): {en}; {said.en}",
        f"{len(judged)} 个指标的{DIMENSIONS[key][1]}：{zh}；{said.zh}",
    )
    return Tally(key, total, Reading(dimension=key, verdict=verdict, reason=reason))


def _integration(judged: Sequence[Judged], settings: Settings) -> Tally:
    targets = sum(one.has_target for one in judged)
    segmented = sum(one.segments > 1 for one in judged)
    total = Fraction(targets + segmented, 2 * len(judged))
    reason = both(
        f"of {len(judged)} measure(s) {targets} with a target, {segmented} with values by segment; "
        f"integrated: {share(total)}",
        f"{len(judged)} 个指标中，有目标的 {targets} 个，有分项数据的 {segmented} 个；整合比例 {share(total)}",
    )
    return Tally("I", total, Reading(dimension="I", verdict=_grade(total, settings), reason=reason))


def _grade(value: Fraction, settings: Settings) -> Verdict:
    if value >= Fraction(settings.good_share):
        return Verdict.GOOD
    return Verdict.MIXED if value >= Fraction(settings.mixed_share) else Verdict.POOR


def suggest(judged: Sequence[Judged], keys: Sequence[str], scheme: SchemeData, settings: Settings) -> Suggestion:
    """Return readings, band and percent; no percent where what is unknown could change it."""
    found = tallies(judged, keys, settings)
    readings = [one.readings[key] for one in judged for key in keys if key != "I"]
    item_readings = tuple(tally.reading for tally in found)
    missing = [text for tally in found if (text := _missing(tally))]
    if missing:
        reasons = (*(reading.reason for reading in item_readings), *missing)
        return Suggestion(readings=(*item_readings, *readings), reasons=reasons)
    row, reasons = _row(found, settings)
    number = settings.bands[row].band
    percent, last = _percent(number, scheme, settings)
    return Suggestion(
        percent=percent,
        band=number if percent is not None else None,
        readings=(*item_readings, *readings),
        reasons=(*reasons, last),
    )


def _missing(tally: Tally) -> Text | None:
    """Say what is missing for a band; unknown must not read as 0 %: nobody can tell it from good."""
    en, zh = DIMENSIONS[tally.key]
    if tally.share is None:
        why = _MISSING[tally.key]
        return both(
            f"the {en} of every measure is unknown ({why[0]}), so there is no band to suggest",
            f"所有指标的{zh}均未知（{why[1]}），不作建议",
        )
    if tally.key == "Le" and tally.reading.verdict is Verdict.UNKNOWN:
        en = "the level of more than half of the measures is unknown, so there is no band to suggest"
        return both(en, "超过半数指标的水平未知，不作建议")
    return None


def _row(found: Sequence[Tally], settings: Settings) -> tuple[int, tuple[Text, ...]]:
    """Return the index of the band's row, and how it came about."""
    rows, reasons = [], []
    for tally in found:
        least = [Fraction(getattr(row, _FIELDS[tally.key])) for row in settings.bands]
        index = max(position for position, minimum in enumerate(least) if (tally.share or 0) >= minimum)
        rows.append(index)
        band, need = settings.bands[index].band, fraction(getattr(settings.bands[index], _FIELDS[tally.key]))
        en = f"{tally.reading.reason.en}; band {band} asks for {need}"
        zh = f"{tally.reading.reason.zh}；分数段 {band} 要求 {need}"
        reasons.append(both(en, zh))
    ordered = sorted(rows)
    chosen = ordered[0]
    # Results that are nowhere good do not leave the lowest band on the strength of their segments.
    if settings.one_below and len(ordered) > 1 and ordered[0] > 0:
        chosen = min(ordered[1], ordered[0] + 1)
    bands = ", ".join(f"{t.key} {settings.bands[row].band}" for t, row in zip(found, rows, strict=True))
    number = settings.bands[chosen].band
    if chosen > ordered[0]:
        en = f"bands reached: {bands}; one dimension may stay one band behind, so band {number}"
        zh = f"各维度达到的分数段：{bands}；允许一个维度落后一段，故取第 {number} 段"
    else:
        en, zh = f"bands reached: {bands}; so band {number}", f"各维度达到的分数段：{bands}；故取第 {number} 段"
    return chosen, (*reasons, both(en, zh))


def _percent(number: int, scheme: SchemeData, settings: Settings) -> tuple[Decimal | None, Text]:
    """Return the percent in the band, on the scheme's grid."""
    band = next((band for band in scheme.bands if band.number == number), None)
    if band is None:
        return None, both(f"the scheme has no band {number}", f"评分方案没有第 {number} 段")
    first = (band.low / scheme.step).to_integral_value(ROUND_CEILING)
    steps = (band.high - band.low) / 2 // scheme.step if settings.position == "middle" else Decimal(0)
    percent = (first + steps) * scheme.step
    where = ("low end", "下限") if settings.position == "low" else ("middle", "中部")
    span = f"{plain(band.low)}–{plain(band.high)} %"
    return percent, both(
        f"band {number} is {span}; suggested is its {where[0]}: {plain(percent)} %",
        f"第 {number} 段为 {span}；建议取{where[1]}：{plain(percent)} %",
    )
