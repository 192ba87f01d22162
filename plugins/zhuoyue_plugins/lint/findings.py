"""Rules about strengths and improvements: ZY106 to ZY108 and ZY111."""

from __future__ import annotations

from collections.abc import Iterator

from zhuoyue import ActionStatus, Examined, Finding, FindingKind, Text, Violation, Weight
from zhuoyue_plugins.lint.facts import Judged, agreed, findings, judged, results
from zhuoyue_plugins.lint.settings import of


def text_contradicts_score_high(examined: Examined) -> Iterator[Violation]:
    """An item is rated 70 % or more, and has more improvements than strengths.

    Only assessors' findings count. Before the team has met, each assessor's percent is held against their own findings.
    """
    for one in judged(examined.assessment):
        if one.percent >= of(examined).high_percent and len(one.improvements) > len(one.strengths):
            yield _contradiction(one)


def text_contradicts_score_low(examined: Examined) -> Iterator[Violation]:
    """An item is rated 25 % or less, and has more strengths than improvements.

    25 % is the end of the second of six bands: an approach that is only beginning. Otherwise as ZY106.
    """
    for one in judged(examined.assessment):
        if one.percent <= of(examined).low_percent and len(one.strengths) > len(one.improvements):
            yield _contradiction(one)


def _contradiction(one: Judged) -> Violation:
    plus, minus = len(one.strengths), len(one.improvements)
    en = f"{_code(one)} is rated {one.shown.en}, but has {_strengths(plus)} and {_improvements(minus)}"
    zh = f"{_code(one)} 评为 {one.shown.zh}，却有 {plus} 条优势、{minus} 条改进机会"
    return Violation(Text(en=en, zh=zh), one.item.id, one.where)


def number_of_findings(examined: Examined) -> Iterator[Violation]:
    """A rated item has fewer than three or more than five strengths, or improvements.

    Only assessors' findings count, those of each assessor until the team has met. At 0 % no strength is asked for, at
    100 % no improvement.
    """
    settings = of(examined)
    low, high = settings.fewest_findings, settings.most_findings
    for one in judged(examined.assessment):
        plus, minus = len(one.strengths), len(one.improvements)
        few = (plus < low and one.percent > 0) or (minus < low and one.percent < 100)
        if few or plus > high or minus > high:
            en = f"{_code(one)} has {_strengths(plus)} and {_improvements(minus)}; {low} to {high} of each are usual"
            zh = f"{_code(one)} 有 {plus} 条优势、{minus} 条改进机会；通常各 {low}～{high} 条"
            yield Violation(Text(en=en, zh=zh), one.item.id, one.where)


def _code(one: Judged) -> str:
    return f"{one.item.code} ({one.who})" if one.who else one.item.code


def _strengths(count: int) -> str:
    return f"{count} strength{'' if count == 1 else 's'}"


def _improvements(count: int) -> str:
    return f"{count} improvement{'' if count == 1 else 's'}"


def improvement_without_action(examined: Examined) -> Iterator[Violation]:
    """A bold improvement that the team agreed on has no action.

    An action answers it by naming its id; a dropped one counts, for somebody has decided. With `every_improvement`
    those of normal weight need one too. While there are no actions at all, one message says so for the whole
    assessment.
    """
    assessment, every = examined.assessment, of(examined).every_improvement
    answered = {action.finding for action in assessment.actions}
    open_ = [
        (item, one)
        for item, result in results(assessment)
        if agreed(result)
        for one in findings(assessment, result)
        if one.kind is FindingKind.IMPROVEMENT and (every or one.weight is Weight.BOLD) and one.id not in answered
    ]
    if open_ and not assessment.actions:
        codes = list(dict.fromkeys(item.code for item, _ in open_))
        weight_en, weight_zh = ("", "") if every else ("bold ", "重点")
        en = f"{len(open_)} {weight_en}improvements have no action, there are none yet: {', '.join(codes)}"
        yield Violation(Text(en=en, zh=f"{len(open_)} 条{weight_zh}改进机会尚无措施：{'、'.join(codes)}"))
        return
    for item, one in open_:
        yield Violation(
            Text(
                en=f"{item.code}: no action answers the improvement {one.id}: {_short(one, 'en')}",
                zh=f"{item.code}：改进机会 {one.id} 没有对应的措施：{_short(one, 'zh')}",
            ),
            item.id,
        )


def _short(finding: Finding, language: str) -> str:
    text = finding.text.get(language)
    return text if len(text) <= 60 else text[:59] + "…"


def action_overdue(examined: Examined) -> Iterator[Violation]:
    """An action should have been finished before the assessment's day, and is neither done nor dropped."""
    day = examined.assessment.as_of
    for action in examined.assessment.actions:
        if action.overdue(day):
            begun = action.status is ActionStatus.RUNNING
            state_en, state_zh = ("still running", "仍在进行") if begun else ("not begun", "尚未开始")
            code = action.item.rpartition(":")[2]
            yield Violation(
                Text(
                    en=f"{code}: action {action.id} was due on {action.due} and is {state_en}: {action.text.get('en')}",
                    zh=f"{code}：措施 {action.id} 应于 {action.due} 完成，目前{state_zh}：{action.text.get('zh')}",
                ),
                action.item,
            )
