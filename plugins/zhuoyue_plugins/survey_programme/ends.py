"""What is left undone, as exhibits: broken loops, what became of dissatisfied answers, open ends."""

from __future__ import annotations

from dataclasses import dataclass

from zhuoyue import Column, Exhibit, Text, Visibility, same
from zhuoyue.records import number_column, word_column
from zhuoyue_plugins.survey_programme.answers import share
from zhuoyue_plugins.survey_programme.desk import PERCENT, STAGE, SURVEY, Desk
from zhuoyue_plugins.survey_programme.loop import STAGES, Stage, Standing

SKIPPED = Text(zh="跳过阶段", en="stage skipped")
DISORDER = Text(zh="早于前一阶段", en="earlier than the stage before")
NOBODY = Text(zh="没有责任人", en="nobody responsible")
NEITHER = Text(zh="既无措施也无理由", en="neither action nor reason")
UNVERIFIED = Text(zh="有措施但未回访", en="action, but the customer was not asked again")
DUE = Text(zh="应闭环", en="due")
IN_TIME = Text(zh="期限内", en="in time")
NOT_ASKED = Text(zh="措施已实施但没有再次调查", en="improvement made, but no survey asked again")
_WHERE = Text(zh="位置", en="Where")


@dataclass(frozen=True)
class _End:
    """A row of the list of open ends."""

    survey: str
    what: Text
    place: str
    answer: str | None = None
    action: str | None = None


def ends(desk: Desk) -> tuple[Exhibit, ...]:
    """Return what is left undone."""
    return (_breaks(desk), *((_answers(desk),) if desk.answers else ()), _ends(desk))


def _breaks(desk: Desk) -> Exhibit:
    found: list[tuple[Standing, Text, Text]] = []
    for one in desk.standings:
        found += [(one, SKIPPED, STAGES[stage]) for stage in one.skipped]
        found += [(one, DISORDER, STAGES[late]) for _, late in one.disorder]
        found += [(one, NOBODY, STAGES[stage]) for stage in one.nobody]
    columns: list[Column] = [
        word_column("survey", SURVEY, (desk.name(one.survey.name) for one, _, _ in found)),
        word_column("what", Text(zh="问题", en="What"), (what for _, what, _ in found)),
        word_column("stage", STAGE, (stage for _, _, stage in found)),
        word_column("where", _WHERE, (same(one.survey.where) for one, _, _ in found)),
    ]
    method = Text(
        zh="跳过：后面的阶段有日期而该阶段没有；早于：后一阶段的日期早于前一阶段；没有责任人：已到达或即将到达的阶段未填",
        en="Skipped: a later stage has a day, this one has none. Earlier: a stage was reached before the one that "
        "precedes it. Nobody responsible: of the stages reached and the next one",
    )
    return desk.exhibit("breaks", Text(zh="环节缺失", en="Broken loops"), method, columns)


def _answers(desk: Desk) -> Exhibit:
    tallies = desk.answers.tallies if desk.answers else {}
    standings = [one for one in desk.standings if one.survey.name in tallies]
    rows = [(one.survey, tallies[one.survey.name]) for one in standings]
    handled = (share(one.action + one.reason, one.total) for _, one in rows)
    columns: list[Column] = [
        word_column("survey", SURVEY, (desk.name(survey.name) for survey, _ in rows)),
        number_column("total", Text(zh="不满意答卷", en="Dissatisfied"), (one.total for _, one in rows)),
        number_column("verified", Text(zh="措施已回访", en="Action, verified"), (one.verified for _, one in rows)),
        number_column(
            "unverified", Text(zh="措施未回访", en="Action, not verified"), (one.unverified for _, one in rows)
        ),
        number_column("reason", Text(zh="注明理由", en="Reason"), (one.reason for _, one in rows)),
        number_column("neither", Text(zh="未处置", en="Neither"), (one.neither for _, one in rows)),
        word_column("due", Text(zh="闭环", en="Loop"), (DUE if one.due else IN_TIME for one in standings)),
        number_column("handled", Text(zh="处置率", en="Dealt with"), handled, unit=PERCENT),
    ]
    method = Text(
        zh="每份不满意答卷计入一类：措施已回访、措施未回访、无措施但注明理由、两者皆无；处置率 =（措施 + 理由）÷ 全部。"
        "应闭环：已闭环或已超期",
        en="Each dissatisfied answer counts once: action and asked again, action only, a reason why not, or neither; "
        "dealt with = (action + reason) ÷ all. A loop is due when it is closed or overdue",
    )
    title = Text(zh="不满意答卷的去向", en="What became of dissatisfied answers")
    return desk.exhibit("answers", title, method, columns)


def _ends(desk: Desk) -> Exhibit:
    rows = [*_not_asked(desk), *_of_answers(desk)]
    owed = desk.tally([one for one in desk.standings if one.due])
    more = desk.tally(desk.standings).neither + owed.unverified - sum(one.what in (NEITHER, UNVERIFIED) for one in rows)
    note = Text(
        zh=f"另有 {more} 条计入统计，但未列入任何清单（列出条数由 max_listed 设定）",
        en=f"{more} more are counted, but listed nowhere: max_listed says how many are.",
    )
    # The id of an answer may lead to who gave it: it is not for the public.
    ids = (one.answer if desk.source.visibility is not Visibility.PUBLIC else None for one in rows)
    columns: list[Column] = [
        word_column("survey", SURVEY, (desk.name(one.survey) for one in rows)),
        word_column("what", Text(zh="未了事项", en="Open end"), (one.what for one in rows)),
        word_column("answer", Text(zh="答卷", en="Answer"), (same(one) if one else None for one in ids)),
        word_column("action", Text(zh="措施", en="Action"), (same(one.action) if one.action else None for one in rows)),
        word_column("where", _WHERE, (same(one.place) for one in rows)),
    ]
    method = Text(
        zh="既无措施也无理由的不满意答卷；应闭环的调查中有措施但未回访的答卷；措施已实施但没有再次调查的调查",
        en="Dissatisfied answers with neither action nor reason; actions whose customer was not asked again, of "
        "surveys that are closed or overdue; surveys whose improvement is made, but which no other survey followed up",
    )
    return desk.exhibit("ends", Text(zh="未了事项", en="Open ends"), method, columns, (note,) if more > 0 else ())


def _not_asked(desk: Desk) -> list[_End]:
    if desk.settings.fields.resurvey is None:
        return []
    return [
        _End(one.survey.name, NOT_ASKED, one.survey.where)
        for one in desk.standings
        if Stage.ACTION in one.reached and not (one.survey.resurvey or one.survey.stopped)
    ]


def _of_answers(desk: Desk) -> list[_End]:
    """Return answers: those about which nothing was done before those that were not asked again."""
    known = {one.survey.name for one in desk.standings}
    found = [
        _End(one.survey, UNVERIFIED if one.action else NEITHER, one.place, one.answer, one.action)
        for one in (desk.answers.ends if desk.answers else ())
        if one.survey in known
    ]
    return sorted(found, key=lambda one: one.what is not NEITHER)
