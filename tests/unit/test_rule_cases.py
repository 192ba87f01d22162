"""Cases of rules as data: what is filled in, and what is said about a case that is wrong."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from zhuoyue import Examined, InputError, Rule, Stage, State, Text, Violation
from zhuoyue.testing import RuleCase, rule_cases

HEAD = 'rule = "no-reason"\n'


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid")
    least: int = 0


def no_reason(examined: Examined) -> list[Violation]:
    return [
        Violation(Text(en="no reason", zh="没有理由"), result.item)
        for result in examined.assessment.results
        if result.rating and result.rating.reason is None
    ]


RULE = Rule("HD101", "no-reason", Text(en="t", zh="t"), Text(en="w", zh="w"), no_reason)


def read(folder: Path, text: str, settings: type[BaseModel] | None = None) -> list[RuleCase]:
    (folder / "cases.toml").write_text(text, "utf-8")
    return rule_cases(folder, settings)


def one(folder: Path, items: str) -> RuleCase:
    (case,) = read(folder, f'{HEAD}[[cases]]\nname = "n"\n{items}')
    return case


def test_what_a_case_leaves_out_is_filled_in(tmp_path: Path) -> None:
    case = one(tmp_path, 'items."4.1.2" = { percent = 55 }\nitems."4.7.2" = { kind = "result" }\n')
    found = case.examined.assessment
    first, second = found.results
    assert (first.score.state, first.score.value, first.score.band) == (State.RATED, Decimal(55), 4)
    assert first.rating is not None
    assert (first.rating.stage, first.rating.assessor) == (Stage.CONSENSUS, "Team")
    assert second.score.state is State.NOT_RATED
    assert found.criteria.by_id["case-2024:4.7.2"].kind == "result"
    assert (found.total.maximum, found.total.low) == (200, 55)
    assert str(case) == "cases: n"
    assert case.examined.previous is None


def test_evidence_described_once_may_be_named_twice(tmp_path: Path) -> None:
    items = """items.A = { evidence = [{ id = "a", role = "method" }], text = "See [[a]] and [[ b | the plan ]]." }
items.B = { evidence = ["a"], measures = [{ id = "m", points = { 2024 = "1.5", 2025 = "none" } }] }
evidence = ["b"]
"""
    found = one(tmp_path, items).examined.assessment
    assert found.evidence_by_id["a"].items == ("case-2024:A", "case-2024:B")
    assert found.evidence_by_id["a"].role == "method"
    assert found.evidence_by_id["b"].items == ()
    assert [point.value for point in found.measure_by_id["m"].points] == [Decimal("1.5"), None]
    (text,) = found.narratives
    assert (text.language, text.references) == ("en", ("a", "b"))


def test_ratings_one_by_one(tmp_path: Path) -> None:
    items = 'items.A = { ratings = [{ assessor = "W", percent = 40 }, { assessor = "C", percent = 60 }] }\n'
    (result,) = one(tmp_path, items).examined.assessment.results
    assert result.score.state is State.NOT_AGREED
    assert result.rating is None
    items = 'items.A = { percent = 50, ratings = [{ stage = "site_visit", percent = 45 }] }\n'
    (result,) = one(tmp_path, items).examined.assessment.results
    assert result.rating is not None
    assert result.rating.percent == 45


def test_a_case_holds_or_fails_with_what_was_said(tmp_path: Path) -> None:
    one(tmp_path, 'items.A = { percent = 50 }\nexpect = ["A"]\nsays = ["没有理由"]\n').check([RULE])
    with pytest.raises(AssertionError, match=r"spoke of \['A'\], not \[\]\nno reason"):
        one(tmp_path, "items.A = { percent = 50 }\n").check([RULE])
    with pytest.raises(AssertionError, match="'because' is not in"):
        one(tmp_path, 'items.A = { percent = 50 }\nexpect = ["A"]\nsays = ["because"]\n').check([RULE])


def test_the_rule_of_a_file_must_exist(tmp_path: Path) -> None:
    (case,) = read(tmp_path, 'rule = "no-raeson"\n[[cases]]\nname = "n"\n')
    with pytest.raises(InputError, match="no rule 'no-raeson' – did you mean 'no-reason'"):
        case.check([RULE])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[cases]]\nname = "n"\nitems.A = { percnt = 50 }\n', "cases.toml:4: cases[0].items.A.percnt: unknown key"),
        ("[[cases]]\nexpect = []\n", "cases.toml:2: cases[0].name: is required"),
        (
            '[[cases]]\nname = "n"\nitems.A = { evidence = [{ roll = "x" }] }\n',
            "cases.toml:2: cases[0]: case 'n': Evidence",
        ),
        ('[[cases]]\nname = "n"\nsettings = { most = 1 }\n', "case 'n': Settings.most"),
        (
            '[[cases]]\nname = "n"\nactions = [{ item = "B" }]\nitems.A = {}\n',
            "cases.toml:2: cases[0]: case-2024 has no item 'B'",
        ),
    ],
)
def test_what_is_wrong_with_a_case_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, HEAD + text, Settings)
    assert said in str(caught.value)


def test_a_folder_without_cases_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \*\.toml files there"):
        rule_cases(tmp_path)
