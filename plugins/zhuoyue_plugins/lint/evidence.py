"""Rules about what a percent rests on: ZY101 to ZY105."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from zhuoyue import (
    Evidence,
    EvidenceKind,
    EvidenceRole,
    Examined,
    FindingKind,
    ItemKind,
    ItemResult,
    Text,
    Violation,
)
from zhuoyue_plugins.lint.facts import Rated, findings, rated, results, support
from zhuoyue_plugins.lint.settings import of

_ROLES = {
    EvidenceRole.METHOD: "方法",
    EvidenceRole.DEPLOYMENT: "展开",
    EvidenceRole.REVIEW: "评审",
    EvidenceRole.RESULT: "结果",
}


def score_without_evidence(examined: Examined) -> Iterator[Violation]:
    """An item is rated above 0 %, and there is nothing to show for it.

    Evidence, measures and exhibits count if they are filed under the item, or if a finding or the text of the item
    names them.
    """
    for one in rated(examined.assessment):
        if one.percent > 0 and not support(examined.assessment, one.result, texts=True):
            yield Violation(
                Text(
                    en=f"{one.item.code} is rated {one.shown.en} without any evidence or measure",
                    zh=f"{one.item.code} 评为 {one.shown.zh}，但没有任何证据或指标",
                ),
                one.item.id,
            )


def evidence_expired(examined: Examined) -> Iterator[Violation]:
    """Evidence of an item was no longer valid on the assessment's day.

    It counts if it is filed under the item or named by one of its findings. Where an improvement of the item names it,
    the assessors have seen it, and the rule is silent. Items that are not applicable are passed over.
    """
    assessment = examined.assessment
    for item, result in results(assessment):
        own = findings(assessment, result)
        seen = {ref for one in own if one.kind is FindingKind.IMPROVEMENT for ref in one.evidence}
        old = [
            one for one in support(assessment, result).evidence if one.expired(assessment.as_of) and one.id not in seen
        ]
        if old and not (result.rating and result.rating.not_applicable):
            named = ", ".join(f"{one.id} ({one.valid_until})" for one in old)
            named_zh = "、".join(f"{one.id}（{one.valid_until}）" for one in old)
            yield Violation(
                Text(
                    en=f"{item.code} rests on evidence that had expired by {assessment.as_of}: {named}",
                    zh=f"{item.code} 依据的证据在 {assessment.as_of} 前已失效：{named_zh}",
                ),
                item.id,
                _unrated(result, old),
            )


def evidence_after_period(examined: Examined) -> Iterator[Violation]:
    """Evidence of an item is dated after the end of the period.

    What moved a value on the site visit (`moved_by`) is exempt: a visit comes after the period.
    """
    assessment = examined.assessment
    for item, result in results(assessment):
        visited = {one.moved_by for one in result.ratings}
        late = [one for one in support(assessment, result).evidence if _after(one, examined) and one.id not in visited]
        if late and not (result.rating and result.rating.not_applicable):
            named = ", ".join(f"{one.id} ({one.observed_on})" for one in late)
            named_zh = "、".join(f"{one.id}（{one.observed_on}）" for one in late)
            end = assessment.period.end
            yield Violation(
                Text(
                    en=f"{item.code} rests on evidence dated after the period, which ends {end}: {named}",
                    zh=f"{item.code} 依据的证据晚于评价期（截至 {end}）：{named_zh}",
                ),
                item.id,
                _unrated(result, late),
            )


def _unrated(result: ItemResult, evidence: Sequence[Evidence]) -> str:
    """Return where the first evidence is, for an item that has no rating in force to name."""
    return "" if result.rating else evidence[0].locator


def _after(evidence: Evidence, examined: Examined) -> bool:
    return evidence.observed_on is not None and evidence.observed_on > examined.assessment.period.end


def result_without_trend_or_comparison(examined: Examined) -> Iterator[Violation]:
    """A result item is rated 50 % or more, and none of its measures has a trend, or none has a comparison.

    A trend is three periods with a value (`trend_periods`), a comparison one known value of another organisation.
    Measures that a finding or the text of the item names count too. Where there is nothing at all, ZY101 says so, and
    this rule is silent.
    """
    settings = of(examined)
    for one in _demanding(examined, ItemKind.RESULT):
        measures = support(examined.assessment, one.result, texts=True).measures
        compared = any(
            point.value is not None for each in measures for other in each.comparisons for point in other.points
        )
        missing = []
        if not any(len(each.known) >= settings.trend_periods for each in measures):
            n = settings.trend_periods
            missing.append((f"a trend (a measure with {n} periods)", f"趋势（至少 {n} 个周期的指标）"))
        if not compared:
            missing.append(("a comparison", "对比数据"))
        if missing and support(examined.assessment, one.result, texts=True):
            en, zh = (" or ".join(pair[0] for pair in missing), "和".join(pair[1] for pair in missing))
            yield Violation(
                Text(
                    en=f"{one.item.code} is rated {one.shown.en} without {en}",
                    zh=f"{one.item.code} 评为 {one.shown.zh}，但缺少{zh}",
                ),
                one.item.id,
            )


def process_without_deployment(examined: Examined) -> Iterator[Violation]:
    """A process item is rated 50 % or more, and no evidence shows that the method is carried out.

    Deployment is shown by evidence with `role = "deployment"`, and by records (tables), which are what a process
    leaves behind. A document without a role may show it: where there is one, the rule is silent.
    """
    for one in _demanding(examined, ItemKind.PROCESS):
        found = support(examined.assessment, one.result, texts=True).evidence
        if not found or any(map(_may_show_deployment, found)):
            continue
        roles = Counter(each.role for each in found if each.role is not None)
        en = ", ".join(f"{role.value} {count}" for role, count in roles.items())
        zh = "、".join(f"{_ROLES[role]} {count}" for role, count in roles.items())
        yield Violation(
            Text(
                en=f"{one.item.code} is rated {one.shown.en} without evidence of deployment (on file: {en})",
                zh=f"{one.item.code} 评为 {one.shown.zh}，但没有展开方面的证据（现有：{zh}）",
            ),
            one.item.id,
        )


def _may_show_deployment(evidence: Evidence) -> bool:
    return evidence.role in {None, EvidenceRole.DEPLOYMENT} or evidence.kind is EvidenceKind.RECORD


def _demanding(examined: Examined, kind: ItemKind) -> Iterable[Rated]:
    least = of(examined).demanding_percent
    return (one for one in rated(examined.assessment) if one.item.kind is kind and one.percent >= least)
