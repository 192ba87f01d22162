"""Both editions as the domain notes print them."""

from __future__ import annotations

import pytest

from zhuoyue import Criteria, ItemKind
from zhuoyue_plugins import efqm

CRITERIA = {one.id: one for one in efqm.register_criteria()}
EDITIONS = ("efqm-2020", "efqm-2025")
# Criterion; points; parts, of which each weighs the same (2020's criterion 7 has none).
CRITERIA_POINTS = [100, 100, 100, 200, 100, 200, 200]
PARTS = {"efqm-2020": [5, 4, 5, 4, 5, 5, 1], "efqm-2025": [5, 4, 5, 4, 5, 5, 4]}
PART_POINTS = {"efqm-2020": [20, 25, 20, 50, 20, 40, 200], "efqm-2025": [20, 25, 20, 50, 20, 40, 50]}
NAMES_2025 = {
    "1.1": "Define Purpose & Vision",
    "1.2": "Understand Ecosystem, Own Capabilities & Major Challenges",
    "1.3": "Identify & Understand Needs of Key Stakeholders",
    "1.4": "Develop & Adapt Strategy",
    "1.5": "Design & Implement a Performance Management & Governance System",
    "2.1": "Steer Culture & Nurture Core Values",
    "2.2": "Create Conditions for Realising Change",
    "2.3": "Enable Creativity & Innovation",
    "2.4": "Unite & Engage Key Stakeholders with Purpose, Vision & Strategy",
    "3.1": "Customers",
    "3.2": "People",
    "3.3": "Business & Governing Stakeholders",
    "3.4": "Society",
    "3.5": "Partners & Suppliers",
    "4.1": "Define the Value & How it is Created",
    "4.2": "Communicate & Sell",
    "4.3": "Deliver",
    "4.4": "Define & Implement the Overall Experience",
    "5.1": "Drive Performance",
    "5.2": "Transform the Organisation for the Future",
    "5.3": "Drive Innovation & Technology",
    "5.4": "Leverage Data-Driven Insights & Knowledge",
    "5.5": "Manage Assets & Resources",
    "7.1": "Fulfilment of Stakeholder Expectations and their Contribution",
    "7.2": "Economics & Financials",
    "7.3": "Performance & Transformation",
    "7.4": "Sustainability",
}


@pytest.fixture(params=EDITIONS)
def criteria(request: pytest.FixtureRequest) -> Criteria:
    return CRITERIA[request.param]


def test_points(criteria: Criteria) -> None:
    assert [category.points for category in criteria.categories] == CRITERIA_POINTS
    assert [len(category.items) for category in criteria.categories] == PARTS[criteria.id]
    for category, points in zip(criteria.categories, PART_POINTS[criteria.id], strict=True):
        assert {item.points for item in category.items} == {points}
    assert criteria.total == sum(CRITERIA_POINTS) == 1000
    assert criteria.scheme == "radar"


def test_three_blocks(criteria: Criteria) -> None:
    """Direction 200, Execution 400, Results 400; each criterion says which it belongs to."""
    blocks = [("Direction", "方向", (0, 2), 200), ("Execution", "执行", (2, 5), 400), ("Results", "结果", (5, 7), 400)]
    for en, zh, (first, last), points in blocks:
        members = criteria.categories[first:last]
        assert sum(category.points for category in members) == points
        for category in members:
            assert category.text is not None
            assert category.text.en.startswith(en)
            assert f"{points} points" in category.text.en
            assert category.text.zh.startswith(f"“{zh}”部分")
    results = {item.code.partition(".")[0] for item in criteria.items if item.kind is ItemKind.RESULT}
    assert results == {"6", "7"}


def test_names_of_the_parts_of_2025() -> None:
    found = {item.code: item.title.en for item in CRITERIA["efqm-2025"].items}
    assert {code: found[code] for code in NAMES_2025} == NAMES_2025
    perceptions = [found[f"6.{number}"] for number in range(1, 6)]
    assert all(name.endswith("Perception Results") for name in perceptions)


def test_what_changed_between_the_editions() -> None:
    old, new = (CRITERIA[name] for name in EDITIONS)
    assert "Stakeholders Needs" in old.resolve("1.2").title.en
    assert "Ecosystem" in new.resolve("1.2").title.en
    assert old.resolve("1.3").title.zh == new.resolve("1.2").title.zh
    assert old.resolve("7").points == 200
    assert old.resolve("7.2").code == "7"  # whatever parts an organisation makes of it, it is one item
    assert new.resolve("7.2").title.en == "Economics & Financials"


def test_nothing_is_marked_as_checked_and_the_note_says_why() -> None:
    old, new = (CRITERIA[name] for name in EDITIONS)
    for criteria in (old, new):
        assert not any(item.verified for item in criteria.items)
        assert criteria.note is not None
        assert criteria.trademark is not None
        assert "trademarks of EFQM" in criteria.trademark.en
        assert "商标" in criteria.trademark.zh
    assert old.note is not None
    assert "Names of the parts are from memory" in old.note.en
    assert new.note is not None
    assert "that 2025 keeps them is assumed" in new.note.en


def test_themes_follow_the_parts_where_a_criterion_mixes_them(criteria: Criteria) -> None:
    theme = {item.code: item.theme.value for item in criteria.items}
    assert [theme[f"3.{part}"] for part in range(1, 6)] == [
        "customers",
        "resources",
        "resources",
        "leadership",
        "resources",
    ]
    assert set(theme.values()) >= {"leadership", "strategy", "customers", "resources", "process", "measurement"}
    assert {theme[code] for code in theme if code[0] in "67"} == {"results"}


def test_every_text_is_there_in_both_languages(criteria: Criteria) -> None:
    assert len(criteria.profile) == 5
    for item in criteria.items:
        assert 2 <= len(item.topics) <= 5
        texts = [item.title, item.text, *(topic.title for topic in item.topics), *(topic.text for topic in item.topics)]
        assert all(text is not None and text.zh and text.en for text in texts), item.code
