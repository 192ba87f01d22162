"""Judges an item by the complaint logs that support it: findings, and readings of a process item's dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from zhuoyue import Dossier, Finding, Item, ItemKind, Reading, Suggestion, Text, Verdict
from zhuoyue_plugins.complaints.exhibits.logbook import (
    PREFIX,
    Logbook,
    has,
    latest,
    logbooks,
    named,
    number,
    parts,
    text,
)
from zhuoyue_plugins.complaints.judging.chosen import findings
from zhuoyue_plugins.complaints.judging.promise import DIMENSIONS, lagging, target
from zhuoyue_plugins.complaints.judging.saying import both, figure, listed, percent
from zhuoyue_plugins.complaints.thresholds import Settings

_ORDER = (Verdict.POOR, Verdict.MIXED, Verdict.GOOD)


def judge(item: Item, dossier: Dossier) -> Iterator[Finding | Suggestion]:
    """Yield readings and findings; nothing where no complaint log supports the item."""
    settings = dossier.settings if isinstance(dossier.settings, Settings) else Settings()
    known = logbooks(dossier.exhibits_of(PREFIX), dossier.measures)
    if not known:
        return
    if item.kind is ItemKind.PROCESS:
        keys = {dimension.key for dimension in dossier.scheme.of_kind(ItemKind.PROCESS)}
        readings = [
            _shown(reading, withheld=dossier.withheld)
            for key, read in _READ.items()
            if key in keys
            for reading in [_over(key, [read(log, settings) for log in known])]
        ]
        if readings:
            # Records show how complaints are handled, not whether the approach fits the item: no percent.
            yield Suggestion(percent=None, readings=tuple(readings))
    if settings.findings:
        yield from findings(known, item.kind, settings, withheld=dossier.withheld)


Seen = tuple[Verdict, Text]
"""What one log says about a dimension, and why."""


def _over(key: str, seen: Sequence[Seen]) -> Reading:
    """Return the reading over several logs: the weakest of those known."""
    known = [verdict for verdict, _ in seen if verdict is not Verdict.UNKNOWN]
    verdict = min(known, key=_ORDER.index) if known else Verdict.UNKNOWN
    reason = both("; ".join(why.get("en") for _, why in seen), "；".join(why.get("zh") for _, why in seen))
    return Reading(dimension=key, verdict=verdict, reason=reason)


def _shown(reading: Reading, *, withheld: bool) -> Reading:
    if not withheld:
        return reading
    why = reading.reason
    reason = both(f"Of what this report may show: {why.en}", f"仅就本密级可公开的内容：{why.zh}")
    return reading.model_copy(update={"reason": reason})


def _approach(log: Logbook, settings: Settings) -> Seen:
    """Read the approach from the stages of handling a complaint that leave a trace."""
    exhibit = log.one("stages")
    rows = (
        [row for row in exhibit.rows() if (part := text(row, "part")) and part.get("en") == "case"] if exhibit else []
    )
    if not rows:
        return Verdict.UNKNOWN, both("the stages of handling are not known", "处理阶段未知")
    traced = sum(bool(number(row, "traced")) for row in rows)
    share = Decimal(100 * traced) / len(rows)
    return _grade(share, settings.traced_good, settings.traced_mixed), both(
        f"{traced} of {len(rows)} stages of handling a complaint (ISO 10002) leave a trace in the log",
        f"投诉处理的 {len(rows)} 个阶段（ISO 10002）中有 {traced} 个在台账中留有痕迹",
    )


def _grade(value: Decimal, good: Decimal, mixed: Decimal) -> Verdict:
    return Verdict.GOOD if value >= good else Verdict.MIXED if value >= mixed else Verdict.POOR


def _deployment(log: Logbook, settings: Settings) -> Seen:
    """Read the deployment from the promise: kept as a whole, and in no part far behind."""
    exhibit = next((one for one in log.of("promise") if one.pick(what="close")), None)
    row = latest(exhibit, "percent") if exhibit else None
    value, period = number(row, "percent"), text(row, "period")
    if value is None or period is None:
        return Verdict.UNKNOWN, both("whether the promise is kept is not known", "承诺是否兑现未知")
    wanted, _ = target(log.measure("closed-in-promise"), period.get("en"), settings)
    behind = _behind(log, settings)
    kept = value >= wanted
    verdict = Verdict.GOOD if kept and not behind else Verdict.MIXED if kept or not behind else Verdict.POOR
    names = listed(behind, 3)
    said = both(
        f"{percent(value)} closed within the promise in {period.get('en')} against {percent(wanted)}; "
        + (f"far behind the whole: {names[0]}" if behind else "no channel, segment or product far behind"),
        f"{period.get('zh')} 按承诺关闭 {percent(value)}，要求 {percent(wanted)}；"
        + (f"明显落后于总体的有：{names[1]}" if behind else "没有明显落后的渠道、客户群或产品线"),
    )
    return verdict, said


def _behind(log: Logbook, settings: Settings) -> list[Text]:
    """Return the names of the parts that stay far behind, one for each dimension."""
    found = []
    for key in (one for one in DIMENSIONS if one != "severity"):
        exhibit = log.one("drilldown" if key == "product" else "cells")
        worst = lagging(parts(exhibit, key), settings) if exhibit else None
        if worst is not None:
            found.append(named(worst.names))
    return found


def _learning(log: Logbook, settings: Settings) -> Seen:
    """Read learning from complaints that led to improvements, and those verified with the customer."""
    exhibit = log.one("years")
    led = number(latest(exhibit, "improvement") if exhibit else None, "improvement")
    proven = number(latest(exhibit, "verified") if exhibit else None, "verified")
    if led is None and proven is None:
        return Verdict.UNKNOWN, both(
            "the log does not say which complaints led to improvements", "台账没有说明哪些投诉促成了改进"
        )
    enough = (led is None or led >= settings.improvement_percent, (proven or 0) >= settings.verified_percent)
    verdict = Verdict.GOOD if all(enough) else Verdict.MIXED if any(enough) else Verdict.POOR
    said_en = [f"{percent(led)} of complaints led to an improvement"] if led is not None else []
    said_zh = [f"{percent(led)} 的投诉促成了改进"] if led is not None else []
    said_en.append(f"effect verified with the customer: {percent(proven)}" if proven is not None else "none verified")
    said_zh.append(f"向顾客验证效果：{percent(proven)}" if proven is not None else "没有验证记录")
    return verdict, both(", ".join(said_en), "，".join(said_zh))


_TIES = (
    ("causes", ("causes", "原因")),
    ("drilldown", ("product lines", "产品线")),
    ("per-1000-deals", ("the number of deals", "成交量")),
    ("handling-satisfaction", ("satisfaction with handling", "对处理的满意度")),
)


def _integration(log: Logbook, settings: Settings) -> Seen:
    """Read integration from what complaints are tied to: causes, products, deals, satisfaction with handling."""
    del settings
    drilldown = log.one("drilldown")
    tied = {
        "causes": log.one("causes") is not None,
        "drilldown": drilldown is not None and has(drilldown, "product"),
        "per-1000-deals": log.measure("per-1000-deals") is not None,
        "handling-satisfaction": log.measure("handling-satisfaction") is not None,
    }
    names = [both(*words) for key, words in _TIES if tied[key]]
    verdict = Verdict.GOOD if len(names) > 2 else Verdict.MIXED if names else Verdict.POOR
    said = listed(names)
    return verdict, both(
        f"complaints are tied to {figure(Decimal(len(names)))} of {len(_TIES)} things that other processes use"
        + (f": {said[0]}" if names else ""),
        f"投诉与 {len(_TIES)} 项其他过程数据中的 {len(names)} 项关联" + (f"：{said[1]}" if names else ""),
    )


_READ: dict[str, Callable[[Logbook, Settings], Seen]] = {
    "A": _approach,
    "D": _deployment,
    "L": _learning,
    "I": _integration,
}
"""What each dimension of a process item is read from."""
