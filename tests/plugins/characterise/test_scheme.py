"""The scheme: the properties of every scheme, the six rows as levels, what stays open and who settles it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations

import pytest

from zhuoyue import Derived, Item, OpenBy, Text
from zhuoyue.testing import SchemeProperties
from zhuoyue_plugins.characterise.scheme import Characterise

SCHEME = Characterise()
ITEM = Item.model_validate(
    {
        "id": "c:1.1",
        "code": "1.1",
        "title": "P",
        "kind": "process",
        "theme": "process",
        "points": 100,
        "scheme": "characterise",
    }
)


class TestCharacterise(SchemeProperties):
    scheme = SCHEME


def labels(derived: Derived) -> tuple[str | None, str, str]:
    """Return figure and range as people write them."""

    def label(percent: Decimal) -> str:
        band = SCHEME.data.band(percent)
        assert band
        return band.label

    return None if derived.percent is None else label(derived.percent), label(derived.low), label(derived.high)


def derived(*marks: str) -> tuple[str | None, str, str]:
    named: Mapping[str, str] = {f"instance {number}": mark for number, mark in enumerate(marks)}
    return labels(SCHEME.derive(ITEM, named))


@pytest.mark.parametrize(
    ("marks", "result"),
    [
        ("NY NY", (None, "NI", "FI")),
        ("FI FI NY", ("FI", "FI", "FI")),
        ("FI LI NY", ("LI", "LI", "LI")),
        ("LI LI", ("LI", "LI", "LI")),
        ("FI PI", (None, "PI", "LI")),
        ("FI NI", (None, "PI", "LI")),
        ("LI NI NY", (None, "PI", "LI")),
        ("PI NI", ("PI", "PI", "PI")),
        ("PI NY", ("PI", "PI", "PI")),
        ("NI NI NY", ("NI", "NI", "NI")),
    ],
)
def test_the_six_rows(marks: str, result: tuple[str | None, str, str]) -> None:
    assert derived(*marks.split()) == result


def oracle(marks: set[str]) -> tuple[str | None, str, str]:
    """The table once more: what is there decides, high and low together leave it open."""
    high, low = marks & {"FI", "LI"}, marks & {"PI", "NI"}
    if not high and not low:
        return None, "NI", "FI"
    if high and low:
        return None, "PI", "LI"
    worst = next(mark for mark in ("LI", "FI", "PI", "NI") if mark in marks)
    return worst, worst, worst


def test_every_set_of_marks_and_what_is_not_there_yet_counts_for_nothing() -> None:
    for size in range(1, 6):
        for chosen in combinations(("FI", "LI", "PI", "NI", "NY"), size):
            assert derived(*chosen) == oracle(set(chosen))
            assert derived(*chosen, "NY") == oracle(set(chosen))


def test_marks_are_read_whatever_their_case() -> None:
    assert derived("fi", " li ") == ("LI", "LI", "LI")
    assert derived("fi", "ny") == ("FI", "FI", "FI")
    assert SCHEME.check_mark(ITEM, "valves", "ny") is None


@pytest.mark.parametrize(
    ("marks", "open_by", "decidable"),
    [
        ({"a": "FI", "b": "NI"}, OpenBy.RULE, True),  # row 4: the team
        ({"a": "NY", "b": "ny"}, OpenBy.NOTHING, False),  # row 1: not rated
        ({"a": "FI"}, OpenBy.RULE, False),  # decided by the rule
    ],
)
def test_only_the_fourth_row_is_for_the_team(marks: Mapping[str, str], open_by: OpenBy, decidable: bool) -> None:
    derived = SCHEME.derive(ITEM, marks)
    assert (derived.open_by, derived.decidable) == (open_by, decidable)


def test_the_steps_say_which_marks_led_where() -> None:
    (step,) = SCHEME.derive(ITEM, {"a": "FI", "b": "NI", "c": "FI", "d": "NY"}).steps
    assert step.expression == "2 × FI, 1 × NI → PI … LI"
    assert "the team decides" in step.text.en
    (step,) = SCHEME.derive(ITEM, {"a": "NY"}).steps
    assert "not rated" in step.text.en


def test_a_wrong_mark_names_all_there_are_and_guesses_none() -> None:
    """Two letters are like every other two letters: `NY` is as near to `NI` as to anything."""
    fault = SCHEME.check_mark(ITEM, "valve project", "F1")
    assert fault
    assert "valve project" in fault.en
    assert fault.en.endswith("expected one of: NI, PI, LI, FI, NY")
    assert all(mark in fault.zh for mark in ("FI", "LI", "PI", "NI", "NY"))
    assert SCHEME.check_mark(ITEM, "anything at all", "NY") is None


def test_a_variant_may_call_the_levels_by_other_names() -> None:
    names = {"NI": "N", "PI": "P", "LI": "L", "FI": "F"}
    bands = tuple(
        band.model_copy(update={"key": names[band.key], "title": Text(zh=names[band.key], en=names[band.key])})
        for band in SCHEME.data.bands
    )
    other = SCHEME.like(SCHEME.data.model_copy(update={"name": "nplf", "bands": bands, "neutral": ("later",)}))
    result = other.derive(ITEM, {"a": "F", "b": "L", "c": "later"})
    assert (result.percent, result.steps[0].expression) == (bands[2].low, "1 × F, 1 × L → L")


def test_positions_only_order() -> None:
    lows = [band.low for band in SCHEME.data.bands]
    assert lows == sorted(set(lows))
    assert [band.label for band in SCHEME.data.bands] == ["NI", "PI", "LI", "FI"]
    assert not SCHEME.data.verified
    for text in (SCHEME.data.rule, SCHEME.data.source, SCHEME.data.marks_rule):
        assert text
        assert text.zh
        assert text.en
    # a mean of levels is none: only the levels beside it are named
    assert SCHEME.data.shown_mean(Decimal(50)).en == "PI…LI"
