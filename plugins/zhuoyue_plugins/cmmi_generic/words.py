"""What pages and findings call goals' states and capability levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhuoyue import Text
from zhuoyue_plugins.cmmi_generic.appraisal import Cell, GoalState, Process
from zhuoyue_plugins.cmmi_generic.marks import OPEN, SHOWN, UNKNOWN

STATES: Mapping[GoalState, Text] = {
    GoalState.SATISFIED: Text(zh="✓ 达成（已确认）", en="✓ satisfied, confirmed"),
    GoalState.ALLOWED: Text(zh="△ 各实践允许，待确认", en="△ practices allow it – to be confirmed"),
    GoalState.REFUSED: Text(zh="✗ 弱项合起来妨碍目标", en="✗ weaknesses together harm it"),
    GoalState.OPEN: Text(zh="◑ 有待定的实践", en="◑ a practice is open"),
    GoalState.UNSATISFIED: Text(zh="✗ 未达成", en="✗ not satisfied"),
    GoalState.NOT_RATED: Text(zh="? 未评级", en="? not rated"),
}
LEVELS: Sequence[Text] = (
    Text(zh="0 不完整", en="0 Incomplete"),
    Text(zh="1 已执行", en="1 Performed"),
    Text(zh="2 已管理", en="2 Managed"),
    Text(zh="3 已定义", en="3 Defined"),
)
CONFIRMED = Text(zh="已确认", en="confirmed")
RECORDED = Text(zh="按记录", en="as recorded")
TO_CONFIRM = Text(zh="待确认", en="to be confirmed")
UNDECIDED = Text(zh="未定", en="open")
PERFORMED = Text(zh="是", en="yes")
NOT_PERFORMED = Text(zh="否", en="no")
TAKEN = Text(zh="假定已执行", en="assumed performed")
NOBODY_SAYS = Text(zh="未知", en="unknown")
DECIDED = Text(zh="（评价组决定）", en=" (decided)")
GOAL_OF = {"GG2": 2, "GG3": 3}
"""Capability level that a goal leads to."""


def cell_text(cell: Cell) -> Text:
    """Return what a cell shows: symbol, mark, meaning, and that people decided it."""
    if cell.value is None:
        return OPEN if cell.open else UNKNOWN
    shown = SHOWN[cell.value]
    return both(shown, DECIDED) if cell.undecidable else shown


def level_text(process: Process) -> Text:
    """Return the capability level, or the range it lies in."""
    low, high = process.levels
    if low == high:
        return LEVELS[low]
    return Text(zh=f"{low} … {high}", en=f"{low} … {high}")


def basis_text(process: Process) -> Text:
    """Say how sure the level is."""
    low, high = process.levels
    if low != high:
        return UNDECIDED
    if low < min(GOAL_OF.values()):
        return TAKEN if process.assumed else RECORDED
    return CONFIRMED if process.confirmed else TO_CONFIRM


def performed_text(process: Process) -> Text:
    """Say whether the process is performed, and whether anybody looked."""
    if process.assumed:
        return TAKEN
    if process.performed is None:
        return NOBODY_SAYS
    return PERFORMED if process.performed else NOT_PERFORMED


def both(one: Text, other: Text) -> Text:
    """Return two texts as one."""
    return Text(zh=one.get("zh") + other.get("zh"), en=one.get("en") + other.get("en"))


def joined(texts: Sequence[Text], zh: str = "；", en: str = "; ") -> Text | None:
    """Return texts as one; None if there are none."""
    if not texts:
        return None
    return Text(zh=zh.join(one.get("zh") for one in texts), en=en.join(one.get("en") for one in texts))
