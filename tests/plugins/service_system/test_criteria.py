"""Ten scopes, five sides and three processes of customer service."""

from __future__ import annotations

from zhuoyue import ItemKind
from zhuoyue_plugins import service_system

(CRITERIA,) = service_system.register_criteria()
PARTS = {
    "1": [
        *("Land-development guidance", "Product planning", "Engineering supervision", "Marketing", "Sales"),
        *("After-sales service", "Property management", "Internal customers", "Customer relations", "Service partners"),
    ],
    "2": ["Service values", "Competence models", "Standards of conduct", "Service workflow", "Service environment"],
    "3": ["Move-in service", "Fit-out control", "Customer archive"],
}


def test_parts_and_items() -> None:
    assert {one.code: [item.title.en for item in one.items] for one in CRITERIA.categories} == PARTS
    assert [len(names) for names in PARTS.values()] == [10, 5, 3]
    assert CRITERIA.id == "service-system-1"
    assert (CRITERIA.total, CRITERIA.roll_up, CRITERIA.schemes) == (None, "mean", ("maturity",))


def test_items_are_processes_which_ask() -> None:
    for category in CRITERIA.categories:
        codes = [f"{category.code}.{number}" for number in range(1, len(category.items) + 1)]
        assert [item.code for item in category.items] == codes
    for item in CRITERIA.items:
        assert item.kind is ItemKind.PROCESS
        assert 2 <= len(item.topics) <= 5
        assert item.text is not None
        assert list(item.levels) == ["1", "2", "3", "4", "5"]
    words = [text.en for item in CRITERIA.items for text in item.levels.values()]
    assert len(set(words)) == 18 * 5


def test_the_model_is_its_own_source_and_says_so() -> None:
    assert all(item.verified for item in CRITERIA.items)
    assert CRITERIA.note is not None
    assert "A model of our own" in CRITERIA.note.en
    assert "自拟" in CRITERIA.note.zh
