"""The four readings of a process item. They give counts and days, no titles: readings have no visibility."""

from __future__ import annotations

from fractions import Fraction

from zhuoyue import Reading, Text, Verdict, did_you_mean
from zhuoyue_plugins.adli.facts import Facts
from zhuoyue_plugins.adli.settings import Settings

EVERYWHERE = "*"
"""A unit of this name stands for all units."""


def readings(facts: Facts, settings: Settings) -> dict[str, Reading]:
    """Return the readings by dimension."""
    return {
        "A": _reading("A", *_approach(facts, settings)),
        "D": _reading("D", *_deployment(facts, settings)),
        "L": _reading("L", *_learning(facts, settings)),
        "I": _reading("I", *_integration(facts)),
    }


def _reading(dimension: str, verdict: Verdict, en: str, zh: str) -> Reading:
    return Reading(dimension=dimension, verdict=verdict, reason=Text(zh=zh, en=en))


def _absent(facts: Facts, en: str, zh: str) -> tuple[Verdict, str, str]:
    """Something was not found. Where no piece of evidence states a role, that says nothing: it is unknown."""
    if not facts.evidence:
        return Verdict.UNKNOWN, f"{en}; there is no evidence at all", f"{zh}；没有任何证据"
    if facts.without_role == facts.evidence:
        en = f"{en}; none of {facts.evidence} piece(s) of evidence states its role"
        return Verdict.UNKNOWN, en, f"{zh}；{facts.evidence} 份证据均未注明类型"
    if facts.without_role:
        en = f"{en}; {facts.without_role} of {facts.evidence} piece(s) of evidence state no role"
        zh = f"{zh}；{facts.evidence} 份证据中有 {facts.without_role} 份未注明类型"
    return Verdict.POOR, en, zh


def _approach(facts: Facts, settings: Settings) -> tuple[Verdict, str, str]:
    lapsed_en = f"; {len(facts.lapsed)} expired or older than {settings.max_age_months} months"
    lapsed_zh = f"；另有 {len(facts.lapsed)} 份已失效或超过 {settings.max_age_months} 个月"
    tail = (lapsed_en, lapsed_zh) if facts.lapsed else ("", "")
    if facts.dated:
        en = f"{len(facts.dated)} documented method(s) in force, the latest dated or reviewed"
        zh = f"有 {len(facts.dated)} 份有效的方法文件，最近一份的日期或评审距今"
        months = facts.latest_method
        return Verdict.GOOD, f"{en} {months} month(s) ago{tail[0]}", f"{zh} {months} 个月{tail[1]}"
    if facts.undated:
        en = f"{len(facts.undated)} documented method(s) without a date on or before the day of the assessment"
        zh = f"有 {len(facts.undated)} 份方法文件，但没有评价基准日或之前的日期"
        return Verdict.MIXED, f"{en}{tail[0]}", f"{zh}{tail[1]}"
    if facts.lapsed:
        en = f"no documented method in force{lapsed_en}"
        return Verdict.POOR, en, f"没有有效的方法文件{lapsed_zh.replace('另有', '有')}"
    return _absent(facts, "no documented method", "没有方法文件")


def _deployment(facts: Facts, settings: Settings) -> tuple[Verdict, str, str]:
    if not facts.deployed:
        return _absent(facts, "no evidence of deployment in force", "没有有效的展开证据")
    count = len(facts.deployed)
    if not settings.units:
        named = len(facts.units - {EVERYWHERE})
        en = f"{count} piece(s) of evidence, {named} unit(s) named; without a list of units coverage is unknown"
        zh = f"有 {count} 份证据，涉及 {named} 个部门；未配置部门清单，覆盖率未知"
        return Verdict.UNKNOWN, en, zh
    missing = missing_units(facts, settings)
    total = len(settings.units)
    covered = total - len(missing)
    part = Fraction(covered, total)
    verdict = Verdict.POOR
    if part >= Fraction(settings.mixed_coverage):
        verdict = Verdict.MIXED
    if part >= Fraction(settings.good_coverage):
        verdict = Verdict.GOOD
    en = f"{count} piece(s) of evidence cover {covered} of {total} units"
    zh = f"{count} 份证据覆盖 {total} 个部门中的 {covered} 个"
    if missing:
        en, zh = f"{en}; not {', '.join(missing)}", f"{zh}；未覆盖：{'、'.join(missing)}"
    for unit in sorted(facts.units - {*settings.units, EVERYWHERE}):
        hint = did_you_mean(unit, settings.units)
        en, zh = f"{en}; {unit!r} is not in the list of units{hint[0]}", f"{zh}；“{unit}”不在部门清单中{hint[1]}"
    return verdict, en, zh


def missing_units(facts: Facts, settings: Settings) -> tuple[str, ...]:
    """Return the listed units that no evidence of deployment covers."""
    if EVERYWHERE in facts.units:
        return ()
    return tuple(unit for unit in settings.units if unit not in facts.units)


def _learning(facts: Facts, settings: Settings) -> tuple[Verdict, str, str]:
    if not facts.reviews:
        return _absent(facts, "no review in the period", "评价期内没有评审")
    count, months = len(facts.reviews), facts.latest_review
    verdict = Verdict.GOOD if count >= settings.min_reviews else Verdict.MIXED
    en = f"{count} review day(s) in the period, the last {months} month(s) ago ({facts.reviews[-1]})"
    return verdict, en, f"评价期内有 {count} 次评审，最近一次距今 {months} 个月（{facts.reviews[-1]}）"


def _integration(facts: Facts) -> tuple[Verdict, str, str]:
    if facts.links:
        en = f"evidence or text names {len(facts.links)} measure(s) of the effect"
        return Verdict.GOOD, en, f"证据或文本指明了 {len(facts.links)} 个效果指标"
    if facts.filed:
        en = f"{len(facts.filed)} measure(s) filed under the item, but neither evidence nor text names one"
        return Verdict.MIXED, en, f"条款下有 {len(facts.filed)} 个指标，但证据和文本均未指明"
    if not facts.evidence:
        return Verdict.UNKNOWN, "no link to a measure; there is no evidence at all", "未关联指标；没有任何证据"
    return Verdict.POOR, "neither evidence nor text names a measure of the effect", "证据和文本均未指明效果指标"
