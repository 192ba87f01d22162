"""Judges an item by what is known of customers: who is listened to, how fresh that is, which needs are met badly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from zhuoyue import (
    Dossier,
    Exhibit,
    Finding,
    FindingKind,
    Item,
    ItemKind,
    Reading,
    Suggestion,
    Text,
    Verdict,
    Weight,
    plain,
)
from zhuoyue_plugins.customer_knowledge.customers import FRESHNESS, QUADRANTS, Freshness, Quadrant
from zhuoyue_plugins.customer_knowledge.exhibits import NO_KIND, NO_METHOD, ONLY_STALE
from zhuoyue_plugins.customer_knowledge.settings import Settings


def judge(item: Item, dossier: Dossier) -> Iterator[Finding | Suggestion]:
    """Yield findings from each source of the item, and readings of deployment and learning."""
    settings = dossier.settings if isinstance(dossier.settings, Settings) else Settings()
    readings: list[Reading] = []
    for table in dossier.exhibits_of("customer-knowledge.segments"):
        methods = _of(dossier, table, "methods")
        yield from _strength(table, methods, settings)
        yield from _concentrate(_of(dossier, table, "quadrants"), settings)
        if not dossier.withheld:  # what is above the tier may fill the gap
            yield from _gaps(_of(dossier, table, "gaps"), table, settings)
            yield from _stale(methods, settings)
        readings += _readings(table, methods, settings, withheld=dossier.withheld)
    known = {dimension.key for dimension in dossier.scheme.of_kind(ItemKind.PROCESS)}
    told = tuple(one for one in readings if one.dimension in known)
    if told and item.kind is ItemKind.PROCESS:
        yield Suggestion(readings=told)


def _of(dossier: Dossier, table: Exhibit, word: str) -> Exhibit | None:
    found = dossier.exhibits_of(f"customer-knowledge.{word}")
    return next((one for one in found if one.source == table.source), None)


def _listened(table: Exhibit) -> tuple[int, int] | None:
    """Return how many segments there are and how many have a current method; None where nobody lists methods."""
    current = table.numbers("current")
    return None if all(one is None for one in current) else (len(current), sum(bool(one) for one in current))


def _readings(table: Exhibit, methods: Exhibit | None, settings: Settings, *, withheld: bool) -> Iterator[Reading]:
    listened = _listened(table)
    if listened:
        total, current = listened
        yield _reading(
            "D",
            current,
            total,
            f"{current} of {total} segments have a listening method that was reviewed in time",
            f"{total} 个客户群中有 {current} 个具备在评审期内的倾听方法",
            settings,
            withheld,
        )
    if methods:
        states = methods.texts("state")
        fresh = sum(one == FRESHNESS[Freshness.CURRENT] for one in states)
        yield _reading(
            "L",
            fresh,
            len(states),
            f"{fresh} of {len(states)} listening methods were themselves reviewed in time",
            f"{len(states)} 个倾听方法中有 {fresh} 个在期限内经过评审",
            settings,
            withheld,
        )


def _reading(dimension: str, part: int, whole: int, en: str, zh: str, settings: Settings, withheld: bool) -> Reading:
    share = Decimal(part) / whole
    verdict = Verdict.POOR
    if share >= settings.mixed_share:
        verdict = Verdict.MIXED
    if share >= settings.good_share:
        verdict = Verdict.GOOD
    elif withheld:
        verdict = Verdict.UNKNOWN
    return Reading(dimension=dimension, verdict=verdict, reason=Text(en=en, zh=zh))


def _strength(table: Exhibit, methods: Exhibit | None, settings: Settings) -> Iterator[Finding]:
    listened = _listened(table)
    if listened is None or methods is None:
        return
    total, current = listened
    if Decimal(current) / total >= settings.good_share:
        text = Text(
            en=f"{current} of {total} segments are listened to by a method that was itself reviewed in time.",
            zh=f"{total} 个客户群中有 {current} 个具备经过及时评审的倾听方法。",
        )
        yield _finding(FindingKind.STRENGTH, text, (table, methods))


def _concentrate(quadrants: Exhibit | None, settings: Settings) -> Iterator[Finding]:
    rows = [] if quadrants is None else list(quadrants.rows())
    weak = [row for row in rows if row["quadrant"] == QUADRANTS[Quadrant.CONCENTRATE]]
    if quadrants is None or not weak:
        return

    def short(row: Mapping[str, object]) -> Decimal:
        return _number(row["performance-cut"]) - _number(row["performance"])

    worst = sorted(weak, key=short, reverse=True)
    named = [_need(row) for row in worst]
    en, zh = _named(named, settings.max_named)
    text = Text(
        en=f"{len(weak)} of {len(rows)} needs {_be(len(weak))} important, yet met below the cut; furthest below: {en}.",
        zh=f"{len(rows)} 项客户群需求中有 {len(weak)} 项重要但表现低于分界，差距最大的是：{zh}。",
    )
    yield _finding(FindingKind.IMPROVEMENT, text, (quadrants,), Weight.BOLD)


def _need(row: Mapping[str, object]) -> Text:
    segment, need = _said(row["segment"]), _said(row["need"])
    value = plain(_number(row["performance"]))
    return Text(
        zh=f"{segment.get('zh')}的“{need.get('zh')}”{value}", en=f"{segment.get('en')} – {need.get('en')} {value}"
    )


def _gaps(gaps: Exhibit | None, table: Exhibit, settings: Settings) -> Iterator[Finding]:
    if gaps is None:
        return
    total, rows = table.count, list(gaps.rows())
    for gap, weight, en_said, zh_said in (
        (NO_METHOD, Weight.BOLD, "has no listening method", "没有任何倾听方法"),
        (ONLY_STALE, Weight.NORMAL, "is listened to only by methods not reviewed in time", "仅靠逾期未评审的方法了解"),
    ):
        names = [_said(row["about"]) for row in rows if row["gap"] == gap]
        if names:
            en, zh = _named(names, settings.max_named)
            said = en_said if len(names) == 1 else en_said.replace("has ", "have ", 1).replace("is ", "are ", 1)
            text = Text(
                en=f"{len(names)} of {total} segments {said}: {en}.",
                zh=f"{total} 个客户群中有 {len(names)} 个{zh_said}：{zh}。",
            )
            yield _finding(FindingKind.IMPROVEMENT, text, (gaps,), weight)
    lacking = [_said(row["about"]) for row in rows if row["gap"] == NO_KIND]
    if lacking:
        en, zh = _named(lacking, settings.max_named)
        text = Text(
            en=f"The segment register names no customers of these kinds: {en}.",
            zh=f"客户群登记表没有登记以下类型的顾客：{zh}。",
        )
        yield _finding(FindingKind.IMPROVEMENT, text, (gaps,))


def _stale(methods: Exhibit | None, settings: Settings) -> Iterator[Finding]:
    rows = [] if methods is None else list(methods.rows())
    old = [row for row in rows if row["state"] in (FRESHNESS[Freshness.STALE], FRESHNESS[Freshness.NEVER])]
    if methods is None or not old:
        return
    never = sum(row["state"] == FRESHNESS[Freshness.NEVER] for row in old)
    en, zh = _named([_method(row) for row in old], settings.max_named)
    verb = "was" if len(old) == 1 else "were"
    also_en, also_zh = (f", {never} of them never", f"，其中 {never} 个从未评审") if never else ("", "")
    text = Text(
        en=f"{len(old)} of {len(rows)} listening methods {verb} not reviewed in time{also_en}: {en}.",
        zh=f"{len(rows)} 个倾听方法中有 {len(old)} 个未按期评审{also_zh}：{zh}。",
    )
    yield _finding(FindingKind.IMPROVEMENT, text, (methods,))


def _method(row: Mapping[str, object]) -> Text:
    segment, method = _said(row["segment"]), _said(row["method"])
    day = f" {row['reviewed']}" if row["reviewed"] else ""
    return Text(
        zh=f"{segment.get('zh')}的{method.get('zh')}{f'（{day.strip()}）' if day else ''}",
        en=f"{segment.get('en')} – {method.get('en')}{f' ({day.strip()})' if day else ''}",
    )


def _finding(kind: FindingKind, text: Text, rests: Sequence[Exhibit], weight: Weight = Weight.NORMAL) -> Finding:
    tier = max((one.visibility for one in rests), key=lambda one: one.level)
    return Finding(kind=kind, text=text, weight=weight, evidence=tuple(one.id for one in rests), visibility=tier)


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _said(cell: object) -> Text:
    return cell if isinstance(cell, Text) else Text(zh="未注明", en="not stated")


def _number(cell: object) -> Decimal:
    return cell if isinstance(cell, Decimal) else Decimal(0)


def _named(names: Sequence[Text], most: int) -> tuple[str, str]:
    """Return the first names in English and Chinese, and that there are more."""
    more_en, more_zh = (f" and {len(names) - most} more", "等") if len(names) > most else ("", "")
    shown = names[:most]
    return ", ".join(one.get("en") for one in shown) + more_en, "、".join(one.get("zh") for one in shown) + more_zh
