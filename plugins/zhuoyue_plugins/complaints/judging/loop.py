"""Findings on learning and on the records: complaint to improvement to effect, ISO 10002's stages, gaps in the log."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhuoyue import Text
from zhuoyue_plugins.complaints.exhibits.logbook import Logbook, has, latest, number, text
from zhuoyue_plugins.complaints.judging.found import Found, improvement, strength
from zhuoyue_plugins.complaints.judging.saying import both, figure, listed, percent
from zhuoyue_plugins.complaints.thresholds import Settings

RESTED_ON = ("channel", "category", "cause", "severity", "segment", "product")
"""Fields that analyses divide complaints by."""


def learning(log: Logbook, settings: Settings) -> Iterator[Found]:
    """Yield all findings on learning and on the records."""
    yield from _loop(log, settings)
    yield from _stages(log)
    yield from _gaps(log, settings)
    yield from _contradictions(log, settings)


def _loop(log: Logbook, settings: Settings) -> Iterator[Found]:
    exhibit = log.one("years")
    if exhibit is None:
        return
    led, checked = latest(exhibit, "improvement"), latest(exhibit, "verified")
    share, year = number(led, "improvement"), text(led, "year")
    if share is not None and year is not None:
        yield from _led(log, share, year, settings)
    proven, when = number(checked, "verified"), text(checked, "year")
    if proven is not None and when is not None:
        yield from _verified(log, proven, when, settings)
    if share is None and proven is None:
        yield improvement(
            76,
            both(
                "The log does not record which complaints led to an improvement, nor whether its effect was verified "
                "with the customer.",
                "台账没有记录哪些投诉促成了改进，也没有记录是否向顾客验证了改进效果。",
            ),
            [exhibit],
            absence=True,
        )


def _led(log: Logbook, share: Decimal, year: Text, settings: Settings) -> Iterator[Found]:
    shown = [one for one in (log.one("years"), log.measure("improvement")) if one]
    said = both(
        f"{percent(share)} of the complaints of {year.get('en')} led to an improvement "
        f"(limit: at least {percent(settings.improvement_percent)}).",
        f"{year.get('zh')} 年的投诉中有 {percent(share)} 促成了改进"
        f"（界限：不低于 {percent(settings.improvement_percent)}）。",
    )
    if share >= settings.improvement_percent:
        yield strength(54, said, shown)
    else:
        yield improvement(68, said, shown, absence=not share)


def _verified(log: Logbook, share: Decimal, year: Text, settings: Settings) -> Iterator[Found]:
    shown = [one for one in (log.one("years"), log.measure("verified")) if one]
    years = log.one("years")
    of = ("improvements", "改进") if years and has(years, "improvement") else ("closed complaints", "已关闭投诉")
    if share >= settings.verified_percent:
        said = both(
            f"The effect of {percent(share)} of the {of[0]} of {year.get('en')} was verified with the customer.",
            f"{year.get('zh')} 年的{of[1]}中有 {percent(share)} 向顾客验证了效果。",
        )
        yield strength(59, said, shown)
        return
    said = both(
        f"The effect of only {percent(share)} of the {of[0]} of {year.get('en')} was verified with the customer "
        f"(limit: at least {percent(settings.verified_percent)}).",
        f"{year.get('zh')} 年的{of[1]}中只有 {percent(share)} 向顾客验证了效果"
        f"（界限：不低于 {percent(settings.verified_percent)}）。",
    )
    yield improvement(76, said, shown, absence=not share)


def _stages(log: Logbook) -> Iterator[Found]:
    exhibit = log.one("stages")
    if exhibit is None:
        return
    rows = list(exhibit.rows())
    blank = [title for row in rows if number(row, "traced") in {None, Decimal(0)} and (title := text(row, "title"))]
    if not blank:
        yield strength(
            48,
            both(
                f"All {len(rows)} stages of complaints handling in ISO 10002 leave a trace in the log.",
                f"ISO 10002 投诉处理的 {len(rows)} 个阶段在台账中都留有痕迹。",
            ),
            [exhibit],
        )
        return
    names = listed(blank, 6)
    yield improvement(
        57,
        both(
            f"{len(blank)} of {len(rows)} stages of complaints handling in ISO 10002 leave no trace in the log: "
            f"{names[0]}.",
            f"ISO 10002 投诉处理的 {len(rows)} 个阶段中有 {len(blank)} 个在台账中没有痕迹：{names[1]}。",
        ),
        [exhibit],
        absence=True,
    )


def _gaps(log: Logbook, settings: Settings) -> Iterator[Found]:
    exhibit = log.one("fields")
    if exhibit is None:
        return
    found = []
    for row in exhibit.rows():
        role, column = text(row, "field"), text(row, "column")
        counts = [number(row, key) or Decimal(0) for key in ("filled", "blank", "unreadable")]
        every = sum(counts, Decimal(0))
        share = 100 * (every - counts[0]) / every if every else Decimal(0)
        if role is not None and role.get("en") in RESTED_ON and share > settings.unknown_percent:
            name = column or role
            found.append((share, both(f"{name.get('en')} {percent(share)}", f"{name.get('zh')} {percent(share)}")))
    if not found:
        return
    names = listed([said for _, said in sorted(found, key=lambda one: -one[0])])
    yield improvement(
        64,
        both(
            f"Columns that analyses rest on are blank or unreadable in more than {percent(settings.unknown_percent)} "
            f"of the rows: {names[0]}.",
            f"分析所依据的栏目有超过 {percent(settings.unknown_percent)} 的记录为空或无法识别：{names[1]}。",
        ),
        [exhibit],
    )


_ODD = ("repeated-contradicting", "opened-blank", "opened-unreadable", "opened-later", "closed-before-opened")


def _contradictions(log: Logbook, settings: Settings) -> Iterator[Found]:
    exhibit = log.one("records")
    if exhibit is None:
        return
    by_key = {key.get("en"): row for row in exhibit.rows() if (key := text(row, "key"))}
    read = number(by_key.get("read"), "rows")
    wrong = sum((number(by_key.get(key), "rows") or Decimal(0) for key in _ODD), Decimal(0))
    if not read or 100 * wrong <= settings.unknown_percent * read:
        return
    yield improvement(
        63,
        both(
            f"{figure(wrong)} of {figure(read)} rows contradict themselves or lack a usable time of receipt "
            f"({percent(100 * wrong / read)}): the figures rest on the others.",
            f"{figure(read)} 行中有 {figure(wrong)} 行自相矛盾或缺少可用的受理时间（{percent(100 * wrong / read)}），"
            "各项数字以其余记录为准。",
        ),
        [exhibit],
    )
