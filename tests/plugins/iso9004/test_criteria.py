"""The elements of ISO 9004:2018 as the domain notes list them, each with words for its five levels."""

from __future__ import annotations

from zhuoyue import ItemKind
from zhuoyue_plugins import iso9004

(CRITERIA,) = iso9004.register_criteria()
# Clauses 5 to 11 with their elements: 2 + 1 + 4 + 4 + 7 + 7 + 4 = 29.
CODES = {
    "5": "5.2 5.3",
    "6": "6.2",
    "7": "7.1 7.2 7.3 7.4",
    "8": "8.1 8.2 8.3 8.4",
    "9": "9.1 9.2 9.3 9.4 9.5 9.6 9.7",
    "10": "10.1 10.2 10.3 10.4 10.5 10.6 10.7",
    "11": "11.1 11.2 11.3 11.4",
}


def test_clauses_and_elements() -> None:
    found = {one.code: " ".join(item.code for item in one.items) for one in CRITERIA.categories}
    assert found == CODES
    assert len(list(CRITERIA.items)) == 29
    assert CRITERIA.id == "iso9004-2018"


def test_there_is_no_total_and_clauses_have_a_mean() -> None:
    assert CRITERIA.total is None
    assert CRITERIA.roll_up == "mean"
    assert CRITERIA.schemes == ("maturity",)


def test_nothing_is_called_verified() -> None:
    assert not any(item.verified for item in CRITERIA.items)
    assert CRITERIA.note is not None
    assert "from memory" in CRITERIA.note.en
    assert "凭记忆" in CRITERIA.note.zh


def test_every_element_asks_and_has_its_own_words_for_five_levels() -> None:
    for item in CRITERIA.items:
        assert item.kind is ItemKind.PROCESS
        assert 2 <= len(item.topics) <= 5, item.code
        assert list(item.levels) == ["1", "2", "3", "4", "5"], item.code
    for language in ("zh", "en"):
        words = [text.get(language) for item in CRITERIA.items for text in item.levels.values()]
        assert len(set(words)) == 29 * 5
