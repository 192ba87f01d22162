"""The eight areas of security and compliance, with their items."""

from __future__ import annotations

from zhuoyue import ItemKind, Theme
from zhuoyue_plugins import security_compliance

(CRITERIA,) = security_compliance.register_criteria()
AREAS = [
    ("1", "合规组织", "Organisation of compliance", 4),
    ("2", "总体控制", "General control", 6),
    ("3", "人员安全", "People", 5),
    ("4", "物理安全", "Physical security", 4),
    ("5", "信息技术安全", "IT security", 6),
    ("6", "服务合规", "Service compliance", 4),
    ("7", "知识产权", "Intellectual property", 4),
    ("8", "业务连续性", "Business continuity", 4),
]


def test_eight_areas() -> None:
    found = [(one.code, one.title.zh, one.title.en, len(one.items)) for one in CRITERIA.categories]
    assert found == AREAS
    assert len(list(CRITERIA.items)) == 37
    assert CRITERIA.id == "security-compliance-1"
    assert (CRITERIA.total, CRITERIA.roll_up, CRITERIA.schemes) == (None, "mean", ("maturity",))


def test_each_area_ends_with_its_result() -> None:
    for category in CRITERIA.categories:
        *processes, last = category.items
        assert {item.kind for item in processes} == {ItemKind.PROCESS}
        assert (last.kind, last.theme) == (ItemKind.RESULT, Theme.RESULTS)


def test_codes_follow_their_area_and_every_item_asks() -> None:
    for category in CRITERIA.categories:
        codes = [f"{category.code}.{number}" for number in range(1, len(category.items) + 1)]
        assert [item.code for item in category.items] == codes
        assert all(item.topics and item.text for item in category.items)


def test_the_model_is_its_own_source_and_says_so() -> None:
    assert all(item.verified for item in CRITERIA.items)
    assert CRITERIA.note is not None
    assert "A model of our own" in CRITERIA.note.en
    assert "自拟" in CRITERIA.note.zh
