"""Goals and levels against rules written down once more, in other words; the roll-up against the scheme's."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from zhuoyue_plugins.characterise.roll_up import Characterisation as Level
from zhuoyue_plugins.characterise.roll_up import Decided, roll_up
from zhuoyue_plugins.cmmi_generic.appraisal import Appraisal, Characterisation, Decision, GoalState, appraise
from zhuoyue_plugins.cmmi_generic.marks import Mark, rolled_up
from zhuoyue_plugins.cmmi_generic.practices import practices

GG2 = [f"GP2.{number}" for number in range(1, 11)]
GG3 = ["GP3.1", "GP3.2"]


def test_the_table_is_that_of_the_scheme():
    """The rows ask only what occurs, never how often: 31 sets are all there is."""
    for size in range(1, 6):
        for chosen in combinations(["FI", "LI", "PI", "NI", "NY"], size):
            result = roll_up(Level(one) for one in chosen)
            wanted = str(result.value) if isinstance(result, Decided) else None
            assert rolled_up(Mark(one) for one in chosen) == wanted


def oracle_value(cell: list[str], decision: str | None) -> str | None:
    """The six rows, condition by condition; None where open, `?` where nobody knows."""
    if not cell or "?" in cell:
        return "?"
    if all(one == "NY" for one in cell):
        return "NY"
    rest = [one for one in cell if one != "NY"]
    high = [one for one in rest if one in ("FI", "LI")]
    if high and len(high) < len(rest):
        return decision
    if high:
        return "LI" if "LI" in rest else "FI"
    return "PI" if "PI" in rest else "NI"


def oracle_goal(values: list[str | None], said: bool | None) -> str:
    """How far a goal is reached, rule by rule."""
    if "?" in values or "NY" in values:
        return "not_rated"
    if "PI" in values or "NI" in values:
        return "unsatisfied"
    if None in values:
        return "open"
    return {None: "allowed", True: "satisfied", False: "refused"}[said]


def oracle_levels(performed: bool | None, goals: list[list[str | None]], said: list[bool | None]) -> set[int]:
    """Every level the process can have once all is known: each unknown tried with a good and a bad end."""
    reached = [[performed] if performed is not None else [True, False]]
    for values, word in zip(goals, said, strict=True):
        if any(value in ("PI", "NI") for value in values):
            ends = [False]
        elif all(value in ("FI", "LI") for value in values):
            ends = [word is not False]
        else:
            ends = [True, False]
        reached.append(ends)
    levels = set()
    for first in reached[0]:
        for second in reached[1]:
            for third in reached[2]:
                levels.add(0 if not first else 1 if not second else 2 if not third else 3)
    return levels


MARKS = st.sampled_from(["FI", "FI", "FI", "FI", "LI", "LI", "PI", "NI", "NY", "?"])
GOOD = st.sampled_from(["FI", "LI"])
CELL = st.one_of(st.lists(GOOD, min_size=1, max_size=3), st.lists(MARKS, min_size=0, max_size=3))
CELLS = st.one_of(
    st.fixed_dictionaries({code: st.lists(GOOD, min_size=1, max_size=2) for code in [*GG2, *GG3]}),
    st.fixed_dictionaries(dict.fromkeys([*GG2, *GG3], CELL)),
)
SAID = st.sampled_from([None, True, False])


def appraised(cells: dict[str, list[str]], decisions: dict[str, Decision], performed: bool | None) -> Appraisal:
    rows = [
        Characterisation("p", str(place), code, None if mark == "?" else Mark(mark))
        for code, marks in cells.items()
        for place, mark in enumerate(marks)
    ]
    rows.append(Characterisation("p", "0", "GP1.1", {None: None, True: Mark.FULL, False: Mark.NONE}[performed]))
    return appraise(rows, {("p", code): one for code, one in decisions.items()}, {}, assume=True)


@settings(max_examples=100, deadline=None)
@given(CELLS, st.dictionaries(st.sampled_from([*GG2, *GG3]), st.sampled_from(["LI", "PI"])), SAID, SAID, SAID)
def test_goals_and_levels_agree_with_the_oracle(cells, decided, said2, said3, performed):
    decisions = {code: Decision(Mark(value), "Chen", "Because.") for code, value in decided.items()}
    decisions |= {
        goal: Decision(said, "Chen", "Because.") for goal, said in (("GG2", said2), ("GG3", said3)) if said is not None
    }
    (process,) = appraised(cells, decisions, performed).processes
    values = {code: oracle_value(marks, decided.get(code)) for code, marks in cells.items()}
    for code, value in values.items():
        cell = process.cells[code]
        assert (cell.unknown, cell.open, cell.value) == (value == "?", value is None, None if value == "?" else value)
    second, third = [values[code] for code in GG2], [values[code] for code in GG3]
    assert [goal.state for goal in process.goals] == [oracle_goal(second, said2), oracle_goal(third, said3)]
    possible = oracle_levels(performed, [second, third], [said2, said3])
    assert process.levels == (min(possible), max(possible))


@given(st.lists(st.sampled_from(Mark), min_size=1, max_size=4), st.integers(0, 3), st.sampled_from(Mark))
def test_a_better_mark_never_makes_a_decided_cell_worse(marks, place, better):
    order = [Mark.NONE, Mark.PARTIAL, Mark.LARGE, Mark.FULL]
    place %= len(marks)
    if better is Mark.NOT_YET or Mark.NOT_YET in marks or order.index(better) < order.index(marks[place]):
        return
    before, after = rolled_up(marks), rolled_up([*marks[:place], better, *marks[place + 1 :]])
    if before and after:
        assert order.index(after) >= order.index(before)


def cells_of(value: str = "FI", **other: list[str]) -> dict[str, list[str]]:
    named = {code.replace("_", "."): marks for code, marks in other.items()}
    return {one.code: named.get(one.code, [value]) for one in practices()}


def test_one_practice_short_keeps_the_level_below():
    (process,) = appraised(cells_of(GP3_2=["PI"]), {}, True).processes
    assert process.levels == (2, 2)
    assert [goal.state for goal in process.goals] == [GoalState.ALLOWED, GoalState.UNSATISFIED]
    assert not process.confirmed


def test_a_level_is_confirmed_by_people_only():
    yes = Decision(True, "Chen", "Small.")
    (process,) = appraised(cells_of(), {"GG2": yes, "GG3": yes}, True).processes
    assert (process.levels, process.confirmed) == ((3, 3), True)
    (process,) = appraised(cells_of(), {"GG2": yes}, True).processes
    assert (process.levels, process.confirmed) == ((3, 3), False)


def test_joint_weaknesses_can_refuse_a_goal_whose_practices_allow_it():
    no = Decision(False, "Chen", "Together they stop it.")
    (process,) = appraised(cells_of("LI"), {"GG2": no}, True).processes
    assert process.goals[0].state is GoalState.REFUSED
    assert process.levels == (1, 1)


def test_nobody_said_whether_it_is_performed():
    rows = [Characterisation("p", "a", one.code, Mark.FULL) for one in practices()]
    (taken,) = appraise(rows, {}, {}, assume=True).processes
    assert (taken.levels, taken.assumed, taken.confirmed) == ((3, 3), True, False)
    (unknown,) = appraise(rows, {}, {}, assume=False).processes
    assert (unknown.levels, unknown.assumed) == ((0, 3), False)
    (said,) = appraise(rows, {}, {"p": False}, assume=True).processes
    assert (said.levels, said.assumed) == ((0, 0), False)


def test_a_decision_counts_only_where_the_rules_leave_it_open():
    decision = Decision(Mark.PARTIAL, "Chen", "Because.")
    appraisal = appraised(cells_of(), {"GP2.1": decision, "GG2": Decision(True, "Chen", "Fine.")}, True)
    assert appraisal.overruled == {("p", "GP2.1"): "FI"}
    assert appraisal.processes[0].cells["GP2.1"].value is Mark.FULL
    appraisal = appraised(cells_of(GP2_2=["NI"]), {"GG2": Decision(True, "Chen", "Fine.")}, True)
    assert appraisal.overruled == {("p", "GG2"): "unsatisfied"}
