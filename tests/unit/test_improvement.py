"""Actions: read with every fault, derived gains, targets and points at stake, and Excel there and back."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from zhuoyue.config import ImprovementTable
from zhuoyue.errors import ExitCode
from zhuoyue.improvement import derived, problems, stake, stakes, targets
from zhuoyue.improvement.columns import COLUMNS, CellError, read_cell
from zhuoyue.model.action import Action, ActionStatus
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.cycle import Cycle, Mapped
from zhuoyue.model.score import Score, State
from zhuoyue.model.text import Text
from zhuoyue.testing import ProjectKit, project

RATINGS = """
assessor = "Team"
stage = "consensus"
[[ratings]]
item = "4.3.3"
percent = 45
[[ratings.improvements]]
id = "slow-answers"
text = "Answers take too long."
weight = "bold"
[[ratings.improvements]]
text = "Causes are not compared."
[[ratings]]
item = "4.7.2"
percent = 70
[[ratings]]
item = "4.7.3"
percent = 95
[[ratings]]
item = "4.4.5"
not_applicable = true
reason = "No technology of its own."
"""
ACTIONS = """
# what we do
[[actions]]
id = "desk"   # the first
item = "4.3.3"
finding = "slow-answers"
text = { zh = "设专席", en = "A desk" }
owner = "周敏"
due = 2025-06-30
effort = 2
expected_percent = 55
status = "running"

[[actions]]
id = "hire"
item = "4.7.2"
text = "Hire two people."
owner = "Wu"
due = 2026-06-30
"""


def kit(folder: Path, actions: str = ACTIONS, config: str = "", ratings: str = RATINGS) -> ProjectKit:
    return project(folder, config, {"ratings/final.toml": ratings, "actions.toml": actions})


def by_id(assessment: Assessment) -> dict[str, Action]:
    return {one.id: one for one in assessment.actions}


# Reading


def test_actions_reach_the_assessment_with_what_they_are_expected_to_bring(tmp_path: Path) -> None:
    outcome = kit(tmp_path).run("assess").assert_success()
    desk, hire = outcome.assessment.actions
    assert (desk.id, desk.item, desk.finding, desk.owner) == ("desk", "gbt19580-2012:4.3.3", "slow-answers", "周敏")
    assert desk.text == Text(zh="设专席", en="A desk")
    assert desk.baseline_percent == 45
    assert desk.expected_gain == 5  # 50 points × (55 − 45) %
    assert desk.realised_gain is None
    assert (hire.baseline_percent, hire.expected_gain) == (70, None)
    assert "actions.toml" in [one.path for one in outcome.assessment.provenance.inputs]


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert project(tmp_path).run("assess").assert_success().assessment.actions == ()


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    wrong = """
        [[actions]]
        id = "a"
        item = "4.3.9"
        text = "x"
        owner = "y"
        due = 2025-06-30
        stauts = "done"

        [[actions]]
        id = "a"
        item = "4.3.3"
        text = "x"
        owner = "y"
        due = "2026/6/30"
        effort = 6

        [[actions]]
        id = "b"
        item = "4.3.3"
        text = "x"
        owner = "y"
        due = 2025-06-30
        expected_percent = 52
        status = "done"

        [[actions]]
        id = "c"
        item = "4.3.3"
        text = "x"
        owner = "y"
        due = 2025-06-30
        closed_on = 2025-07-01
        [actions.check]
        text = "seen"
        effective = true
        checked_on = 2025-08-01

        [other]
        x = 1
        """
    outcome = kit(tmp_path, wrong).run("assess")
    assert outcome.code == ExitCode.USAGE
    lines = outcome.err.splitlines()
    assert [line.removeprefix("error: actions.toml:").partition(":")[0] for line in lines[:-1]] == [
        "39",
        "8",
        "4",
        "15",
        "16",
        "11",
        "24",
        "25",
        "33",
        "34",
    ]
    for said in (
        "did you mean 'status'?",
        "did you mean '4.3.3'?",
        "should be a valid date",
        "less than or equal to 5",
        "two actions have the id 'a', the first at actions.toml:3",
        "52 % is not a multiple of 5 from 0 to 100; nearest: 50 or 55",
        "an action that is done needs closed_on",
        "closed_on is for actions that are done or dropped",
        "the effect is checked once an action is done",
    ):
        assert said in outcome.err
    assert "10 errors" in lines[-1]


def test_a_wrong_shape_of_the_file_is_told(tmp_path: Path) -> None:
    outcome = kit(tmp_path, "actions = 3\n").run("assess")
    assert outcome.code == ExitCode.USAGE
    assert "actions.toml:1: actions: should be tables: [[actions]]" in outcome.err


def test_targets_in_the_config_are_checked_with_their_place(tmp_path: Path) -> None:
    config = '[improvement]\ntarget = 52\n[improvement.targets]\n"4.3.9" = 60\n"4.3.3" = 62\n"4.3.3.a" = 60\n'
    outcome = kit(tmp_path, "[[actions]]\nid = 'a'\n", config).run("assess")
    assert outcome.code == ExitCode.USAGE
    assert "zhuoyue.toml:7: improvement.target: 4.1.2: 52 % is not a multiple of 5" in outcome.err
    assert "did you mean '4.3.3'?" in outcome.err
    assert "4.3.3: 62 % is not a multiple of 5" in outcome.err
    assert "4.3.3 has a target already: 4.3.3" in outcome.err
    assert "actions.toml:1: actions[0].due: is required" in outcome.err


def test_a_finding_that_was_reworded_is_a_warning_with_the_nearest(tmp_path: Path) -> None:
    actions = ACTIONS.replace("slow-answers", "slow-answer")
    outcome = kit(tmp_path, actions).run("assess").assert_success()
    (problem,) = [one for one in outcome.assessment.problems if one.code == "action-finding-unknown"]
    assert problem.where == "actions.toml:3"
    assert "did you mean 'slow-answers'?" in problem.text.en


def test_a_finding_above_the_tier_is_not_missed_and_not_named(tmp_path: Path) -> None:
    ratings = RATINGS.replace('weight = "bold"', 'visibility = "confidential"')
    outcome = kit(tmp_path, ratings=ratings).run("assess").assert_success()
    assert by_id(outcome.assessment)["desk"].finding == ""
    assert "slow-answers" not in (tmp_path / "assessment.json").read_text("utf-8")
    assert not [one for one in outcome.assessment.problems if one.code.startswith("action-")]


def test_actions_above_the_tier_stay_out_of_everything(tmp_path: Path) -> None:
    secret = ACTIONS + 'visibility = "confidential"\nexpected_percent = 10\n'
    outcome = kit(tmp_path, secret).run("assess").assert_success()
    assert list(by_id(outcome.assessment)) == ["desk"]
    assert "Hire" not in (tmp_path / "assessment.json").read_text("utf-8")


def test_an_open_action_that_hopes_for_less_than_there_is_is_told(tmp_path: Path) -> None:
    outcome = kit(tmp_path, ACTIONS + "expected_percent = 60\n").run("assess").assert_success()
    (problem,) = [one for one in outcome.assessment.problems if one.code == "action-expects-less"]
    assert "action hire expects 60 %, less than the 70 % it starts from" in problem.text.en


# Gains


def past(assessment: Assessment, percents: dict[str, int], **changes: Any) -> Cycle:
    def score(code: str, percent: int) -> Score:
        points = assessment.item(code).points
        value = points * percent / 100
        return Score(
            state=State.RATED, value=value, maximum=points, low=value, high=value, coverage=Decimal(1), percent=percent
        )

    items = {code: score(code, percent) for code, percent in percents.items()}
    fields: dict[str, Any] = {
        "name": "2024",
        "criteria": assessment.criteria.id,
        "start": date(2022, 1, 1),
        "end": date(2024, 12, 31),
        "as_of": date(2024, 12, 31),
        "sha256": "ab" * 32,
        "final": True,
        "total": assessment.total,
        "categories": {},
        "items": items,
    }
    return Cycle(**(fields | changes))


def action(name: str, code: str, **changes: Any) -> Action:
    fields: dict[str, Any] = {
        "id": name,
        "item": f"gbt19580-2012:{code}",
        "text": Text(en=name),
        "owner": "x",
        "due": date(2025, 6, 30),
        "status": ActionStatus.DONE,
        "closed_on": date(2025, 6, 1),
        "cycle": "2024",
        "expected_percent": Decimal(60),
    }
    return Action(**(fields | changes))


@pytest.fixture
def assessed(tmp_path: Path) -> Assessment:
    return kit(tmp_path).run("assess").assert_success().assessment


def test_realised_gain_counts_from_the_cycle_and_is_shared(assessed: Assessment) -> None:
    now = assessed.model_copy(update={"history": (past(assessed, {"4.3.3": 30, "4.7.2": 60}),)})
    one, two, dropped, other, present = derived(
        (
            action("one", "4.3.3"),
            action("two", "4.3.3", expected_percent=None),
            action("dropped", "4.3.3", status=ActionStatus.DROPPED),
            action("other", "4.7.2"),
            action("present", "4.3.3", cycle=""),
        ),
        now,
    )
    # 4.3.3: 50 points, 30 % then, 45 % now; 4.7.2: 80 points, 60 % then, 70 % now.
    assert (one.baseline_percent, one.expected_gain, one.realised_gain) == (30, 15, Decimal("7.5"))
    assert one.shared_with == ("two",)
    assert (two.expected_gain, two.realised_gain, two.shared_with) == (None, Decimal("7.5"), ("one",))
    assert (dropped.expected_gain, dropped.realised_gain, dropped.shared_with) == (15, None, ())
    assert (other.expected_gain, other.realised_gain, other.shared_with) == (0, 8, ())
    assert (present.baseline_percent, present.expected_gain, present.realised_gain) == (45, Decimal("7.5"), None)


def test_another_edition_is_read_by_way_of_its_crosswalk(assessed: Assessment) -> None:
    item = assessed.item("4.3.3").id
    mapped = (Mapped(item=item, percent=Decimal("37.50"), sources=("4.3.2",)),)
    cycle = past(assessed, {"4.3.3": 10}, criteria="gbt19580-2004", mapped=mapped)
    (one,) = derived((action("one", "4.3.3"),), assessed.model_copy(update={"history": (cycle,)}))
    assert (one.baseline_percent, one.realised_gain) == (Decimal("37.50"), Decimal("3.75"))


def test_what_is_not_known_stays_unknown(assessed: Assessment) -> None:
    now = assessed.model_copy(update={"history": (past(assessed, {"4.4.6": 40}),)})
    gone, unrated, never = derived(
        (action("a", "4.3.3"), action("b", "4.4.6"), action("c", "4.3.3", cycle="1999")), now
    )
    assert (gone.baseline_percent, gone.expected_gain, gone.realised_gain) == (None, None, None)
    assert (unrated.baseline_percent, unrated.expected_gain, unrated.realised_gain) == (40, 2, None)
    assert (never.baseline_percent, never.realised_gain) == (None, None)
    (problem,) = problems((gone, unrated, never), {"c": "actions.toml:9"}, now, ())
    assert (problem.code, problem.where) == ("action-cycle-unknown", "actions.toml:9")
    assert "2024" in problem.text.en


def test_a_finding_of_a_closed_cycle_is_not_looked_for(assessed: Assessment) -> None:
    now = assessed.model_copy(update={"history": (past(assessed, {"4.3.3": 30}),)})
    assert list(problems(derived((action("a", "4.3.3", finding="long-gone"),), now), {}, now, ())) == []


# Targets


def test_targets_are_the_next_band_unless_the_config_says_otherwise(assessed: Assessment) -> None:
    scores = {result.item: result.score for result in assessed.results}

    def aimed(**table: Any) -> dict[str, Decimal]:
        found = targets(ImprovementTable(**table), assessed.criteria, assessed.schemes, scores)
        return {name.partition(":")[2]: percent for name, percent in found.items()}

    # Bands begin at 0, 10, 30, 50, 70 and 90; what is open or does not apply has no target of its own.
    assert aimed() == {"4.3.3": 50, "4.7.2": 90, "4.7.3": 100}
    everywhere = aimed(target=60, targets={"4.3.3": 80})
    assert len(everywhere) == 22
    assert (everywhere["4.3.3"], everywhere["4.7.3"], everywhere["4.4.6"]) == (80, 60, 60)
    assert "4.4.5" not in everywhere


def test_points_at_stake_are_exact_and_a_range_while_open(assessed: Assessment) -> None:
    found = {one.item.code: (one.low, one.high) for one in stakes(assessed).values()}
    assert found == {
        "4.3.3": (Decimal("2.5"), Decimal("2.5")),
        "4.7.2": (16, 16),
        "4.7.3": (4, 4),
    }
    item = assessed.item("4.4.6")
    open_item = stake(item, assessed.result_of[item.id].score, Decimal(65))
    assert (open_item.low, open_item.high) == (0, Decimal("6.5"))
    beyond = stake(assessed.item("4.7.3"), assessed.result_of["gbt19580-2012:4.7.3"].score, Decimal(60))
    assert (beyond.low, beyond.high) == (0, 0)


# Excel


def exported(made: ProjectKit, language: str = "zh") -> Path:
    made.run("actions", "export", language=language).assert_success()
    return made.root / "actions.xlsx"


def sheet_of(path: Path) -> tuple[Any, Worksheet, dict[str, int]]:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    return book, sheet, {column.key: place for place, column in enumerate(COLUMNS, 1)}


def change(path: Path, cells: dict[tuple[int, str], Any]) -> None:
    book, sheet, places = sheet_of(path)
    for (row, key), value in cells.items():
        sheet.cell(row, places[key]).value = value
    book.save(path)


def test_an_exported_workbook_shows_what_is_derived_and_guards_it(tmp_path: Path) -> None:
    made = kit(tmp_path)
    made.run("assess").assert_success()
    book, sheet, places = sheet_of(exported(made))
    row = {key: sheet.cell(2, place).value for key, place in places.items()}
    assert (row["id"], row["zh"], row["en"], row["status"], row["effort"]) == ("desk", "设专席", "A desk", "进行中", 2)
    assert (row["baseline"], row["expected_gain"], row["late"]) == (45, 5, 184)  # 30 June to 31 December
    assert sheet.protection.sheet
    assert sheet.cell(2, places["expected_gain"]).protection.locked
    assert not sheet.cell(2, places["owner"]).protection.locked
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} >= {
        '"已计划,进行中,已完成,已取消"',
        '"1,2,3,4,5"',
    }
    assert book["zhuoyue"].sheet_state == "veryHidden"
    assert ("slow-answers", "4.3.3", "Answers take too long.") in list(book["改进机会"].iter_rows(values_only=True))


def in_one_language(folder: Path, language: str, actions: str) -> ProjectKit:
    made = kit(folder, actions)
    path = folder / "zhuoyue.toml"
    text = path.read_text("utf-8").replace("[assessment]", f'[assessment]\nlanguages = ["{language}"]', 1)
    path.write_text(text, "utf-8")
    return made


@pytest.mark.parametrize(("language", "gone"), [("zh", "措施（英文）"), ("en", "措施（中文）")])
def test_a_workbook_has_the_languages_published_and_fits_the_paper(tmp_path: Path, language: str, gone: str) -> None:
    actions = ACTIONS.replace('"Hire two people."', '{ zh = "招两人", en = "Hire two people." }')
    made = in_one_language(tmp_path, language, actions)
    path = exported(made)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell for cell in sheet[1]}
    assert gone not in heads
    assert len([head for head in heads if head.startswith(("措施", "效果检查"))]) == 2
    for one in book.worksheets[:2]:
        assert one.sheet_properties.pageSetUpPr.fitToPage
        assert (one.page_setup.fitToWidth, one.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_area.endswith("$3")  # the headings and two actions

    # What comes back is found where it stands, and the other language is left alone.
    words = heads[{"zh": "措施（中文）", "en": "措施（英文）"}[language]].column
    sheet.cell(3, words).value = "另招三人"
    sheet.cell(2, heads["状态"].column).value = "不存在"
    book.save(path)
    outcome = made.run("actions", "import", str(path), language="zh")
    assert f"!{heads['状态'].column_letter}2" in outcome.out + outcome.err
    text = (tmp_path / "actions.toml").read_text("utf-8")
    wanted = {"zh": 'zh = "另招三人", en = "Hire two people."', "en": 'zh = "招两人", en = "另招三人"'}[language]
    assert wanted in text
    assert '{ zh = "设专席", en = "A desk" }' in text


def test_a_text_in_the_other_language_alone_keeps_its_column(tmp_path: Path) -> None:
    actions = ACTIONS.replace('text = { zh = "设专席", en = "A desk" }', 'text = { en = "A desk" }')
    sheet = load_workbook(exported(in_one_language(tmp_path, "zh", actions))).worksheets[0]
    assert "措施（英文）" in {cell.value for cell in sheet[1]}


def test_a_workbook_that_comes_back_unchanged_changes_nothing(tmp_path: Path) -> None:
    made = kit(tmp_path)
    path = exported(made)
    before = (tmp_path / "actions.toml").read_bytes()
    outcome = made.run("actions", "import", str(path)).assert_success()
    assert outcome.out == ""
    assert (tmp_path / "actions.toml").read_bytes() == before


def test_cells_come_back_and_comments_stay(tmp_path: Path) -> None:
    made = kit(tmp_path)
    path = exported(made)
    change(
        path,
        {
            (2, "status"): "done",
            (2, "closed_on"): "2025年6月28日",
            (2, "check_en"): "Answers within a day",
            (2, "effective"): "是",
            (2, "checked_on"): date(2025, 9, 1),
            (3, "expected_percent"): 0.85,
            (4, "item"): "4.7.3",
            (4, "zh"): "新措施",
            (4, "owner"): "张三",
            (4, "due"): "2026/5/1",
        },
    )
    book, sheet, places = sheet_of(path)
    sheet.cell(3, places["expected_percent"]).number_format = "0%"
    book.save(path)
    made.run("actions", "import", str(path)).assert_success()
    text = (tmp_path / "actions.toml").read_text("utf-8")
    assert "# what we do" in text
    assert 'id = "desk"   # the first' in text
    found = by_id(made.run("assess").assert_success().assessment)
    assert found["desk"].status is ActionStatus.DONE
    assert found["desk"].closed_on == date(2025, 6, 28)
    assert found["desk"].check is not None
    assert found["desk"].check.effective
    assert found["hire"].expected_percent == 85
    assert (found["4.7.3-a1"].owner, found["4.7.3-a1"].due) == ("张三", date(2026, 5, 1))
    again = made.run("actions", "import", str(path)).assert_success()
    assert again.out == ""  # the new row is known by its item and text


def test_a_bad_cell_leaves_the_others_alone(tmp_path: Path) -> None:
    made = kit(tmp_path)
    path = exported(made, "en")
    change(
        path,
        {
            (2, "effort"): 9,
            (2, "owner"): "New owner",
            (2, "due"): "soon",
            (3, "expected_percent"): 52,
            (3, "owner"): "Another",
            (4, "item"): "4.3.9",
            (4, "en"): "What?",
        },
    )
    outcome = made.run("actions", "import", str(path))
    assert outcome.code == ExitCode.GATE
    refused = [line.split()[2] for line in outcome.out.splitlines() if line.startswith("refused")]
    assert sorted(refused) == ["Actions!B4:", "Actions!F4:", "Actions!G2:", "Actions!G4:", "Actions!H2:", "Actions!I3:"]
    found = by_id(made.run("assess").assert_success().assessment)
    assert (found["desk"].owner, found["desk"].effort, found["desk"].due) == ("New owner", 2, date(2025, 6, 30))
    assert (found["hire"].owner, found["hire"].expected_percent) == ("Another", None)
    assert len(found) == 2


def test_what_both_sides_changed_is_a_conflict_and_stays(tmp_path: Path) -> None:
    made = kit(tmp_path)
    path = exported(made)
    change(path, {(2, "owner"): "theirs", (2, "effort"): 4})
    made.write({"actions.toml": ACTIONS.replace("周敏", "ours")})
    outcome = made.run("actions", "import", str(path))
    assert outcome.code == ExitCode.GATE
    assert "Owner: the workbook says 'theirs', here 'ours'" in outcome.out
    found = by_id(made.run("assess").assert_success().assessment)
    assert (found["desk"].owner, found["desk"].effort) == ("ours", 4)


def test_what_was_removed_here_does_not_come_back(tmp_path: Path) -> None:
    made = kit(tmp_path)
    path = exported(made)
    change(path, {(3, "owner"): "theirs"})
    before = ACTIONS.partition('\n[[actions]]\nid = "hire"')[0]
    made.write({"actions.toml": before})
    outcome = made.run("actions", "import", str(path))
    assert "it stays removed" in outcome.out
    assert (tmp_path / "actions.toml").read_text("utf-8") == before


def test_rows_taken_out_of_the_workbook_stay_here(tmp_path: Path) -> None:
    made = kit(tmp_path)
    path = exported(made)
    book, sheet, _ = sheet_of(path)
    sheet.delete_rows(3)
    book.save(path)
    outcome = made.run("actions", "import", str(path)).assert_success()
    assert "hire is no longer in the workbook and stays" in outcome.out


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "_x0041_ 中"])
def test_texts_never_become_formulas_and_come_back_as_they_were(tmp_path: Path, text: str) -> None:
    made = kit(tmp_path, ACTIONS.replace('"Hire two people."', f"'{text}'"))
    path = exported(made)
    book, sheet, places = sheet_of(path)
    cell = sheet.cell(3, places["en" if "中" not in text else "zh"])
    assert (cell.data_type, cell.value) == ("s", text)
    book.save(path)
    assert made.run("actions", "import", str(path)).assert_success().out == ""


def test_actions_above_the_tier_are_not_exported(tmp_path: Path) -> None:
    made = kit(tmp_path, ACTIONS + 'visibility = "confidential"\n')
    outcome = made.run("actions", "export").assert_success()
    assert "1 actions are above the tier" in outcome.err
    book, _, _ = sheet_of(tmp_path / "actions.xlsx")
    assert "hire" not in [value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import",), "name the workbook"),
        (("import", "nothing.xlsx"), "cannot be read"),
        (("import", "zhuoyue.toml"), "is not an Excel workbook"),
        (("export", "x.xlsx"), "use --output FILE"),
    ],
)
def test_wrong_use_is_explained(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    made = kit(tmp_path)
    words = [str(tmp_path / one) if one.startswith(("nothing", "zhuoyue")) else one for one in arguments]
    outcome = made.run("actions", *words)
    assert outcome.code == ExitCode.USAGE
    assert said in outcome.err


NEW_ROW = {"item": "4.7.3", "en": "new", "owner": "q", "due": "2026-1-1"}


def test_a_layout_that_cannot_be_edited_is_left_alone(tmp_path: Path) -> None:
    inline = 'actions = [{ id = "a", item = "4.3.3", text = "x", owner = "y", due = 2026-01-01 }]\n'
    made = kit(tmp_path, inline)
    path = exported(made)
    change(path, {(2, "owner"): "z"} | {(3, key): value for key, value in NEW_ROW.items()})
    outcome = made.run("actions", "import", str(path))
    assert outcome.code == ExitCode.USAGE
    assert "write each action as a table [[actions]]" in outcome.err
    assert (tmp_path / "actions.toml").read_text("utf-8") == inline


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\n\n# the end\n", "\n# the end"])
def test_new_actions_go_to_the_end_of_any_file(tmp_path: Path, ending: str) -> None:
    lines = ["[[actions]]", 'id = "a" # keep', 'item = "4.3.3"', 'text = "x"', 'owner = "y"', "due = 2026-01-01"]
    made = kit(tmp_path).write(
        {"actions.toml": ("\r\n" if "\r" in ending else "\n").join(lines).encode() + ending.encode()}
    )
    path = exported(made)
    change(path, {(2, "owner"): "z"} | {(3, key): value for key, value in NEW_ROW.items()})
    made.run("actions", "import", str(path)).assert_success()
    found = by_id(made.run("assess").assert_success().assessment)
    assert (found["a"].owner, found["4.7.3-a1"].text.en) == ("z", "new")
    text = (tmp_path / "actions.toml").read_text("utf-8")
    assert "# keep" in text
    assert ("# the end" in text) is ("end" in ending)


def test_the_first_actions_may_come_from_excel(tmp_path: Path) -> None:
    made = project(tmp_path, "", {"ratings/final.toml": RATINGS})
    path = exported(made)
    change(path, {(2, key): value for key, value in NEW_ROW.items()})
    made.run("actions", "import", str(path)).assert_success()
    assert list(by_id(made.run("assess").assert_success().assessment)) == ["4.7.3-a1"]


def test_while_one_imports_the_other_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = kit(tmp_path)
    path = exported(made)
    change(path, {(2, "owner"): "z"})
    script = (
        "import sys; from pathlib import Path; from zhuoyue.lock import locked\n"
        "with locked(Path(sys.argv[1]), 'zhuoyue actions import'):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    lock = tmp_path / ".zhuoyue/actions.lock"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        monkeypatch.setattr("zhuoyue.improvement.exchange.PATIENCE", 0)
        outcome = made.run("actions", "import", str(path))
        other.stdin.close()
    assert outcome.code == ExitCode.USAGE
    assert "zhuoyue actions import" in outcome.err
    made.run("actions", "import", str(path)).assert_success()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("due", "2026-6-3", "2026-06-03"),
        ("due", "2026 年 6 月 3 日", "2026-06-03"),
        ("effort", 3.0, "3"),
        ("effort", "3 中等", "3"),
        ("expected_percent", "55 %", "55"),
        ("expected_percent", 55.0, "55"),
        ("status", "进行中", "running"),
        ("status", "Running", "running"),
        ("effective", True, "true"),
        ("owner", "  张三\x0b ", "张三"),
        ("cycle", 2024, "2024"),
        ("status", None, "planned"),
    ],
)
def test_cells_are_read_as_people_write_them(key: str, value: Any, said: str) -> None:
    assert read_cell(key, value) == said


@pytest.mark.parametrize(
    ("key", "value"),
    [("due", "2026-02-30"), ("due", 45000), ("effort", "viel"), ("expected_percent", 101), ("id", "措施一")],
)
def test_cells_that_make_no_sense_are_refused(key: str, value: Any) -> None:
    with pytest.raises(CellError):
        read_cell(key, value)
