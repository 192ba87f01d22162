"""The overview: indices, NPS, levels, complaints, and who answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuoyue import Assessment, Exhibit, Finding, FindingKind, Text
from zhuoyue.charts import (
    BarValue,
    IndexLine,
    IndexPoint,
    StackRow,
    Threshold,
    bars,
    index_trend,
    stacked,
)
from zhuoyue_plugins.satisfaction.findings import Row, signed, value, word
from zhuoyue_plugins.satisfaction.found import (
    Found,
    Picture,
    Tile,
    each,
    interval,
    last_period,
    leading,
    of_period,
    periods,
    surveys,
    unweighted,
    whole,
)
from zhuoyue_plugins.satisfaction.voices import ALL


@dataclass(frozen=True)
class Section:
    """What the page shows of one survey."""

    source: str
    title: Text
    period: str
    tiles: tuple[Tile, ...]
    strengths: tuple[Finding, ...]
    improvements: tuple[Finding, ...]
    trend: Picture
    constructs: Picture | None
    lower: tuple[Row, ...]
    """Constructs whose index is good news when low, in the last period; the chart of the others leaves them out."""
    levels: Picture | None
    promoters: Picture | None
    response: Picture | None
    complained: tuple[Row, ...]
    """Who has complained, by period, the last periods."""
    proportions: tuple[Row, ...]
    """Segments among those asked and among the answers, in the last period."""
    late: tuple[Row, ...]
    """Early and late answers of the last period."""
    tables: Mapping[str, Exhibit]
    """All exhibits, by the word of their kind."""
    notes: tuple[Text, ...]
    unweighted: Text | None
    """What must be said of counts in a weighted survey."""


def overview(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return what the page gets; None without a survey."""
    sections = [_section(one, language) for one in each(surveys(assessment), "index")]
    return {"sections": sections} if sections else None


def _section(found: Found, language: str) -> Section:
    index = found.exhibits["index"]
    return Section(
        source=found.source,
        title=found.title,
        period=last_period(index),
        tiles=tuple(_tiles(found)),
        strengths=tuple(one for one in found.findings if one.kind is FindingKind.STRENGTH),
        improvements=tuple(one for one in found.findings if one.kind is FindingKind.IMPROVEMENT),
        trend=_trend(found, index, language),
        constructs=_constructs(found, index, language),
        lower=tuple(
            row
            for row in of_period(index, last_period(index))
            if found.lower_is_better(word(row["construct-id"], "en")) and value(row, "index") is not None
        ),
        levels=_levels(found, language),
        promoters=_promoters(found, language),
        response=_response(found, language),
        complained=tuple(_complained(found)),
        proportions=tuple(_latest(found, "non-response")),
        late=tuple(_latest(found, "early-late")),
        tables=found.exhibits,
        notes=index.notes,
        unweighted=next((note for one in found.exhibits.values() if (note := unweighted(one))), None),
    )


def _latest(found: Found, kind: str) -> list[Row]:
    exhibit = found.get(kind)
    return of_period(exhibit, last_period(exhibit)) if exhibit else []


def _complained(found: Found) -> Iterator[Row]:
    if exhibit := found.get("complained"):
        for period in periods(exhibit):
            yield from of_period(exhibit, period)


def _tiles(found: Found) -> Iterator[Tile]:
    index = found.exhibits["index"]
    for row in of_period(index, last_period(index)):
        if row["figure"] is not None and (number := value(row, "index")) is not None:
            name = Text(
                zh=f"{word(row['figure'], 'zh')} · {word(row['construct'], 'zh')}",
                en=f"{word(row['figure'], 'en')} · {word(row['construct'], 'en')}",
            )
            yield Tile(name, number, 1, "", _detail(row, "change"), index)
    if nps := found.get("nps"):
        for row in of_period(nps, last_period(nps)):
            if row["group"] == ALL and (number := value(row, "nps")) is not None:
                yield Tile(Text(zh="净推荐值 NPS", en="NPS"), number, 1, "", _detail(row), nps)
    yield from _shares(found)


def _shares(found: Found) -> Iterator[Tile]:
    csi = next((row for row in found.exhibits["index"].rows() if word(row["figure"], "en") == "CSI"), None)
    if (questions := found.get("questions")) and csi:
        for row in of_period(questions, last_period(questions)):
            if row["construct-id"] == csi["construct-id"] and (number := value(row, "top-two")) is not None:
                name = Text(
                    zh=f"前两档比例 · {word(row['question'], 'zh')}", en=f"Top-2-box · {word(row['question'], 'en')}"
                )
                yield Tile(name, number, 1, "%", _detail(row, "", "top-two-low", "top-two-high"), questions)
                break
    for kind, key, zh, en in (
        ("response", "rate", "回收率", "Response rate"),
        ("complained", "share", "有过抱怨", "Have complained"),
    ):
        if exhibit := found.get(kind):
            rows = of_period(exhibit, last_period(exhibit))
            chosen = next((row for row in rows if row.get("group", ALL) == ALL), None)
            if chosen and (number := value(chosen, key)) is not None:
                yield Tile(Text(zh=zh, en=en), number, 1, "%", _detail(chosen, counted=exhibit), exhibit)


def _detail(
    row: Row, change: str = "", low: str = "low", high: str = "high", counted: Exhibit | None = None
) -> Text | None:
    """Return the interval, the change and whether respondents were merely `counted`, in words; None without any."""
    ends, moved = interval(row, low, high), value(row, change) if change else None
    en, zh = [], []
    if ends:
        en.append(
            f"interval {ends[0]}–{ends[1]}" if not ends[0].startswith("−") else f"interval {ends[0]} to {ends[1]}"
        )
        zh.append(f"区间 {ends[0]}–{ends[1]}" if not ends[0].startswith("−") else f"区间 {ends[0]} 至 {ends[1]}")
    elif low in row:
        # Too few answers, or a share of weighted ones.
        en.append("no interval")
        zh.append("无区间")
    if moved is not None:
        since = word(row["since"], "en")
        en.append(f"{signed(moved)} against {since}")
        zh.append(f"比 {since} {signed(moved)}")
    if counted is not None and unweighted(counted):
        en.append("not weighted")
        zh.append("未加权")
    return Text(zh="；".join(zh), en="; ".join(en)) if en else None


def _trend(found: Found, index: Exhibit, language: str) -> Picture:
    first, called = leading(index)
    mine = [row for row in index.rows() if word(row["construct-id"], "en") == first]
    loyal = [row for row in index.rows() if word(row["figure"], "en") == "CLI" and row not in mine]
    parts = {called.get(language): mine, "CLI": loyal}
    lines = [IndexLine(label, tuple(_point(row) for row in rows)) for label, rows in parts.items() if rows]
    measure = found.measures.get(first)
    goals = {point.value for point in measure.targets} if measure else set()
    target = goals.pop() if len(goals) == 1 else None
    title = {"zh": "满意度与忠诚度指数（0–100）", "en": "Satisfaction and loyalty, index 0–100"}[language]
    return Picture(index_trend(title, lines, language, target=target), index)


def _point(row: Row) -> IndexPoint:
    return IndexPoint(
        word(row["period"], "en"),
        value(row, "index"),
        value(row, "low"),
        value(row, "high"),
        whole(value(row, "answers")),
    )


def _constructs(found: Found, index: Exhibit, language: str) -> Picture | None:
    period = last_period(index)
    rows = [
        BarValue(
            word(row["construct"], language),
            value(row, "index"),
            value(row, "low"),
            value(row, "high"),
            whole(value(row, "answers")),
            word(row["figure"], language),
        )
        for row in of_period(index, period)
        if not found.lower_is_better(word(row["construct-id"], "en"))
    ]
    title = {
        "zh": f"各构念指数（越高越好），{period}",
        "en": f"Indices of the constructs (higher is better), {period}",
    }[language]
    return Picture(bars(title, rows, language, low=Decimal(0), high=Decimal(100)), index) if len(rows) > 1 else None


def _levels(found: Found, language: str) -> Picture | None:
    exhibit = found.get("levels")
    if exhibit is None:
        return None
    names = {whole(value(row, "level")): word(row["name"], language) for row in exhibit.rows()}
    rows = []
    for period in periods(exhibit):
        counts = {whole(value(row, "level")): value(row, "count") or Decimal(0) for row in of_period(exhibit, period)}
        amounts = tuple(counts[level] for level in names)
        rows.append(StackRow(period, amounts if sum(amounts) else (), int(sum(amounts))))
    title = {"zh": "顾客满意等级", "en": "How satisfied customers are"}[language]
    return Picture(stacked(title, rows, language, parts=list(names.values()), decimals=1, ordered=True), exhibit)


def _promoters(found: Found, language: str) -> Picture | None:
    exhibit = found.get("nps")
    if exhibit is None:
        return None
    # By weight, as the score is.
    keys = ("promoters-share", "passives-share", "detractors-share")
    rows = []
    for period in periods(exhibit):
        for row in of_period(exhibit, period):
            score = value(row, "nps")
            if row["group"] == ALL and score is not None:
                amounts = tuple(value(row, key) or Decimal(0) for key in keys)
                ends = interval(row)
                note = f"NPS {signed(score)}" + (f" ({ends[0]}…{ends[1]})" if ends else "")
                rows.append(StackRow(period, amounts, whole(value(row, "answers")), note=note))
    if not rows:
        return None
    parts = {"zh": ["推荐者", "中立者", "贬损者"], "en": ["promoters", "passives", "detractors"]}[language]
    title = {"zh": "愿意推荐的程度", "en": "Would customers recommend us"}[language]
    return Picture(stacked(title, rows, language, parts=parts, decimals=1, ordered=True), exhibit)


def _asked(row: Row, language: str) -> str:
    """Return how many were asked, and the warning."""
    sent, warning = whole(value(row, "sent")), word(row["warning"], language)
    asked = {"zh": f"发放 {sent}", "en": f"of {sent} asked"}[language]
    return {"zh": "；", "en": "; "}[language].join(part for part in (asked, warning) if part)


def _response(found: Found, language: str) -> Picture | None:
    exhibit = found.get("response")
    if exhibit is None:
        return None
    period = last_period(exhibit)
    rows, whole_rate = [], None
    for row in of_period(exhibit, period):
        rate = value(row, "rate")
        if row["group"] == ALL:
            whole_rate = rate
        else:
            rows.append(
                BarValue(
                    word(row["group"], language),
                    rate,
                    count=whole(value(row, "returned")),
                    note=_asked(row, language),
                )
            )
    if not rows:
        return None
    label = {"zh": "全部", "en": "all"}[language]
    reference = Threshold(whole_rate, label) if whole_rate is not None else None
    title = {"zh": f"回收率，{period}", "en": f"Response rate, {period}"}[language]
    return Picture(bars(title, rows, language, unit="%", low=Decimal(0), reference=reference), exhibit)
