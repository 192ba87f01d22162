"""From exhibits to findings: what changed, who is less satisfied, what drives it, can the survey be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from zhuoyue import Exhibit, Finding, FindingKind, Text, Weight
from zhuoyue_plugins.satisfaction.limits import Settings
from zhuoyue_plugins.satisfaction.pls.quadrants import ACT_FIRST, QUADRANTS

Cell = Decimal | Text | None
Row = Mapping[str, Cell]
_NAMED = 3
"""So many groups or questions a finding names."""
GOOD, POOR = FindingKind.STRENGTH, FindingKind.IMPROVEMENT


def of_results(exhibits: Sequence[Exhibit], settings: Settings) -> Iterator[Finding]:
    """Yield what the answers say of customers: indices, groups behind the others, questions below expectation."""
    for exhibit in exhibits:
        if exhibit.of_kind("satisfaction.index"):
            yield from _changes(exhibit, settings)
        elif exhibit.of_kind("satisfaction.segments") or exhibit.of_kind("satisfaction.tiers"):
            yield from _fallen(exhibit, settings)
            yield from _behind(exhibit, settings)
        elif exhibit.of_kind("satisfaction.zones"):
            yield from _far_below(exhibit, settings)


def of_approach(exhibits: Sequence[Exhibit], settings: Settings) -> Iterator[Finding]:
    """Yield what they say of the approach: where to act, and how far the survey can be trusted."""
    for exhibit in exhibits:
        if exhibit.of_kind("satisfaction.importance"):
            yield from _drivers(exhibit)
        elif exhibit.of_kind("satisfaction.segments") or exhibit.of_kind("satisfaction.tiers"):
            yield from _behind(exhibit, settings)
        elif exhibit.of_kind("satisfaction.response"):
            yield from _response(exhibit)
        elif exhibit.of_kind("satisfaction.non-response"):
            yield from _disproportion(exhibit, settings)
        elif exhibit.of_kind("satisfaction.early-late"):
            yield from _late(exhibit, settings)
        elif exhibit.of_kind("satisfaction.weak-spots"):
            yield from _weak(exhibit)


def latest(exhibit: Exhibit) -> list[Row]:
    """Return the rows of the last period."""
    rows = list(exhibit.rows())
    last = max((word(row["period"], "en") for row in rows), default="")
    return [row for row in rows if word(row["period"], "en") == last]


def word(cell: Cell, language: str) -> str:
    """Return a word, in a language."""
    return cell.get(language) if isinstance(cell, Text) else ""


def value(row: Row, key: str) -> Decimal | None:
    """Return a number of a row; None if it is unknown."""
    found = row.get(key)
    return found if isinstance(found, Decimal) else None


def shown(number: Decimal, decimals: int = 1) -> str:
    """Write a number for readers, half up."""
    return f"{number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}".replace("-", "−")


def signed(number: Decimal, decimals: int = 1) -> str:
    """Write a difference with its sign."""
    text = shown(number, decimals)
    return text if text.startswith("−") else f"+{text}"


def _finding(exhibit: Exhibit, kind: FindingKind, en: str, zh: str, weight: Weight = Weight.NORMAL) -> Finding:
    # A finding quotes its exhibit's figures, so it is for the same readers.
    return Finding(
        kind=kind, text=Text(en=en, zh=zh), weight=weight, evidence=(exhibit.id,), visibility=exhibit.visibility
    )


def moved(row: Row, settings: Settings) -> bool:
    """Tell whether a figure changed by more than chance (p adjusted for the number of changes) and enough to matter."""
    change, p = value(row, "change"), value(row, "change-p")
    return change is not None and p is not None and p < settings.alpha and abs(change) >= settings.least_gap


def behind(row: Row, settings: Settings) -> bool:
    """Tell whether a group is significantly, and by enough to matter, below the others."""
    gap, p = value(row, "gap"), value(row, "gap-p")
    return gap is not None and p is not None and p < settings.alpha and gap <= -settings.least_gap


def _changes(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    """Name an index that rose or fell by more than chance since its period before."""
    for row in latest(exhibit):
        index, change = value(row, "index"), value(row, "change")
        low, high = value(row, "change-low"), value(row, "change-high")
        if index is None or change is None or low is None or high is None or row["figure"] is None:
            continue
        if moved(row, settings):
            rose = change > 0
            figure, period, since = (word(row[key], "en") for key in ("figure", "period", "since"))
            en_word, zh_word = ("rose", "上升") if rose else ("fell", "下降")
            yield _finding(
                exhibit,
                GOOD if rose else POOR,
                f"{word(row['construct'], 'en')} ({figure}) {en_word} to {shown(index)} in {period}: {signed(change)} "
                f"points against {since} (interval {signed(low)} to {signed(high)}).",
                f"{word(row['construct'], 'zh')}（{figure}）{period} {zh_word}至 {shown(index)}：比 {since} "
                f"{signed(change)} 分（区间 {signed(low)} 至 {signed(high)}）。",
                Weight.NORMAL if rose else Weight.BOLD,
            )


def _behind(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    """Name the groups whose CSI is significantly below that of the others."""
    rows = [row for row in latest(exhibit) if word(row["figure"], "en") == "CSI" and behind(row, settings)]
    if rows:
        rows.sort(key=lambda row: value(row, "gap") or Decimal(0))
        period = word(rows[0]["period"], "en")
        en, zh = (mark.join(_group(row, to) for row in rows[:_NAMED]) for mark, to in (("; ", "en"), ("；", "zh")))
        yield _finding(
            exhibit,
            POOR,
            f"Significantly less satisfied than the other customers in {period}: {en}.",
            f"{period} 满意度显著低于其他客户：{zh}。",
            Weight.BOLD,
        )


def _fallen(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    """Name the groups whose CSI fell by more than chance, which the index of all may hide."""
    rows = [row for row in latest(exhibit) if word(row["figure"], "en") == "CSI" and moved(row, settings)]
    rows = [row for row in rows if (value(row, "change") or Decimal(0)) < 0]
    if rows:
        rows.sort(key=lambda row: value(row, "change") or Decimal(0))
        period = word(rows[0]["period"], "en")
        en, zh = (mark.join(_drop(row, to) for row in rows[:_NAMED]) for mark, to in (("; ", "en"), ("；", "zh")))
        yield _finding(
            exhibit,
            POOR,
            f"Satisfaction (CSI) fell in {period} by more than chance: {en}.",
            f"{period} 满意度（CSI）显著下降：{zh}。",
            Weight.BOLD,
        )


def _drop(row: Row, language: str) -> str:
    name, since = word(row["group"], language), word(row["since"], "en")
    change, low, high = (signed(value(row, key) or Decimal(0)) for key in ("change", "change-low", "change-high"))
    if language == "zh":
        return f"{name} 比 {since} {change} 分（区间 {low} 至 {high}）"
    return f"{name} {change} points against {since} ({low} to {high})"


def _group(row: Row, language: str) -> str:
    name, away = word(row["group"], language), shown(-(value(row, "gap") or Decimal(0)))
    index = shown(value(row, "index") or Decimal(0))
    low, high = (signed(value(row, key) or Decimal(0)) for key in ("gap-low", "gap-high"))
    if language == "zh":
        return f"{name} CSI {index}，低 {away} 分（差距区间 {low} 至 {high}）"
    return f"{name} with a CSI of {index}, {away} points lower (interval of the gap {low} to {high})"


def _far_below(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    """Name the questions of which many answers are far below what customers expect."""
    poor = [(share, row) for row in latest(exhibit) if (share := value(row, "far-share")) is not None]
    poor = sorted((one for one in poor if one[0] >= settings.far_below), key=lambda one: -one[0])[:_NAMED]
    if poor:
        en = ", ".join(f"{word(row['question'], 'en')} {shown(share)} %" for share, row in poor)
        zh = "、".join(f"{word(row['question'], 'zh')} {shown(share)}%" for share, row in poor)
        yield _finding(
            exhibit,
            POOR,
            f"Answers far below the expectation interval: {en}.",
            f"远低于期望区间的答案比例：{zh}。",
        )


def act_first(importance: Exhibit) -> list[Row]:
    """Return the drivers to act on first: important, and surely below the mean of the map, as its table says."""
    return [row for row in importance.rows() if row["quadrant"] == ACT_FIRST]


def foremost(importance: Exhibit) -> Row | None:
    """Return what matters most, where there is something to compare it with and its performance is known."""
    rows = [row for row in importance.rows() if value(row, "importance") is not None and row["quadrant"] is not None]
    return max(rows, key=lambda row: value(row, "importance") or Decimal(0)) if len(rows) > 1 else None


def _drivers(exhibit: Exhibit) -> Iterator[Finding]:
    """Name what to act on first; without such a driver what matters most, if it is surely done well."""
    weak, main = act_first(exhibit), foremost(exhibit)
    if weak:
        en = ", ".join(f"{word(row['construct'], 'en')} ({_place(row, 'en')})" for row in weak)
        zh = "、".join(f"{word(row['construct'], 'zh')}（{_place(row, 'zh')}）" for row in weak)
        yield _finding(
            exhibit,
            POOR,
            f"Important to customers but below the average of the drivers, so the first place to act: {en}.",
            f"对顾客重要而表现低于各驱动因素均值，应优先改进：{zh}。",
            Weight.BOLD,
        )
    elif main is not None and main["quadrant"] == QUADRANTS[True, True]:
        yield _finding(
            exhibit,
            GOOD,
            f"What matters most to customers, {word(main['construct'], 'en')} ({_place(main, 'en')}), is also done "
            "better than the average of the drivers.",
            f"对顾客影响最大的因素“{word(main['construct'], 'zh')}”（{_place(main, 'zh')}）表现也高于各驱动因素均值。",
        )


def _place(row: Row, language: str) -> str:
    """Write where a driver stands in the map."""
    effect = shown(value(row, "importance") or Decimal(0), 2)
    keys = ("performance", "performance-low", "performance-high")
    index, low, high = (shown(value(row, key) or Decimal(0)) for key in keys)
    if language == "zh":
        return f"效应 {effect}，指数 {index}，区间 {low} 至 {high}"
    return f"effect {effect}, index {index}, interval {low} to {high}"


def _response(exhibit: Exhibit) -> Iterator[Finding]:
    """Name the groups that answered too seldom."""
    low = [row for row in latest(exhibit) if row["warning"] is not None and value(row, "rate") is not None]
    if low:
        period = word(low[0]["period"], "en")
        rates = [(row, shown(cast("Decimal", value(row, "rate")))) for row in low[:_NAMED]]
        en = ", ".join(f"{word(row['group'], 'en')} {rate} %" for row, rate in rates)
        zh = "、".join(f"{word(row['group'], 'zh')} {rate}%" for row, rate in rates)
        yield _finding(
            exhibit,
            POOR,
            f"The response rate of {period} is low, so the answers may not stand for all customers: {en}.",
            f"{period} 调查回收率偏低，答卷未必代表全部顾客：{zh}。",
        )


def _disproportion(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    """Name the segments that answered out of proportion."""
    rows = [row for row in latest(exhibit) if (p := value(row, "p")) is not None and p < settings.alpha]
    off = [(away, row) for row in rows if (away := value(row, "difference")) is not None]
    off = sorted((one for one in off if abs(one[0]) >= settings.disproportion), key=lambda one: -abs(one[0]))[:_NAMED]
    if off:
        en = ", ".join(f"{word(row['group'], 'en')} {signed(away)} points" for away, row in off)
        zh = "、".join(f"{word(row['group'], 'zh')} {signed(away)} 个百分点" for away, row in off)
        yield _finding(
            exhibit,
            POOR,
            f"Segments did not answer in proportion to those asked: {en}.",
            f"各细分市场的回收与发放不成比例：{zh}。",
        )


def _late(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    """Warn where late answers differ from early ones."""
    for row in latest(exhibit):
        gap, p = value(row, "gap"), value(row, "p")
        if gap is not None and p is not None and p < settings.alpha and abs(gap) >= settings.least_gap:
            yield _finding(
                exhibit,
                POOR,
                f"Those who answered late rate otherwise than those who answered early ({signed(gap)} points), so "
                "those who did not answer may think otherwise too.",
                f"晚答者与早答者评价不同（{signed(gap)} 分），未回复者的看法也可能不同。",
            )


def _weak(exhibit: Exhibit) -> Iterator[Finding]:
    """Name constructs that their questions measure poorly."""
    kinds = ("alpha", "rho_c", "ave", "weak-loading", "htmt")
    rows = [row for row in exhibit.rows() if word(row["kind"], "en") in kinds]
    if rows:
        en = "; ".join(word(row["text"], "en") for row in rows[:_NAMED])
        zh = "；".join(word(row["text"], "zh") for row in rows[:_NAMED])
        yield _finding(
            exhibit,
            POOR,
            f"The questionnaire measures some constructs poorly ({len(rows)} weak spots): {en}.",
            f"问卷对部分构念的测量欠佳（{len(rows)} 处）：{zh}。",
        )
