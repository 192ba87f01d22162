"""Rules about what changed and what is left to do: ZY109, ZY112, ZY116 and ZY117."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from zhuoyue import Assessment, Examined, ItemResult, Question, State, Text, Violation, Visibility
from zhuoyue_plugins.lint import sentences
from zhuoyue_plugins.lint.facts import agreed, findings, rated, results, support
from zhuoyue_plugins.lint.settings import of

_STOCK = {
    sentences.same(one) for one in ("不适用", "无", "没有", "不涉及", "not applicable", "n/a", "none", "no", "nil")
}


def band_jump(examined: Examined) -> Iterator[Violation]:
    """An item moved two bands or more since the last closed cycle, and its evidence is the same.

    New is evidence with another id or another hash, a measure with another value, and an exhibit with other figures or
    words. On the way down evidence that is gone counts as well. What is above the tier of the earlier assessment is not
    compared, for that one would not have it; nor is a cycle that was assessed against other criteria.
    """
    assessment, previous = examined.assessment, examined.previous
    if previous is None or previous.criteria.id != assessment.criteria.id:
        return
    before = {one.item.id: one for one in rated(previous)}
    for now in rated(assessment):
        then = before.get(now.item.id)
        bands = [assessment.scheme_of(now.item).band(one.percent) for one in (then, now) if one is not None]
        if len(bands) < 2 or bands[0] is None or bands[1] is None or then is None:
            continue
        rise = bands[1].number - bands[0].number
        if abs(rise) < of(examined).jump_bands:
            continue
        tier = previous.visibility
        old, new = _facts(previous, then.result, tier), _facts(assessment, now.result, tier)
        if new - old or (rise < 0 and old - new):
            continue
        figures = [f"{then.shown.get(language)} → {now.shown.get(language)}" for language in ("en", "zh")]
        yield Violation(
            Text(
                en=f"{now.item.code} moved {abs(rise)} bands since the last cycle ({figures[0]}) without new evidence",
                zh=f"{now.item.code} 较上一轮变动 {abs(rise)} 个分数段（{figures[1]}），但没有新的证据",
            ),
            now.item.id,
        )


def _facts(assessment: Assessment, result: ItemResult, tier: Visibility) -> set[Hashable]:
    """Return what an item rests on, as far as `tier` shows it: evidence with its hash, all else with its values."""
    found = support(assessment, result)
    facts: set[Hashable] = {(one.id, one.sha256) for one in found.evidence if tier.shows(one.visibility)}
    for one in found.measures:
        if tier.shows(one.visibility):
            facts.add((one.id, tuple((point.period, point.value) for point in one.points)))
    for shown in found.exhibits:
        if tier.shows(shown.visibility):
            facts.add((shown.id, tuple((column.key, column.values) for column in shown.columns)))
    return facts


def not_applicable_without_reason(examined: Examined) -> Iterator[Violation]:
    """An item is left out of the score, and the reason is missing or says nothing.

    A reason says nothing if it only repeats that the item does not apply, or is shorter than `reason_length`.
    """
    for item, result in results(examined.assessment):
        if result.score.state is not State.NOT_APPLICABLE:
            continue
        reason = result.rating.reason if result.rating else None
        given = [text for text in (reason.zh, reason.en) if text.strip()] if reason else []
        if any(_says_something(text, of(examined).reason_length) for text in given):
            continue
        if given:
            en, zh = f"for a reason that says nothing: {given[0]}", f"但理由不充分：{given[0]}"
        else:
            en, zh = "without a reason", "但没有说明理由"
        yield Violation(
            Text(en=f"{item.code} is left out as not applicable {en}", zh=f"{item.code} 按不适用处理，{zh}"), item.id
        )


def _says_something(text: str, least: int) -> bool:
    return sentences.length(text) >= least and sentences.same(text) not in _STOCK


def open_site_visit_question(examined: Examined) -> Iterator[Violation]:
    """The team has agreed on an item, and a question for the site visit has no answer.

    The team's questions of all its stages count; if it wrote none, the assessors'. One is answered by the same question
    with an answer in a sheet of any stage.
    """
    for item, result in results(examined.assessment):
        if not agreed(result):
            continue
        for question in examined.assessment.questions(item.id):
            if question.answer is None:
                yield Violation(
                    Text(
                        en=f"{item.code}: no answer yet to the site-visit question: {question.text.get('en')}",
                        zh=f"{item.code}：现场评审问题尚无答复：{question.text.get('zh')}",
                    ),
                    item.id,
                    _where(result, question),
                )


def _where(result: ItemResult, question: Question) -> str:
    """Return the place of the rating that asks the question."""
    return next(rating.where for rating in result.ratings if question in rating.questions)


def carried_texts(examined: Examined) -> Iterator[Violation]:
    """The team has accepted a value for an item, and its findings, notes or questions are still those of last time.

    `zhuoyue cycle new` carries them over; accepting a value leaves `carried_texts = true` in the row. A row that is to
    be re-evaluated counts for nothing, so its texts are not asked about yet.
    """
    for item, result in results(examined.assessment):
        own = findings(examined.assessment, result)
        for rating in result.ratings:
            if rating.carried_texts and (own or rating.dimensions or rating.questions):
                yield Violation(
                    Text(
                        en=f"{item.code}: texts carried over from the last cycle, not reviewed yet",
                        zh=f"{item.code}：文字沿用上一轮，尚未复核",
                    ),
                    item.id,
                    rating.where,
                )
