"""Findings from the exhibits of key accounts: results for result items, what is done about it for process items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from zhuoyue_plugins.key_accounts.counting.concentration import rounded
from zhuoyue_plugins.key_accounts.exhibits.author import both, higher
from zhuoyue_plugins.key_accounts.exhibits.read_back import (
    ALL_TIERS,
    NO_CONTACT,
    STALE,
    Row,
    english,
    fallen,
    last_known,
    last_rows,
    num,
    of_kind,
)
from zhuoyue_plugins.key_accounts.thresholds import Settings

_DEPLOYMENT = "D"


def judge(item: Item, dossier: Dossier) -> Iterator[Finding | Suggestion]:
    """Yield findings, and for a process item a reading of its deployment."""
    exhibits = dossier.exhibits_of("key-accounts.")
    settings = dossier.settings if isinstance(dossier.settings, Settings) else Settings()
    if item.kind is ItemKind.RESULT:
        yield from _results(exhibits, settings)
        return
    yield from _process(exhibits, settings)
    keys = {dimension.key for dimension in dossier.scheme.of_kind(item.kind)}
    reading = _deployment(exhibits, settings) if _DEPLOYMENT in keys else None
    if reading:
        yield Suggestion(readings=(reading,), reasons=(reading.reason,))


def _results(exhibits: Iterable[Exhibit], settings: Settings) -> Iterator[Finding]:
    for one in of_kind(exhibits, "concentration"):
        yield from _concentrated(one, settings)
    for one in of_kind(exhibits, "churn"):
        yield from _retention(one, settings)
    for one in of_kind(exhibits, "new"):
        yield from _new(one, settings)
    for one in of_kind(exhibits, "log-rank"):
        yield from _groups(one, of_kind(exhibits, "lifetimes"), settings)
    for one in of_kind(exhibits, "moves"):
        yield from _downgrades(one, settings)


def _process(exhibits: Iterable[Exhibit], settings: Settings) -> Iterator[Finding]:
    for one in of_kind(exhibits, "visits"):
        yield from _visits(one, settings)
    for one in of_kind(exhibits, "records"):
        yield from _records(one, settings)


def _found(exhibit: Exhibit, kind: FindingKind, en: str, zh: str, weight: Weight = Weight.NORMAL) -> Finding:
    return Finding(kind=kind, text=both(en, zh), weight=weight, evidence=(exhibit.id,), visibility=exhibit.visibility)


def said(value: Decimal) -> str:
    """Write a percent with at most one decimal."""
    return f"{plain(rounded(value, 1))}\u00a0%"


def _concentrated(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    row = last_known(exhibit, "top")
    if row is None:
        return
    top, hhi = num(row, "top"), num(row, "hhi")
    if top is None or (top < settings.top_share and (hhi is None or hhi < settings.hhi)):
        return
    first = next((one for one in exhibit.rows() if num(one, "top") is not None), row)
    was, since, now = num(first, "top"), english(first["period"]), english(row["period"])
    dense = hhi if hhi is not None and hhi >= settings.hhi else None
    grown = was is not None and was < top and since != now
    yield _found(
        exhibit,
        FindingKind.IMPROVEMENT,
        f"The revenue hangs on few accounts: the top 20 % brought {said(top)} of it in {now}"
        + (f", up from {said(was)} in {since}" if grown and was is not None else "")
        + (f"; HHI {plain(dense)}." if dense is not None else "."),
        f"收入依赖少数客户：{now} 前 20 % 客户贡献 {said(top)}"
        + (f"，高于 {since} 的 {said(was)}" if grown and was is not None else "")
        + (f"；HHI 为 {plain(dense)}。" if dense is not None else "。"),
        Weight.BOLD if grown else Weight.NORMAL,
    )


def _retention(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    row = last_known(exhibit, "retention")
    kept = num(row, "retention") if row else None
    if row is None or kept is None:
        return
    year, base, lost = english(row["period"]), num(row, "base"), num(row, "lost")
    facts_en = (
        f"{said(kept)} of the {_whole(base)} accounts at the beginning of {year} were retained, {_whole(lost)} lost."
    )
    facts_zh = f"{year} 年初 {_whole(base)} 个客户中保持 {said(kept)}，流失 {_whole(lost)} 个。"
    if kept < settings.retention:
        text_en = f"Retention is below {said(settings.retention)}: {facts_en}"
        yield _found(
            exhibit, FindingKind.IMPROVEMENT, text_en, f"客户保持率低于 {said(settings.retention)}：{facts_zh}"
        )
    elif kept >= settings.retention_strong:
        yield _found(exhibit, FindingKind.STRENGTH, f"Accounts stay: {facts_en}", f"客户保持良好：{facts_zh}")


def _whole(value: Decimal | None) -> str:
    return "–" if value is None else plain(value)


def _new(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    row = last_known(exhibit, "churn")
    loss = num(row, "churn") if row else None
    if row is None or loss is None or loss <= settings.new_loss:
        return
    known = [one for one in exhibit.rows() if num(one, "churn") is not None]
    before = num(known[-2], "churn") if len(known) > 1 else None
    year, low, high = english(row["period"]), num(row, "low"), num(row, "high")
    was_high = num(known[-2], "high") if len(known) > 1 else None
    rises = before is not None and before < loss and was_high is not None and low is not None and was_high < low
    span_en = f" (95 % interval {said(low)} to {said(high)})" if low is not None and high is not None else ""
    span_zh = f"（95 % 区间 {said(low)} 至 {said(high)}）" if low is not None and high is not None else ""
    # Intervals that overlap do not show a rise; the figures are given, no trend is claimed.
    same_en, same_zh = ("", "") if rises else (", which is not distinguishable", "，两者无法区分")
    then_en = f"; of those of the year before {said(before)}{same_en}" if before is not None else ""
    then_zh = f"；上一年度开始的为 {said(before)}{same_zh}" if before is not None else ""
    yield _found(
        exhibit,
        FindingKind.IMPROVEMENT,
        f"New accounts are lost early: of those that started in {year}, an estimated {said(loss)} "
        f"were lost while new{span_en}{then_en}.",
        f"新客户早期流失：{year} 年开始合作的客户在新客户期内估计流失 {said(loss)}{span_zh}{then_zh}。",
        Weight.BOLD if rises else Weight.NORMAL,
    )


def _groups(test: Exhibit, curves: Iterable[Exhibit], settings: Settings) -> Iterator[Finding]:
    """Yield what differs; the level is shared out among the tests (Bonferroni)."""
    curve = next((one for one in curves if one.source == test.source), None)
    for row in test.rows() if curve else ():
        chance = num(row, "probability")
        if curve is None or chance is None or chance >= settings.alpha / test.count:
            continue
        parts = [one for one in curve.rows() if english(one["dimension"]) == english(row["dimension"])]
        stay = [(one, num(one, "after_1")) for one in parts]
        known = sorted(((share, one) for one, share in stay if share is not None), key=lambda pair: pair[0])
        if len(known) < 2:
            continue
        (least, worst), (most, best) = known[0], known[-1]
        by, group, other = (_words(cell) for cell in (row["dimension"], worst["group"], best["group"]))
        yield Finding(
            kind=FindingKind.IMPROVEMENT,
            text=both(
                f"How long new accounts stay differs by {by.get('en')} (log-rank p = {plain(chance)}): after a year "
                f"{said(least)} of {group.get('en')} are still customers, of {other.get('en')} {said(most)}.",
                f"新客户留存时间因{by.get('zh')}而异（对数秩检验 p = {plain(chance)}）：一年后{group.get('zh')}"
                f"留存 {said(least)}，{other.get('zh')}为 {said(most)}。",
            ),
            evidence=(curve.id, test.id),
            visibility=higher(curve.visibility, test.visibility),
        )


def _downgrades(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    sums = fallen(exhibit)
    if sums is None:
        return
    whole, down = sums
    share = 100 * down / whole
    period = english(last_rows(exhibit)[0]["period"])
    if share > settings.downgrades:
        yield _found(
            exhibit,
            FindingKind.IMPROVEMENT,
            f"In {period}, {plain(down)} of {plain(whole)} accounts ({said(share)}) moved to a lower tier or had no "
            "revenue any more.",
            f"{period} 有 {plain(down)} 个客户（共 {plain(whole)} 个，{said(share)}）降级或不再有收入。",
        )


def _short(exhibit: Exhibit, settings: Settings) -> list[tuple[Row, Decimal]]:
    rows = [row for row in last_rows(exhibit) if english(row["tier"]) != ALL_TIERS]
    shares = [(row, num(row, "share")) for row in rows]
    return [(row, share) for row, share in shares if share is not None and share < settings.visits]


def _visits(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    short = _short(exhibit, settings)
    rows = last_rows(exhibit)
    if not rows:
        return
    year = english(rows[0]["period"])
    if short:
        en = ", ".join(f"{_words(row['tier']).get('en')} {said(share)}" for row, share in short)
        zh = "、".join(f"{_words(row['tier']).get('zh')} {said(share)}" for row, share in short)
        yield _found(
            exhibit,
            FindingKind.IMPROVEMENT,
            f"Return visits are missed: in {year} fewer than {said(settings.visits)} of those due took place: {en}.",
            f"回访未达成：{year} 年以下等级的回访达成率低于 {said(settings.visits)}：{zh}。",
            Weight.BOLD,
        )
        return
    shares = [num(row, "share") for row in rows]
    known = [share for share in shares if share is not None]
    if known and len(known) == len(shares) and min(known) >= settings.visits_strong:
        yield _found(
            exhibit,
            FindingKind.STRENGTH,
            f"Return visits are kept up in every tier: in {year} at least {said(min(known))} of those due took place.",
            f"各等级客户回访落实到位：{year} 年达成率均不低于 {said(min(known))}。",
        )


def _words(cell: object) -> Text:
    return cell if isinstance(cell, Text) else both("unknown", "未知")


def _records(exhibit: Exhibit, settings: Settings) -> Iterator[Finding]:
    checks = (
        (STALE, settings.stale, "account records are stale", "客户档案过期未更新"),
        (NO_CONTACT, settings.contacts, "accounts have no contact person", "客户没有指定联系人"),
    )
    for check, limit, en, zh in checks:
        row = exhibit.pick(check=check)
        share = num(row, "share") if row else None
        if row is None or share is None or share <= limit:
            continue
        count, whole = _whole(num(row, "count")), _whole(num(row, "whole"))
        yield _found(
            exhibit,
            FindingKind.IMPROVEMENT,
            f"{count} of {whole} {en} ({said(share)}).",
            f"{whole} 个客户中有 {count} 个{zh}（{said(share)}）。",
        )


def _deployment(exhibits: Iterable[Exhibit], settings: Settings) -> Reading | None:
    """Return how far return visits are carried out; unknown where nothing was due."""
    for exhibit in of_kind(exhibits, "visits"):
        row = next((one for one in last_rows(exhibit) if english(one["tier"]) == ALL_TIERS), None)
        share = num(row, "share") if row else None
        if row is None or share is None:
            continue
        short = len(_short(exhibit, settings))
        year = english(row["period"])
        verdict = Verdict.POOR if share < settings.visits / 2 else Verdict.MIXED if short else Verdict.GOOD
        reason = both(
            f"{said(share)} of the return visits due in {year} took place; "
            f"{short} tier{'' if short == 1 else 's'} below {said(settings.visits)}",
            f"{year} 年回访达成率 {said(share)}；{short} 个等级低于 {said(settings.visits)}",
        )
        return Reading(dimension=_DEPLOYMENT, verdict=verdict, reason=reason)
    return None
