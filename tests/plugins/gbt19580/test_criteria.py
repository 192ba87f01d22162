"""Both editions as the domain notes print them."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuoyue import Criteria, InputError, ItemKind
from zhuoyue.config import PluginsTable
from zhuoyue.plugins import Plugins

CRITERIA = Plugins.open(PluginsTable(enabled=("gbt19580",)), Path()).criteria

# Item points in the order of the published tables.
POINTS = {
    "gbt19580-2012": [50, 30, 30, 40, 50, 40, 50, 60, 15, 20, 15, 10, 10, 50, 50, 40, 40, 80, 80, 80, 60, 50, 50],
    "gbt19580-2004": [60, 40, 40, 40, 40, 50, 40, 10, 20, 20, 20, 10, 70, 40, 40, 30, 30, 120, 80, 80, 70, 50],
}
CATEGORIES = {
    "gbt19580-2012": [110, 90, 90, 130, 100, 80, 400],
    "gbt19580-2004": [100, 80, 90, 120, 110, 100, 400],
}


def edition(name: str) -> Criteria:
    return CRITERIA[name][0]


@pytest.mark.parametrize("name", POINTS)
def test_points(name: str) -> None:
    criteria = edition(name)
    assert [item.points for item in criteria.items] == POINTS[name]
    assert [category.points for category in criteria.categories] == CATEGORIES[name]
    assert sum(POINTS[name]) == 1000
    results = [item.points for item in criteria.items if item.kind is ItemKind.RESULT]
    assert sum(results) == 400


def test_only_what_a_public_source_shows_is_verified() -> None:
    verified = {name: [item.code for item in edition(name).items if item.verified] for name in POINTS}
    assert verified == {"gbt19580-2012": ["4.1.2", "4.1.3", "4.1.4"], "gbt19580-2004": ["4.1.1"]}


def test_a_code_means_different_items_in_each_edition() -> None:
    new, old = (edition(name).resolve("4.3.2") for name in POINTS)
    assert (new.title.zh, old.title.zh) == ("顾客和市场的了解", "顾客关系与顾客满意")
    assert new.id != old.id


def test_a_topic_code_leads_to_its_item_and_a_wrong_code_to_a_hint() -> None:
    criteria = edition("gbt19580-2012")
    assert criteria.resolve("4.3.3.2").code == "4.3.3"
    assert criteria.resolve("gbt19580-2012:4.3.3").code == "4.3.3"
    with pytest.raises(InputError, match=r"did you mean '4\.3\.3'"):
        criteria.resolve("433")
    with pytest.raises(InputError, match=r"no item '4\.8\.2'") as caught:
        criteria.resolve("4.8.2")
    assert "did you mean" not in str(caught.value)  # no category is like it: a guess would mislead


@pytest.mark.parametrize("name", POINTS)
def test_every_text_is_there_in_both_languages(name: str) -> None:
    criteria = edition(name)
    assert [section.code for section in criteria.profile] == ["P.1a", "P.1b", "P.2a", "P.2b", "P.2c"]
    for category in criteria.categories:
        for item in category.items:
            assert item.topics
            for topic in item.topics:
                leaves = [leaf for inner in topic.topics for leaf in (inner.topics or (inner,))] or [topic]
                for leaf in leaves:
                    assert leaf.text is not None
                    assert leaf.text.zh
                    assert leaf.text.en


@pytest.mark.parametrize(
    ("code", "hint"),
    [("4.3", "is a category of gbt19580-2012; its items are 4.3.2, 4.3.3"), ("4.3.7", "did you mean '4.3.")],
)
def test_hints_stay_within_the_category(code: str, hint: str) -> None:
    with pytest.raises(InputError, match=hint):
        edition("gbt19580-2012").resolve(code)
