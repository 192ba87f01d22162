"""How far processes have come: goals, capability levels, what keeps them back, what the team must decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhuoyue import Assumption, Column, Exhibit, Text
from zhuoyue_plugins.cmmi_generic.appraisal import Appraisal, Cell, Characterisation, Decision, Goal, Process
from zhuoyue_plugins.cmmi_generic.desk import PRACTICE, PROCESS, Desk, numbers, texts
from zhuoyue_plugins.cmmi_generic.marks import DONE, Mark
from zhuoyue_plugins.cmmi_generic.practices import by_code, goals
from zhuoyue_plugins.cmmi_generic.words import (
    GOAL_OF,
    LEVELS,
    NOT_PERFORMED,
    PERFORMED,
    STATES,
    basis_text,
    both,
    cell_text,
    joined,
    level_text,
    performed_text,
)

LEVEL = Text(zh="能力等级", en="Capability level")
GOAL = Text(zh="目标", en="Goal")
_NO_WEAKNESS = Text(zh="记录未写明弱项", en="no weakness is recorded")
_NOT_LOOKED = Text(zh="未判定", en="not characterised")
_NOT_YET = Text(zh="尚未开展到这一步", en="not come that far yet")
_SPECIFIC = Text(zh="GG1 特定目标", en="GG1 specific goals")


def levels(desk: Desk, appraisal: Appraisal) -> Iterator[Exhibit]:
    """Yield goals, levels, blockers, open decisions and decisions taken."""
    yield _goals(desk, appraisal)
    yield _levels(desk, appraisal)
    yield _blockers(desk, appraisal)
    yield _open(desk, appraisal)
    yield _decided(desk, appraisal)


def goal_label(code: str) -> Text:
    """Return code and name of a goal."""
    name = goals()[code]
    return Text(zh=f"{code} {name.get('zh')}", en=f"{code} {name.get('en')}")


def _goals(desk: Desk, appraisal: Appraisal) -> Exhibit:
    found = [(process, goal) for process in appraisal.processes for goal in process.goals]
    columns: list[Column] = [
        texts("process", PROCESS, (desk.name(process.name) for process, _ in found)),
        texts("goal", GOAL, (goal_label(goal.code) for _, goal in found)),
        texts("state", Text(zh="状态", en="State"), (STATES[goal.state] for _, goal in found)),
        numbers("done", Text(zh="FI 或 LI", en="FI or LI"), (_done(goal) for _, goal in found)),
        numbers("practices", Text(zh="实践数", en="Practices"), (len(goal.cells) for _, goal in found)),
        texts("by", Text(zh="确认人", en="Said by"), (_by(desk, goal.decision) for _, goal in found)),
        texts("reason", Text(zh="理由", en="Reason"), (_reason(desk, goal.decision) for _, goal in found)),
    ]
    method = Text(
        zh="目标达成，当且仅当每项实践均为 FI 或 LI，且由评价人员确认各弱项合起来不会严重妨碍目标；"
        "未经确认的显示为“待确认”。"
        "有 NY 或未判定的实践时不评级（规则凭记忆）",
        en="A goal is satisfied if and only if every practice is FI or LI and a person confirms that their weaknesses "
        "together do it no serious harm; until then it is to be confirmed. Not rated with a practice that is NY or not "
        "characterised (rules from memory)",
    )
    return desk.exhibit("goals", Text(zh="各过程的通用目标", en="Generic goals by process"), method, columns, appraisal)


def _done(goal: Goal) -> int:
    return sum(cell.value in DONE for cell in goal.cells)


def _by(desk: Desk, decision: Decision | None) -> Text | None:
    return desk.name(decision.by) if decision else None


def _reason(desk: Desk, decision: Decision | None) -> Text | None:
    return desk.name(decision.reason) if decision else None


def _levels(desk: Desk, appraisal: Appraisal) -> Exhibit:
    processes = appraisal.processes
    ends = [one.levels for one in processes]
    columns: list[Column] = [
        texts("process", PROCESS, (desk.name(one.name) for one in processes)),
        numbers("instances", Text(zh="实例数", en="Instances"), (len(one.instances) for one in processes)),
        texts("performed", Text(zh="特定目标达成", en="Specific goals satisfied"), map(performed_text, processes)),
        *(
            texts(code.lower(), goal_label(code), (STATES[one.goals[place].state] for one in processes))
            for place, code in enumerate(goals())
        ),
        texts("shown", LEVEL, map(level_text, processes)),
        texts("basis", Text(zh="依据", en="Basis"), map(basis_text, processes)),
        numbers("level", Text(zh="等级", en="Level"), (low if low == high else None for low, high in ends)),
        numbers("low", Text(zh="最低", en="Lowest"), (low for low, _ in ends)),
        numbers("high", Text(zh="最高", en="Highest"), (high for _, high in ends)),
    ]
    names = [one.get("zh") for one in LEVELS], [one.get("en") for one in LEVELS]
    method = Text(
        zh=f"等级：{'、'.join(names[0])}。1 级要求过程域的特定目标达成，2 级还要求 GG2，"
        "3 级还要求 GG3；每一级以其下各级为前提。"
        "仍有待定或未评级的目标时给出范围",
        en=f"Levels: {', '.join(names[1])}. Level 1 asks for the specific goals of the process area, level 2 for GG2 "
        "too, level 3 for GG3 too; each needs those below it. A range while a goal is open or not rated",
    )
    title = Text(zh="各过程的能力等级", en="Capability level by process")
    return desk.exhibit("levels", title, method, columns, appraisal, assumptions=_assumed(processes))


def _assumed(processes: Sequence[Process]) -> tuple[Assumption, ...]:
    count = sum(one.assumed for one in processes)
    if not count:
        return ()
    return (
        Assumption(
            key="performed",
            title=Text(
                zh="假定特定目标已达成（1 级）的过程数",
                en="Processes taken to satisfy their specific goals (level 1)",
            ),
            value=Decimal(count),
            unit=Text(zh="个", en="processes"),
            origin=Text(
                zh="没有 GP 1.1 的记录，设置 performed 也未说明；如不作此假定，可设置 assume_performed = false",
                en="Neither rows of GP 1.1 nor the setting performed say so; assume_performed = false leaves it open",
            ),
        ),
    )


def _blockers(desk: Desk, appraisal: Appraisal) -> Exhibit:
    found = [entry for process in appraisal.processes for entry in _blocking(desk, process)]
    found.sort(key=lambda entry: entry[0])
    columns: list[Column] = [
        texts("process", PROCESS, (process for _, process, *_ in found)),
        texts("practice", PRACTICE, (practice for _, _, practice, *_ in found)),
        numbers("level", Text(zh="阻碍的等级", en="Level kept back"), (level for level, *_ in found)),
        texts("value", Text(zh="汇总", en="Rolled up"), (value for *_, value, _ in found)),
        texts("lacks", Text(zh="欠缺什么", en="What is lacking"), (lacks for *_, lacks in found)),
    ]
    method = Text(
        zh="不是 FI 或 LI 的实践，及其低于 LI 的实例和记录的弱项；GG2 的实践阻碍 2 级，GG3 的实践阻碍 3 级",
        en="Practices that are not FI or LI, with the instances below LI and the weaknesses recorded there; those of "
        "GG2 keep level 2 back, those of GG3 level 3",
    )
    title = Text(zh="阻碍等级的实践", en="What keeps a level from being reached")
    return desk.exhibit("blockers", title, method, columns, appraisal)


def _blocking(desk: Desk, process: Process) -> Iterator[tuple[int, Text, Text, Text, Text]]:
    name = desk.name(process.name)
    if process.performed is False:
        yield (
            1,
            name,
            _SPECIFIC,
            NOT_PERFORMED,
            both(Text(zh="特定目标未达成：", en="specific goals satisfied: "), NOT_PERFORMED),
        )
    for goal in process.goals:
        for cell in goal.cells:
            if cell.value not in DONE:
                label = by_code()[cell.code].label
                yield GOAL_OF[goal.code], name, label, cell_text(cell), _lacking(desk, cell)


def _lacking(desk: Desk, cell: Cell) -> Text:
    """Return what the instances below LI lack; those that lack the same together."""
    places: dict[Text, list[Text]] = {}
    for one in cell.instances:
        if one.mark not in DONE:
            places.setdefault(_lack(desk, one), []).append(_place(desk, one))
    parts = []
    for lack, named in places.items():
        where = joined(named, "、", ", ") or lack
        parts.append(Text(zh=f"{where.get('zh')}：{lack.get('zh')}", en=f"{where.get('en')}: {lack.get('en')}"))
    return joined(parts) or _NOT_LOOKED


def _lack(desk: Desk, one: Characterisation) -> Text:
    if one.mark is None:
        return _NOT_LOOKED
    return desk.maybe(one.weakness) or (_NOT_YET if one.mark is Mark.NOT_YET else _NO_WEAKNESS)


def _place(desk: Desk, one: Characterisation) -> Text:
    """Name an instance, with its mark."""
    where, mark = desk.place(one), f" {one.mark}" if one.mark else ""
    return Text(zh=f"{where.get('zh')}{mark}", en=f"{where.get('en')}{mark}")


def _open(desk: Desk, appraisal: Appraisal) -> Exhibit:
    cells = [cell for cell in appraisal.cells if cell.open]
    columns: list[Column] = [
        texts("process", PROCESS, (desk.name(cell.process) for cell in cells)),
        texts("practice", PRACTICE, (by_code()[cell.code].label for cell in cells)),
        texts("instances", Text(zh="各实例", en="Instances"), (_marks(desk, cell) for cell in cells)),
        texts("weaknesses", Text(zh="弱项", en="Weaknesses"), (_lacking(desk, cell) for cell in cells)),
    ]
    method = Text(
        zh="FI 或 LI 与 PI 或 NI 并存，须由评价组决定 LI 或 PI，并写明决定人和理由；未决定前保持待定",
        en="FI or LI beside PI or NI: the team decides LI or PI, with a person and a reason; open until then",
    )
    title = Text(zh="待评价组决定的判定", en="Decisions that are open")
    return desk.exhibit("open", title, method, columns, appraisal)


def _marks(desk: Desk, cell: Cell) -> Text | None:
    return joined([_place(desk, one) for one in cell.instances], "、", ", ")


def _decided(desk: Desk, appraisal: Appraisal) -> Exhibit:
    about: list[tuple[str, Text, Text | None, Decision]] = [
        (cell.process, by_code()[cell.code].label, _marks(desk, cell), cell.decision)
        for cell in appraisal.cells
        if cell.undecidable and cell.decision
    ]
    about += [
        (process.name, goal_label(goal.code), STATES[goal.state], goal.decision)
        for process in appraisal.processes
        for goal in process.goals
        if goal.decision and (process.name, goal.code) not in appraisal.overruled
    ]
    columns: list[Column] = [
        texts("process", PROCESS, (desk.name(process) for process, *_ in about)),
        texts("about", Text(zh="实践或目标", en="Practice or goal"), (one for _, one, *_ in about)),
        texts("found", Text(zh="实例或状态", en="Instances or state"), (one for *_, one, _ in about)),
        texts("decided", Text(zh="决定", en="Decided"), (_value(one) for *_, one in about)),
        texts("by", Text(zh="决定人", en="By"), (desk.name(one.by) for *_, one in about)),
        texts("reason", Text(zh="理由", en="Reason"), (desk.name(one.reason) for *_, one in about)),
    ]
    method = Text(
        zh="规则留给评价组的判定，以及对目标的确认；每项决定都有决定人和理由",
        en="What the rules leave to the team, and confirmations of goals; each with a person and a reason",
    )
    return desk.exhibit("decided", Text(zh="评价组的决定", en="Decisions taken"), method, columns, appraisal)


def _value(decision: Decision) -> Text:
    if isinstance(decision.value, Mark):
        return Text(zh=str(decision.value), en=str(decision.value))
    return PERFORMED if decision.value else NOT_PERFORMED
