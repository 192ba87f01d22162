"""Judges an item by its contact matrices: what every customer can reach, and what hardly anybody can."""

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
)
from zhuoyue_plugins.contact_matrix.exhibits import NEVER_AT_NIGHT, NO_CHANNEL, ONE_CHANNEL
from zhuoyue_plugins.contact_matrix.settings import Settings

_DEPLOYMENT = "D"


def judge(item: Item, dossier: Dossier) -> Iterator[Finding | Suggestion]:
    """Yield findings from each matrix of the item, and a reading of deployment; nothing if there is no matrix."""
    settings = dossier.settings if isinstance(dossier.settings, Settings) else Settings()
    tables = dossier.exhibits_of("contact-matrix.items")
    for table in tables:
        # A way that this report may not show may fill a gap that it does.
        gaps = () if dossier.withheld else _of(dossier, table, "contact-matrix.gaps")
        yield from _strengths(table, settings)
        for gap in gaps:
            yield from _gaps(gap, table, settings)
        for missing in () if dossier.withheld else _of(dossier, table, "contact-matrix.missing"):
            yield from _missing(missing, settings)
    known = {dimension.key for dimension in dossier.scheme.of_kind(ItemKind.PROCESS)}
    if tables and item.kind is ItemKind.PROCESS and _DEPLOYMENT in known:
        yield Suggestion(readings=tuple(_reading(table, settings, withheld=dossier.withheld) for table in tables))


def _of(dossier: Dossier, table: Exhibit, kind: str) -> tuple[Exhibit, ...]:
    return tuple(one for one in dossier.exhibits_of(kind) if one.source == table.source)


def _shares(table: Exhibit) -> tuple[int, int, int]:
    """Return how many kinds there are, are given by two channels or more, and around the clock."""
    given = [int(one or 0) for one in table.numbers("given")]
    always = [int(one or 0) for one in table.numbers("always")]
    return len(given), sum(one > 1 for one in given), sum(one > 0 for one in always)


def _reading(table: Exhibit, settings: Settings, *, withheld: bool) -> Reading:
    kinds, twofold, _ = _shares(table)
    unsure = any(table.numbers("unknown"))
    share = Decimal(twofold) / kinds
    verdict = Verdict.GOOD if share >= settings.good_share else Verdict.POOR
    if settings.mixed_share <= share < settings.good_share:
        verdict = Verdict.MIXED
    if verdict is not Verdict.GOOD and (unsure or withheld):
        verdict = Verdict.UNKNOWN
    en, zh = (
        f"{twofold} of {kinds} kinds of information are given by two or more channels",
        f"{kinds} 个信息项中有 {twofold} 个由两个及以上渠道提供",
    )
    if unsure:
        en, zh = f"{en}; some cells are not filled in", f"{zh}；部分单元格未填写"
    return Reading(dimension=_DEPLOYMENT, verdict=verdict, reason=Text(en=en, zh=zh))


def _strengths(table: Exhibit, settings: Settings) -> Iterator[Finding]:
    kinds, twofold, always = _shares(table)
    if Decimal(twofold) / kinds < settings.good_share:
        return
    text = Text(
        en=f"{twofold} of {kinds} kinds of information that customers ask for are given by two or more channels, "
        f"{always} are given around the clock.",
        zh=f"顾客所需的 {kinds} 个信息项中，{twofold} 个由两个及以上渠道提供，{always} 个可全天查询。",
    )
    yield _finding(FindingKind.STRENGTH, text, (table,))


def _gaps(gaps: Exhibit, table: Exhibit, settings: Settings) -> Iterator[Finding]:
    rows = list(gaps.rows())
    none = [_said(row["information"]) for row in rows if row["gap"] == NO_CHANNEL]
    single = [_only(row) for row in rows if row["gap"] == ONE_CHANNEL]
    late = [_said(row["information"]) for row in rows if row["gap"] == NEVER_AT_NIGHT]
    if none:
        text = _unreachable(none, settings)
        yield _finding(FindingKind.IMPROVEMENT, text, (gaps,), Weight.BOLD)
    if single:
        en, zh = _named(single, settings.max_named)
        text = Text(
            en=f"{len(single)} of {table.count} kinds of information can be obtained by one channel only: {en}.",
            zh=f"{table.count} 个信息项中有 {len(single)} 个只有一个查询渠道：{zh}。",
        )
        yield _finding(FindingKind.IMPROVEMENT, text, (gaps,))
    if late:
        weight = Weight.BOLD if len(late) == table.count else Weight.NORMAL
        yield _finding(FindingKind.IMPROVEMENT, _dark(late, table.count, settings), (gaps,), weight)


def _unreachable(names: Sequence[Text], settings: Settings) -> Text:
    en, zh = _named(names, settings.max_named)
    return Text(
        en=f"{_count(len(names), 'kind')} of information cannot be obtained by any channel: {en}.",
        zh=f"有 {len(names)} 个信息项没有任何查询渠道：{zh}。",
    )


def _dark(names: Sequence[Text], kinds: int, settings: Settings) -> Text:
    """Say what is not given around the clock; that it is nothing at all, if so."""
    if len(names) == kinds:
        return Text(
            en="Nothing can be obtained around the clock: every kind of information is given in office hours only.",
            zh="没有任何信息可全天查询：全部信息项仅在工作时间提供。",
        )
    en, zh = _named(names, settings.max_named)
    verb = "is" if len(names) == 1 else "are"
    return Text(
        en=f"{len(names)} of {kinds} kinds of information {verb} given by no channel around the clock: {en}.",
        zh=f"{kinds} 个信息项中有 {len(names)} 个没有全天渠道：{zh}。",
    )


def _only(row: Mapping[str, object]) -> Text:
    """Name a kind with its only channel."""
    kind, channel = _said(row["information"]), _said(row["channel"])
    return Text(zh=f"{kind.get('zh')}（{channel.get('zh')}）", en=f"{kind.get('en')} ({channel.get('en')})")


def _missing(missing: Exhibit, settings: Settings) -> Iterator[Finding]:
    kinds = [one for one in missing.texts("kind") if one]
    if not kinds:
        return
    en, zh = _named(kinds, settings.max_named)
    text = Text(
        en=f"The matrix does not say how customers learn of {_count(len(kinds), 'kind')} of information that the "
        f"starter list asks about: {en}.",
        zh=f"查询方式表未涵盖起步清单中的 {len(kinds)} 类信息：{zh}。",
    )
    yield _finding(FindingKind.IMPROVEMENT, text, (missing,))


def _finding(kind: FindingKind, text: Text, rests: Sequence[Exhibit], weight: Weight = Weight.NORMAL) -> Finding:
    tier = max((one.visibility for one in rests), key=lambda one: one.level)
    return Finding(kind=kind, text=text, weight=weight, evidence=tuple(one.id for one in rests), visibility=tier)


def _said(cell: object) -> Text:
    return cell if isinstance(cell, Text) else Text(zh="未注明", en="not stated")


def _named(names: Sequence[Text], most: int) -> tuple[str, str]:
    """Return the first names in English and Chinese, and that there are more."""
    more_en, more_zh = (f" and {len(names) - most} more", "等") if len(names) > most else ("", "")
    shown = names[:most]
    return ", ".join(one.get("en") for one in shown) + more_en, "、".join(one.get("zh") for one in shown) + more_zh


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
