"""What if: the total if items had other percents, against an independent sum in whole quarters of a point."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from zhuoyue.errors import ExitCode, InputError
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import signed
from zhuoyue.model.score import State
from zhuoyue.testing import ProjectKit, project
from zhuoyue.what_if import at_expectations, at_targets, computable, parse, what_if

MIXED = [55, 50, 45, 50, 45, 50, 45, 55, 40, 35, 45, 50, 40, 50, 45, 45, 40, 45, 40, 50, 35, 40, 35]
"""The mixed test vector of GB/Z 19579-2012: total 450.75."""
OUT = {"4.4.5"}
OPEN = {"4.4.6"}


def kit(folder: Path, actions: str = "") -> ProjectKit:
    made = project(folder)
    codes = [item.code for item in made.run("assess").assert_success().assessment.criteria.items]
    lines = ['assessor = "Team"', 'stage = "consensus"']
    for code, percent in zip(codes, MIXED, strict=True):
        if code not in OPEN:
            rated = 'not_applicable = true\nreason = "none"' if code in OUT else f"percent = {percent}"
            lines.append(f'[[ratings]]\nitem = "{code}"\n{rated}')
    made.write({"ratings/final.toml": "\n".join(lines), "actions.toml": actions})
    made.run("assess").assert_success()
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ProjectKit:
    return kit(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def assessment(made: ProjectKit) -> Assessment:
    return made.run("assess").assert_success().assessment


def summed(assessment: Assessment, percents: dict[str, Decimal]) -> tuple[Fraction, Fraction]:
    """Return the lowest and highest total, computed with fractions and nothing of ours."""
    low = high = Fraction(0)
    for item, percent in zip(assessment.criteria.items, MIXED, strict=True):
        if item.code in OUT:
            continue
        points, supposed = Fraction(item.points), percents.get(item.id)
        if supposed is None and item.code in OPEN:
            high += points
            continue
        part = points * Fraction(supposed if supposed is not None else percent) / 100
        low, high = low + part, high + part
    return low, high


def test_totals_equal_an_independent_sum(assessment: Assessment) -> None:
    draw = random.Random(19580)
    items = [item.id for item in assessment.criteria.items if item.code not in OUT]
    for _ in range(50):
        some = draw.sample(items, draw.randint(0, len(items)))
        percents = {name: Decimal(draw.randrange(0, 105, 5)) for name in some}
        result = what_if(assessment, percents)
        low, high = summed(assessment, percents)
        assert (Fraction(result.total.after.low), Fraction(result.total.after.high)) == (low, high)
        assert (result.total.after.value is None) == (low != high)
        assert sum(part.after.low for part in result.categories) == result.total.after.low
        assert (result.total.before.low, result.total.before.high) == (assessment.total.low, assessment.total.high)


def test_a_supposed_item_shows_points_band_and_gain(assessment: Assessment) -> None:
    result = what_if(assessment, parse(["4.3.3=65", "4.7.2=+10", "4.4.6=50"], assessment))
    rows = {part.key.rpartition(":")[2]: part for part in result.items}
    assert list(rows) == ["4.3.3", "4.4.6", "4.7.2"]  # the criteria's order
    assert (rows["4.3.3"].after.value, rows["4.3.3"].after.band, rows["4.3.3"].gain) == (Decimal("32.5"), 4, (10, 10))
    assert rows["4.7.2"].gain == (8, 8)
    assert rows["4.4.6"].gain == (-5, 5)  # it may lie anywhere from 0 to 10 now
    assert result.total.after.state is State.RATED


def test_nothing_supposed_changes_nothing(assessment: Assessment) -> None:
    result = what_if(assessment, {})
    assert result.items == ()
    assert result.total.gain == (0, 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("4.3.9=60", "did you mean '4.3.3'?"),
        ("4.3=60", "is a category"),
        ("4.3.3=62", "nearest: 60 or 65"),
        ("4.3.3=105", "nearest: 100"),
        ("4.3.3=-50", "nearest: 0"),
        ("4.4.5=50", "does not apply"),
        ("4.4.6=+5", "has no percent to count from"),
        ("4.3.3", "CODE=PERCENT"),
        ("4.3.3=viel", "CODE=PERCENT"),
        ("4.3.3=1e3", "CODE=PERCENT"),
    ],
)
def test_what_cannot_be_supposed_is_explained(assessment: Assessment, change: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse([change], assessment)
    (fault,) = caught.value.faults
    assert fault.where == change
    assert said in fault.en
    assert fault.zh


def test_every_fault_is_told_at_once(made: ProjectKit) -> None:
    outcome = made.run("what-if", "4.3.9=60", "4.7.2=50", "4.7.2.a=55", "4.3.3=62")
    assert outcome.code == ExitCode.USAGE
    assert "3 errors" in outcome.err
    assert "4.7.2.a=55: 4.7.2 is named twice" in outcome.err


def test_the_command_prints_items_categories_and_total(made: ProjectKit) -> None:
    outcome = made.run("what-if", "4.3.3=65").assert_success()
    lines = [line.split() for line in outcome.out.splitlines()]
    assert lines[0][:7] == ["45", "→", "65", "22.5", "→", "32.5", "+10"]
    assert len(lines) == 1 + 1 + 7 + 1
    # Without 4.4.5 (6.75 points), and with 4.4.6 (5 points) open from 0 to 10.
    assert lines[-1] == ["439…449", "→", "449…459", "+10", "total"]


def test_the_command_speaks_chinese(made: ProjectKit) -> None:
    outcome = made.run("what-if", "4.3.3=65", language="zh").assert_success()
    assert "4.3.3 顾客关系与顾客满意" in outcome.out
    assert outcome.out.splitlines()[-1].endswith("总分")


def test_json_keeps_numbers_exact(made: ProjectKit) -> None:
    data = json.loads(made.run("what-if", "4.3.3=65", "4.4.6=95", "--json").assert_success().out)
    assert data["total"]["before"] == {"value": None, "low": "439", "high": "449", "maximum": "985"}
    assert data["total"]["after"] == {"value": "458.5", "low": "458.5", "high": "458.5", "maximum": "985"}
    assert data["items"][0]["after"]["percent"] == "65"


def test_all_to_their_targets(made: ProjectKit, assessment: Assessment) -> None:
    percents = at_targets(assessment)
    below = {item.id for item in assessment.criteria.items if item.code not in OUT | OPEN}
    assert percents.keys() == below
    assert {int(percent) for percent in percents.values()} == {50, 70}
    low, high = summed(assessment, percents)
    data = json.loads(made.run("what-if", "--target", "--json").assert_success().out)
    assert (Fraction(data["total"]["after"]["low"]), Fraction(data["total"]["after"]["high"])) == (low, high)


def test_single_changes_prevail_over_targets(made: ProjectKit) -> None:
    data = json.loads(made.run("what-if", "--target", "4.3.3=0", "--json").assert_success().out)
    assert [row["after"]["percent"] for row in data["items"] if row["key"].endswith("4.3.3")] == ["0"]


def test_what_open_actions_expect_counts_the_highest_and_only_gains(tmp_path: Path) -> None:
    def action(name: str, code: str, percent: int, status: str = "planned") -> str:
        closed = "closed_on = 2026-01-01" if status == "done" else ""
        return (
            f'[[actions]]\nid = "{name}"\nitem = "{code}"\ntext = "x"\nowner = "y"\ndue = 2026-01-01\n'
            f'expected_percent = {percent}\nstatus = "{status}"\n{closed}\n'
        )

    text = action("a", "4.3.3", 55) + action("b", "4.3.3", 60) + action("c", "4.7.2", 40) + action("d", "4.4.6", 30)
    made = kit(tmp_path, text + action("e", "4.7.3", 90, "done"))
    found = at_expectations(made.run("assess").assert_success().assessment)
    assert found == {"gbt19580-2012:4.3.3": 60, "gbt19580-2012:4.4.6": 30}
    data = json.loads(made.run("what-if", "--actions", "--json").assert_success().out)
    assert len(data["items"]) == 2


def test_a_scheme_that_scores_otherwise_is_refused(assessment: Assessment) -> None:
    first, *others = assessment.results
    odd = first.model_copy(update={"score": first.score.model_copy(update={"value": Decimal(1)})})
    other = assessment.model_copy(update={"results": (odd, *others)})
    assert computable(assessment)
    assert not computable(other)
    with pytest.raises(InputError, match="does not score points × percent"):
        what_if(other, {})


def test_without_an_assessment_it_says_what_to_do(tmp_path: Path) -> None:
    outcome = project(tmp_path).run("what-if", "4.3.3=65")
    assert outcome.code == ExitCode.USAGE
    assert "run `zhuoyue assess` first" in outcome.err


def test_a_code_that_is_near_none_gets_no_suggestion(tmp_path: Path) -> None:
    made = project(tmp_path)
    made.run("assess").assert_success()
    for code, hint in (("4.9", ""), ("433", " – did you mean '4.3.3'?"), ("4.3.9", " – did you mean '4.3.3'?")):
        outcome = made.run("what-if", f"{code}=10")
        assert outcome.code == 2
        assert f"has no item {code!r}{hint}" in outcome.err
        assert ("did you mean" in outcome.err) is bool(hint)


def test_a_loss_bears_a_minus_sign() -> None:
    assert [signed(Decimal(one)) for one in ("-4.35", "10", "0")] == ["\u22124.35", "+10", "0"]


@pytest.mark.parametrize("change", ["4.3.3=" + "9" * 300, "4.3.3=50." + "1" * 300, "4" * 300 + "=50", "x" * 300])
def test_what_is_very_long_is_not_repeated_whole(made: ProjectKit, change: str) -> None:
    outcome = made.run("what-if", change)
    assert outcome.code == ExitCode.USAGE
    assert max(map(len, outcome.err.splitlines())) < 250
    assert "…" in outcome.err
