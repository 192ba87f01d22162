"""The loop as exhibits: the board, the surveys, and how long those on their way have waited."""

from __future__ import annotations

from collections.abc import Iterator

from zhuoyue import Column, Exhibit, Text, same
from zhuoyue.records import number_column, word_column
from zhuoyue_plugins.survey_programme.desk import DAYS, STAGE, SURVEY, Desk, state
from zhuoyue_plugins.survey_programme.loop import STAGES

_LATE = Text(zh="超期", en="Overdue")
_LIMIT = Text(zh="期限", en="Limit")


def board(desk: Desk) -> tuple[Exhibit, ...]:
    """Return the board and the two lists behind it."""
    return _board(desk), _surveys(desk), _waiting(desk)


def _board(desk: Desk) -> Exhibit:
    loop, limits, day = desk.standings[0].loop, desk.settings.limits.by_stage(), desk.source.as_of
    groups = [[one for one in desk.standings if one.stage is stage and not one.survey.stopped] for stage in loop]
    waited = [max((one.waited or 0 for one in group if one.open), default=None) for group in groups]
    limited = [None if stage is loop[-1] else limits.get(stage) for stage in loop]
    late = [
        sum(bool(one.late) for one in group) if limit is not None and group else None
        for group, limit in zip(groups, limited, strict=True)
    ]
    columns: list[Column] = [
        word_column("stage", STAGE, (STAGES[stage] for stage in loop)),
        number_column("count", Text(zh="调查数", en="Surveys"), map(len, groups)),
        number_column("oldest", Text(zh="最久等待", en="Longest wait"), waited, unit=DAYS),
        number_column("late", _LATE, late),
        number_column("limit", _LIMIT, limited, unit=DAYS),
    ]
    method = Text(
        zh=f"每项调查按其到 {day} 为止到达的最后阶段计入；等待自到达日起算，超过该阶段的期限（limits）即为超期",
        en=f"A survey counts at the furthest stage that it had reached by {day}; it has waited since that stage's "
        "day, and is overdue when it has waited longer than the stage's limit (limits)",
    )
    return desk.exhibit(
        "board", Text(zh="各项调查所处的阶段", en="Where the surveys stand"), method, columns, tuple(_aside(desk))
    )


def _aside(desk: Desk) -> Iterator[Text]:
    """Say how many surveys are on no stage of the board."""
    stopped = sum(one.survey.stopped is not None for one in desk.standings)
    ahead = sum(one.stage is None and not one.survey.stopped for one in desk.standings)
    if stopped:
        yield Text(zh=f"另有 {stopped} 项调查已终止，未列入看板", en=f"Not on the board: {stopped} stopped.")
    if ahead:
        yield Text(zh=f"另有 {ahead} 项调查尚未开始，未列入看板", en=f"Not on the board: {ahead} not begun.")


def _surveys(desk: Desk) -> Exhibit:
    rows, name = desk.standings, desk.name
    tallies = [desk.tally([one]) if desk.answers else None for one in rows]
    days = (same(one.since.isoformat()) if one.since else None for one in rows)
    columns: list[Column] = [
        word_column("survey", SURVEY, (name(one.survey.name) for one in rows)),
        word_column("title", Text(zh="名称", en="Title"), (name(one.survey.title) for one in rows)),
        word_column("segment", Text(zh="客户群", en="Segment"), (name(one.survey.segment) for one in rows)),
        word_column("stage", STAGE, map(state, rows)),
        word_column("since", Text(zh="到达日", en="Since"), days),
        number_column("late", _LATE, (one.late or None for one in rows), unit=DAYS),
        number_column(
            "answers", Text(zh="不满意答卷", en="Dissatisfied"), (one.total if one else None for one in tallies)
        ),
        number_column(
            "neither", Text(zh="未处置", en="Not dealt with"), (one.neither if one else None for one in tallies)
        ),
    ]
    method = Text(
        zh="按登记表逐行列出；未处置为既无措施也无理由的不满意答卷",
        en="The register row by row; not dealt with are dissatisfied answers with neither action nor reason",
    )
    return desk.exhibit("surveys", Text(zh="调查一览", en="Surveys"), method, columns)


def _waiting(desk: Desk) -> Exhibit:
    """List what is on its way, the longest wait first."""
    rows = sorted((one for one in desk.standings if one.open and one.stage), key=lambda one: -(one.waited or 0))
    following = [one.following for one in rows]
    responsible = (one.survey.roles.get(stage) if stage else None for one, stage in zip(rows, following, strict=True))
    columns: list[Column] = [
        word_column("survey", SURVEY, (desk.name(one.survey.name) for one in rows)),
        word_column("stage", STAGE, map(state, rows)),
        number_column("waited", Text(zh="已等待", en="Waited"), (one.waited for one in rows), unit=DAYS),
        number_column("limit", _LIMIT, (one.limit for one in rows), unit=DAYS),
        number_column("late", _LATE, (one.late for one in rows), unit=DAYS),
        word_column(
            "following", Text(zh="下一阶段", en="Next"), (STAGES[stage] if stage else None for stage in following)
        ),
        word_column("responsible", Text(zh="责任人", en="Responsible"), map(desk.name, responsible)),
    ]
    method = Text(
        zh="未归档且未终止的调查，按在当前阶段的等待天数由长到短",
        en="Surveys that are neither archived nor stopped, by the days they have waited at their stage",
    )
    return desk.exhibit("waiting", Text(zh="未完成调查的等待时间", en="How long surveys wait"), method, columns)
