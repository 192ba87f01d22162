"""Wrong input: what is wrong, where, what was expected; the rest is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from zhuoyue import Collected
from zhuoyue_plugins.customer_knowledge.settings import CustomerKnowledgeSettings

from ..registers import Collect, words
from .conftest import ALL, METHODS, NEEDS, SEGMENTS, exhibit

Fault = Callable[..., str]


def problem(collected: Collected) -> tuple[str, str, str, str]:
    (one,) = collected.problems
    return one.code, str(one.severity), one.where, one.text.en


def test_a_number_that_is_none(collect: Collect) -> None:
    collected = collect({"needs": NEEDS.replace("9,6", "9,six")})
    code, severity, where, text = problem(collected)
    assert (code, severity, where) == ("tables-bad-value", "warning", "needs.csv:row 2, column Performance")
    assert "'six'" in text
    assert exhibit(collected, "quadrants").count == 3


def test_a_value_far_off_where_no_scale_is_stated(collect: Collect) -> None:
    code, severity, where, text = problem(collect({"needs": NEEDS.replace("9,6", "99,6")}))
    assert (code, severity) == ("customer-knowledge-scale-suspect", "warning")
    assert where == "needs.csv:row 2, column Importance"
    assert "scale = [1, 10]" in text
    assert collect({"needs": NEEDS.replace("9,6", "90,60").replace("8,8", "80,80")}).problems == ()


def test_a_day_that_is_none(collect: Collect) -> None:
    collected = collect({"methods": METHODS.replace("2022-06-15", "last spring")}, 'methods.on_bad_value = "fail"')
    code, severity, where, _ = problem(collected)
    assert (code, severity, where) == ("tables-bad-value", "error", "methods.csv:row 3, column Reviewed")


def test_a_need_without_a_number(collect: Collect) -> None:
    collected = collect({"needs": NEEDS.replace("6,7", ",7")})
    code, _, where, text = problem(collected)
    assert (code, where) == ("customer-knowledge-incomplete", "needs.csv:row 3, column Importance")
    assert "'Price' has no value here" in text


def test_a_value_off_the_scale(collect: Collect) -> None:
    collected = collect({"needs": NEEDS.replace("9,6", "9,60")}, "scale = [1, 10]")
    code, _, where, text = problem(collected)
    assert (code, where) == ("customer-knowledge-off-scale", "needs.csv:row 2, column Performance")
    assert "'60' is outside the scale 1–10" in text


@pytest.mark.parametrize(("line", "said"), [("Builders,Time,9,6", "the same content"), ("Builders,Time,1,1", "other")])
def test_a_repeated_row(collect: Collect, line: str, said: str) -> None:
    collected = collect({"needs": f"{NEEDS}{line}\n"})
    code, _, where, text = problem(collected)
    assert (code, where) == ("customer-knowledge-repeated", "needs.csv:row 6, column Need")
    assert "'Builders – Time' stands in row 2 already" in text
    assert said in text
    assert exhibit(collected, "quadrants").numbers("importance")[0] == 9


def test_a_row_without_a_name(collect: Collect) -> None:
    collected = collect({"methods": f"{METHODS}Dealers,,daily,,\n"})
    assert problem(collected)[:3] == ("customer-knowledge-no-name", "warning", "methods.csv:row 5, column Method")


def test_an_unknown_kind(collect: Collect) -> None:
    collected = collect({"segments": SEGMENTS.replace("potential", "potentail")})
    code, _, where, text = problem(collected)
    assert (code, where) == ("customer-knowledge-unknown-kind", "segments.csv:row 4, column Kind")
    assert "did you mean 'potential'?" in text
    assert words(exhibit(collected, "segments"), "kind")[2] is None


def test_an_unknown_kind_like_no_other(collect: Collect) -> None:
    (one,) = collect({"segments": SEGMENTS.replace("potential", "？？")}).problems
    assert "expected one of: direct, indirect, competitor, potential" in one.text.en
    assert "应为 直接、间接、竞争对手、潜在 之一" in one.text.zh


def test_own_words_for_kinds(collect: Collect) -> None:
    segments = SEGMENTS.replace("potential", "Leads")
    assert collect({"segments": segments}, 'kind_words = { potential = "leads" }').problems == ()


def test_a_segment_that_is_not_registered(collect: Collect) -> None:
    collected = collect({**ALL, "methods": METHODS.replace("Dealers", "Dealer")})
    code, severity, where, text = problem(collected)
    assert (code, severity, where) == (
        "customer-knowledge-unregistered",
        "warning",
        "methods.csv:row 4, column Segment",
    )
    assert "did you mean 'Dealers'?" in text
    assert words(exhibit(collected, "segments"), "registered") == [None, None, None, "not registered"]


def test_nothing_to_read(collect: Collect) -> None:
    collected = collect({"needs": "Segment,Need,Importance,Performance\n"})
    assert [one.code for one in collected.problems] == ["tables-no-rows", "customer-knowledge-empty"]
    assert collected.exhibits == ()


def test_every_missing_file_is_said_at_once(fault: Fault) -> None:
    said = fault(more='needs.path = "nedes.csv"\nmethods.path = "method.csv"')
    assert "nedes.csv: no such file – did you mean 'needs.csv'?" in said
    assert "method.csv: no such file – did you mean 'methods.csv'?" in said


def test_every_missing_column_is_said_at_once(fault: Fault) -> None:
    said = fault(
        more='needs.fields = { need = "Needs", importance = "Importance", performance = "Performance" }\n'
        'methods.fields = { segment = "Segments", method = "Method" }'
    )
    assert "did you mean 'Need'?" in said
    assert "did you mean 'Segment'?" in said


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "needs at least one of segments, needs and methods"),
        ({"scale": [10, 1]}, "scale must go from"),
        ({"cut": "median"}, "'mean' or 'segment'"),
        ({"needs": {"path": "a.csv", "fields": {"need": "a"}}}, "importance"),
        ({"needs": {"path": "a.csv", "fields": {"nede": "a"}}}, "nede"),
    ],
)
def test_wrong_settings(settings: dict[str, Any], message: str) -> None:
    base = {"segments": {"path": "a.csv", "fields": {"segment": "a"}}} if settings else {}
    with pytest.raises(ValidationError, match=re.escape(message)):
        CustomerKnowledgeSettings.model_validate({**base, **settings})
