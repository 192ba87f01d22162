"""Strengths and improvements that the readings bear out."""

from __future__ import annotations

from collections.abc import Sequence

from zhuoyue import Finding, FindingKind, Text, Verdict, Visibility, Weight
from zhuoyue_plugins.letci.readings import Judged
from zhuoyue_plugins.letci.settings import Settings
from zhuoyue_plugins.letci.wording import both

_ORDER = (Verdict.GOOD, Verdict.MIXED, Verdict.UNKNOWN)
"""Comparisons of a strength, the best first; what is behind everybody is none."""


def findings(judged: Sequence[Judged], settings: Settings) -> list[Finding]:
    """Return at most `max_findings` strengths and as many improvements, the weightiest first."""
    best = sorted((one for one in judged if _excels(one)), key=lambda one: _ORDER.index(one.comparison.verdict))
    strengths = [_strength(one) for one in best]
    improvements = [_failing(one) for one in judged if _fails(one)]
    improvements += [_behind(one) for one in judged if _trails(one) and not _fails(one)]
    improvements += [finding for finding in (_uncompared(judged), _short(judged)) if finding]
    return strengths[: settings.max_findings] + improvements[: settings.max_findings]


def _excels(one: Judged) -> bool:
    return one.level.verdict is one.trend.verdict is Verdict.GOOD and one.comparison.verdict in _ORDER


def _fails(one: Judged) -> bool:
    return one.level.verdict is Verdict.POOR and one.trend.verdict is Verdict.POOR


def _trails(one: Judged) -> bool:
    return one.comparison.verdict is Verdict.POOR


def _strength(one: Judged) -> Finding:
    title, trend = one.measure.title, _change(one)
    text = both(
        f"{title.get('en')}: {one.level.reason.en}; improving, {trend[0]}; {one.comparison.reason.en}.",
        f"{title.get('zh')}：{one.level.reason.zh}；趋势向好，{trend[1]}；{one.comparison.reason.zh}。",
    )
    leads = one.comparison.verdict is Verdict.GOOD
    return _about(one, FindingKind.STRENGTH, text, Weight.BOLD if leads else Weight.NORMAL)


def _failing(one: Judged) -> Finding:
    title, trend = one.measure.title, _change(one)
    text = both(
        f"{title.get('en')} misses its mark and is getting worse: {one.level.reason.en}; {trend[0]}.",
        f"{title.get('zh')}未达标且趋势变差：{one.level.reason.zh}；{trend[1]}。",
    )
    return _about(one, FindingKind.IMPROVEMENT, text, Weight.BOLD)


def _behind(one: Judged) -> Finding:
    title = one.measure.title
    text = both(
        f"{title.get('en')} is behind everybody it is compared with: {one.comparison.reason.en}.",
        f"{title.get('zh')}落后于所有对比对象：{one.comparison.reason.zh}。",
    )
    return _about(one, FindingKind.IMPROVEMENT, text)


def _change(one: Judged) -> tuple[str, str]:
    return (one.change.en, one.change.zh) if one.change else ("", "")


def _about(one: Judged, kind: FindingKind, text: Text, weight: Weight = Weight.NORMAL) -> Finding:
    # A finding quotes its measure's figures, so it is for the same readers.
    return Finding(kind=kind, text=text, weight=weight, evidence=(one.measure.id,), visibility=one.measure.visibility)


def _uncompared(judged: Sequence[Judged]) -> Finding | None:
    concerned = [one for one in judged if one.comparison.verdict is Verdict.UNKNOWN]
    return _counted(
        concerned,
        f"{len(concerned)} of {len(judged)} measure(s) cannot be compared with a competitor, benchmark or average.",
        f"{len(judged)} 个指标中有 {len(concerned)} 个没有可用的竞争对手、标杆或行业平均对比数据。",
    )


def _short(judged: Sequence[Judged]) -> Finding | None:
    concerned = [one for one in judged if one.trend.verdict is Verdict.UNKNOWN]
    return _counted(
        concerned,
        f"{len(concerned)} of {len(judged)} measure(s) have too few comparable periods to show a trend.",
        f"{len(judged)} 个指标中有 {len(concerned)} 个可比周期不足，无法看出趋势。",
    )


def _counted(concerned: Sequence[Judged], en: str, zh: str) -> Finding | None:
    if not concerned:
        return None
    tiers = [one.measure.visibility for one in concerned]
    visibility = max(tiers, key=lambda tier: list(Visibility).index(tier))
    ids = tuple(one.measure.id for one in concerned)
    return Finding(kind=FindingKind.IMPROVEMENT, text=both(en, zh), evidence=ids, visibility=visibility)
