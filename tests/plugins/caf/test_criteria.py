"""CAF 2020 as the domain notes print it: nine criteria, 28 sub-criteria, no total."""

from __future__ import annotations

import pytest

from zhuoyue import InputError, ItemKind
from zhuoyue_plugins import caf

(CRITERIA,) = caf.register_criteria()
SUB_CRITERIA = {"1": 4, "2": 4, "3": 3, "4": 6, "5": 3, "6": 2, "7": 2, "8": 2, "9": 2}


def test_nine_criteria_and_28_sub_criteria() -> None:
    assert {category.code: len(category.items) for category in CRITERIA.categories} == SUB_CRITERIA
    expected = [f"{code}.{number}" for code, count in SUB_CRITERIA.items() for number in range(1, count + 1)]
    assert [item.code for item in CRITERIA.items] == expected
    kinds = [item.kind for item in CRITERIA.items]
    assert (kinds.count(ItemKind.PROCESS), kinds.count(ItemKind.RESULT)) == (20, 8)
    assert kinds == [ItemKind.PROCESS] * 20 + [ItemKind.RESULT] * 8


def test_no_total_and_no_weights() -> None:
    assert CRITERIA.total is None
    assert CRITERIA.roll_up.value == "mean"
    assert len({item.points for item in CRITERIA.items}) == 1
    assert CRITERIA.scheme == "pdca-classic"
    assert CRITERIA.schemes == ("pdca-classic",)


def test_only_names_seen_in_a_public_source_are_marked_as_checked() -> None:
    assert [item.code for item in CRITERIA.items if item.verified] == ["1.2", "2.4", "4.1", "4.2", "9.1"]
    assert CRITERIA.note is not None
    assert "from memory" in CRITERIA.note.en
    assert "凭记忆" in CRITERIA.note.zh
    assert CRITERIA.trademark is not None
    assert "neither affiliated" in CRITERIA.trademark.en


def test_names() -> None:
    titles = {item.code: item.title.en for item in CRITERIA.items}
    assert titles["1.1"] == "Provide direction by mission, vision and values"
    assert titles["4.2"] == "Collaborate with citizens and civil society organisations"
    assert titles["9.1"] == "External results: outputs and public value"
    assert titles["9.2"] == "Internal results: level of efficiency"
    for code in "678":
        assert (titles[f"{code}.1"], titles[f"{code}.2"]) == ("Perception measurements", "Performance measurements")


def test_themes() -> None:
    theme = {item.code: item.theme.value for item in CRITERIA.items}
    assert (theme["4.2"], theme["4.3"], theme["2.4"], theme["5.2"]) == (
        "customers",
        "resources",
        "measurement",
        "process",
    )
    assert {theme[code] for code in theme if code[0] in "6789"} == {"results"}


def test_every_text_is_there_in_both_languages() -> None:
    for item in CRITERIA.items:
        assert 2 <= len(item.topics) <= 5
        texts = [item.title, item.text, *(topic.title for topic in item.topics), *(topic.text for topic in item.topics)]
        assert all(text is not None and text.zh and text.en for text in texts), item.code


def test_a_code_of_another_model_is_no_part_of_an_item_that_it_begins_like() -> None:
    """4.3.3 of GB/T 19580 is about customers, 4.3 of CAF about finances."""
    assert CRITERIA.resolve("4.3").code == CRITERIA.resolve("4.3.a").code == "4.3"
    with pytest.raises(InputError, match=r"has no item '4\.3\.3'"):
        CRITERIA.resolve("4.3.3")
