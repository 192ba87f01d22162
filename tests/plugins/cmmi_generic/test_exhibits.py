"""What a table of characterisations shows, counted by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from zhuoyue import FindingKind, Measure, Verdict, Visibility, Weight
from zhuoyue_plugins.characterise.scheme import Characterise
from zhuoyue_plugins.cmmi_generic.practices import criteria

from .conftest import (
    ALL,
    DATED,
    FIELDS,
    collect,
    collect_file,
    exhibit,
    findings,
    judged,
    process,
    row,
    suggestion,
    words,
)

TABLE = (
    process("Design", {"GP 2.9": "FI PI", "GP 3.2": "PI NI", "GP 2.5": "LI PI"})
    + row("Design", "", "GP 2.5", "", "", "", "", "LI", "Chen", "One place only")
    + process("Buying", usual="LI")
    + process("Service", {"GP 2.1": "NI NI", "GP 2.9": "PI PI", "GP 3.1": "NY NY"})
    + row("Buying", "a", "GP 1.1", "FI")
)


def test_the_matrix() -> None:
    matrix = exhibit(collect(TABLE), "matrix")
    assert [column.title.en for column in matrix.columns][:2] == [
        "Process",
        "GP 2.1 Establish an Organizational Policy",
    ]
    assert words(matrix, "process") == ["Design", "Buying", "Service"]
    assert words(matrix, "gp2.1") == ["● FI fully", "◕ LI largely", "○ NI not implemented"]
    assert words(matrix, "gp2.5") == ["◕ LI largely (decided)", "◕ LI largely", "● FI fully"]
    assert words(matrix, "gp2.9", "zh") == ["◑ LI/PI 待定", "◕ LI 大部分实施", "◔ PI 部分实施"]
    assert words(matrix, "gp3.1") == ["● FI fully", "◕ LI largely", "– NY not yet"]


def test_counts_by_practice() -> None:
    table = exhibit(collect(TABLE), "practices")
    (first,) = [one for one in table.rows() if str(one["practice"]).startswith("GP 2.9 ")]
    assert [first[key] for key in ("fi", "li", "open", "pi", "ni", "unrated")] == [0, 1, 1, 1, 0, 0]
    assert first["share"] == Decimal("33.333333333")
    (last,) = [one for one in table.rows() if str(one["practice"]).startswith("GP 3.1 ")]
    assert [last[key] for key in ("fi", "li", "open", "pi", "ni", "unrated")] == [1, 1, 0, 0, 0, 1]


def test_levels_goals_and_what_is_assumed() -> None:
    collected = collect(TABLE)
    levels = exhibit(collected, "levels")
    # Design: GP 2.9 open, GP 3.2 partial: 1 or 2. Buying: all LI. Service: GP 2.1 not implemented.
    assert words(levels, "shown") == ["1 … 2", "3 Defined", "1 Performed"]
    assert words(levels, "basis") == ["open", "to be confirmed", "assumed performed"]
    assert words(levels, "performed") == ["assumed performed", "yes", "assumed performed"]
    assert levels.numbers("level") == (None, 3, 1)
    (assumption,) = levels.assumptions
    assert (assumption.key, assumption.value) == ("performed", 2)
    goals = exhibit(collected, "goals")
    assert words(goals, "state") == [
        "◑ a practice is open",
        "✗ not satisfied",
        "△ practices allow it – to be confirmed",
        "△ practices allow it – to be confirmed",
        "✗ not satisfied",
        "? not rated",
    ]
    assert goals.numbers("done") == (9, 1, 10, 2, 8, 1)


def test_what_keeps_a_level_back_and_what_is_open() -> None:
    weak = row("Design", "a", "GP 2.2", "FI", "plan") + row("Design", "b", "GP 2.2", "NI", "", "", "no plan")
    collected = collect(weak)
    blockers = exhibit(collected, "blockers")
    (first,) = [one for one in blockers.rows() if str(one["practice"]).startswith("GP 2.2 ")]
    assert (first["level"], str(first["value"])) == (2, "◑ LI/PI open")
    assert str(first["lacks"]) == "b NI: no plan"
    (other,) = [one for one in blockers.rows() if str(one["practice"]).startswith("GP 3.1 ")]
    assert (other["level"], str(other["lacks"])) == (3, "not characterised")
    opened = exhibit(collected, "open")
    assert words(opened, "instances") == ["a FI, b NI"]
    assert exhibit(collected, "decided").count == 0


def test_decisions_name_who_and_why() -> None:
    table = TABLE + row("Buying", "", "GG2", "", "", "", "", "yes", "Chen", "Small")
    collected = collect(table)
    assert collected.problems == ()
    decided = exhibit(collected, "decided")
    assert words(decided, "process") == ["Design", "Buying"]
    assert words(decided, "decided") == ["LI", "yes"]
    assert words(decided, "by") == ["Chen", "Chen"]
    assert words(decided, "reason") == ["One place only", "Small"]
    assert words(exhibit(collected, "goals"), "state")[2] == "✓ satisfied, confirmed"
    assert words(exhibit(collected, "levels"), "basis")[1] == "to be confirmed"  # GG3 is not


def test_what_the_marks_rest_on() -> None:
    rows = row("Design", "a", "GP 2.1", "FI", "policy", "Chen") + row("Design", "a", "GP 2.2", "LI")
    coverage = exhibit(collect(rows + row("Design", "a", "GP 2.3", "NI")), "coverage")
    figures = [coverage.numbers(key)[0] for key in ("marks", "artefacts", "share", "bare", "affirmations")]
    assert figures == [3, 1, Decimal("33.333333333"), 1, 1]
    without = FIELDS.replace('artefacts = "Artefacts"\n', "")
    assert "cmmi-generic.coverage" not in {one.kind for one in collect(rows, fields=without).exhibits}


def test_each_process_is_one_instance_where_no_column_names_them() -> None:
    fields = FIELDS.replace('instance = "Instance"\n', "")
    collected = collect(row("Design", "x", "GP 2.1", "FI") + row("Buying", "y", "GP 2.1", "NI"), fields=fields)
    assert words(exhibit(collected, "instances"), "instance") == ["Design", "Buying"]


WIDE = """
practices = ["GP 2.1", "2.10"]
columns = { "2.10" = "Review" }
fields = { process = "Process", instance = "Instance" }
"""


def test_a_column_for_each_practice(tmp_path: Path) -> None:
    table = "Process,Instance,GP 2.1,Review\nDesign,a,FI,LI\nDesign,b,NI,\nBuying,a,,F1\n"
    collected = collect_file(tmp_path, table, fields=WIDE)
    matrix = exhibit(collected, "matrix")
    assert words(matrix, "process") == ["Design", "Buying"]
    assert words(matrix, "gp2.1") == ["◑ LI/PI open", "? not characterised"]
    # an empty cell was not looked at: the other instance stands for the process
    assert words(matrix, "gp2.10") == ["◕ LI largely", "? not characterised"]
    (problem,) = collected.problems
    assert problem.where == "records/marks.csv:row 4, column 2.10"


def test_shares_by_year_and_the_last_year_shown() -> None:
    rows = process("Design", usual="PI", year="2023") + process("Design", {"GP 2.9": "PI PI"}, year="2024")
    rows += process("Buying", usual="LI", year="2024") + process("Design", year="2025-11-30")
    collected = collect(rows, fields=DATED)
    assert words(exhibit(collected, "matrix"), "process") == ["Design"]
    # 2024: 11 and 12 of 24 cells; one of two processes
    assert points(collected.measures[0]) == [("2023", 0), ("2024", Decimal("95.833333333")), ("2025", 100)]
    assert points(collected.measures[1]) == [("2023", 0), ("2024", 50), ("2025", 100)]
    assert collect(rows).measures == ()


def points(measure: Measure) -> list[tuple[str, Decimal | None]]:
    return [(one.period, one.value) for one in measure.points]


def test_everything_has_the_tier_and_the_evidence_of_the_source(tmp_path: Path) -> None:
    collected = collect_file(tmp_path, TABLE)
    assert len(collected.evidence) == 1
    for one in collected.exhibits:
        assert (one.visibility, one.items) == (Visibility.INTERNAL, ("4.5.3",))
        assert one.evidence == tuple(fact.id for fact in collected.evidence)
    rows = [[column.values for column in one.columns] for one in collected.exhibits]
    assert rows == [[column.values for column in one.columns] for one in collect(TABLE).exhibits]


def test_findings() -> None:
    judgement = judged(collect(TABLE))
    found = [(one.kind, one.weight, one.text.en) for one in findings(judgement)]
    assert found[0][2].startswith("8 generic practices are fully or largely implemented in all 3 processes: GP 2.2 ")
    assert found[1][2] == "The practices of 1 process allow capability level 3: Buying."
    assert found[2][:2] == (FindingKind.IMPROVEMENT, Weight.BOLD)
    assert found[2][2].startswith("1 of 3 processes cannot reach capability level 2.")
    assert found[3][2] == (
        "1 characterisation still waits for the team's decision between LI and PI: "
        "Design – GP 2.9 Objectively Evaluate Adherence."
    )
    assert not any("artefact" in text for *_, text in found)  # the row of GP 1.1 without one is no practice's
    readings = {one.dimension: one for one in suggestion(judgement).readings}
    # 36 cells: Design lacks 2.9 and 3.2, Service 2.1, 2.9 and 3.1; open and NY are not settled
    assert readings["D"].reason.en == "31 of 36 generic practices, counted by process, are FI or LI, 2 are not settled"
    assert readings["D"].verdict is Verdict.UNKNOWN  # 86 % or, with what is open, 92 %
    # 2.9, 2.10 and 3.2 of three processes: 2.9 of Design is open, 2.9 of Service and 3.2 of Design lack
    assert readings["L"].reason.en.startswith("6 of 9 ")
    assert readings["L"].verdict is Verdict.MIXED


def test_nothing_is_said_to_lack_where_something_is_withheld() -> None:
    judgement = judged(collect(TABLE), withheld=True)
    assert {one.kind for one in findings(judgement)} == {FindingKind.STRENGTH}
    assert {one.verdict for one in suggestion(judgement).readings} == {Verdict.UNKNOWN}


def test_a_practice_as_an_item_gets_a_level_only_where_the_processes_come_to_one() -> None:
    collected = collect(TABLE, of=criteria())
    assert len(exhibit(collected, "matrix").items) == 12
    scheme = Characterise().data
    items = {item.code: item for item in criteria().items}

    def said(code: str) -> tuple[Decimal | None, str]:
        one = suggestion(judged(collected, items[code], scheme))
        return one.percent, one.reasons[0].en

    large = scheme.level("LI")
    assert large
    assert said("GP2.2") == (large.low, "GP 2.2 by process: 2 × FI, 1 × LI; together LI.")
    assert said("GP2.1") == (None, "GP 2.1 by process: 1 × FI, 1 × LI, 1 × NI; the team decides: LI, PI.")
    assert said("GP2.9") == (None, "GP 2.9 by process: 1 × LI, 1 × PI; 1 of 3 processes is not settled.")
    found = findings(judged(collected, items["GP2.1"], scheme))
    assert [one.text.en for one in found] == [
        "Fully implemented in 1 of 3 processes: Design.",
        "Not or only partially implemented in 1 of 3 processes: Service (NI).",
    ]


def test_all_twelve_practices_stand_in_the_matrix() -> None:
    assert len(ALL) == 12
