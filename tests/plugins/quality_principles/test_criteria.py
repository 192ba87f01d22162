"""The eight and the seven principles, and the crosswalks from the one to the other and to GB/T 19580."""

from __future__ import annotations

import pytest

from zhuoyue import Crosswalk
from zhuoyue_plugins import gbt19580, quality_principles

CRITERIA = {one.id: one for one in (*quality_principles.register_criteria(), *gbt19580.register_criteria())}
OLD, NEW = CRITERIA["quality-principles-2000"], CRITERIA["quality-principles-2015"]
NAMES = {
    "quality-principles-2000": {
        "1": ("以顾客为中心", "Customer focus"),
        "2": ("领导作用", "Leadership"),
        "3": ("全员参与", "Involvement of people"),
        "4": ("过程方法", "Process approach"),
        "5": ("管理的系统方法", "System approach to management"),
        "6": ("持续改进", "Continual improvement"),
        "7": ("基于事实的决策方法", "Factual approach to decisions"),
        "8": ("互利的供方关系", "Mutually beneficial supplier relationships"),
    },
    "quality-principles-2015": {
        "1": ("以顾客为关注焦点", "Customer focus"),
        "2": ("领导作用", "Leadership"),
        "3": ("全员积极参与", "Engagement of people"),
        "4": ("过程方法", "Process approach"),
        "5": ("改进", "Improvement"),
        "6": ("循证决策", "Evidence-based decision making"),
        "7": ("关系管理", "Relationship management"),
    },
}
# 2000 to 2015: process and system approach became one.
JOINED = {"1": "1", "2": "2", "3": "3", "4": "4", "5": "4", "6": "5", "7": "6", "8": "7"}
# Customer focus 4.3; leadership 4.1; engagement 4.4.2; process approach 4.5; improvement 4.6.3; evidence 4.6.2;
# relationship management 4.4.7, as the domain notes say, with categories written out as their process items.
EXCELLENCE = {
    "1": {"4.3.2", "4.3.3"},
    "2": {"4.1.2", "4.1.3", "4.1.4"},
    "3": {"4.4.2"},
    "4": {"4.5.2", "4.5.3"},
    "5": {"4.6.3"},
    "6": {"4.6.2"},
    "7": {"4.4.7"},
}


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str) -> None:
    criteria = CRITERIA[name]
    assert {item.code: (item.title.zh, item.title.en) for item in criteria.items} == NAMES[name]
    assert criteria.total is None
    assert criteria.schemes == ("maturity",)
    assert not any(item.verified for item in criteria.items)


@pytest.mark.parametrize("name", NAMES)
def test_every_principle_asks_and_has_words_for_five_levels(name: str) -> None:
    for item in CRITERIA[name].items:
        assert len(item.topics) == 3
        assert list(item.levels) == ["1", "2", "3", "4", "5"]


def crosswalk(target: str) -> Crosswalk:
    return next(one for one in quality_principles.register_crosswalks() if one.target == target)


def test_every_old_principle_leads_somewhere_and_every_new_one_comes_from_somewhere() -> None:
    links = crosswalk("quality-principles-2015").links
    assert {link.source: link.target for link in links} == JOINED
    assert len(links) == 8
    assert {link.source for link in links} == {item.code for item in OLD.items}
    assert {link.target for link in links} == {item.code for item in NEW.items}
    assert [link.source for link in links if link.target == "4"] == ["4", "5"]
    assert {link.relation for link in links if link.target == "4"} == {"subset"}


def test_principles_lead_to_items_of_gbt_19580() -> None:
    walk = crosswalk("gbt19580-2012")
    found: dict[str, set[str]] = {}
    for link in walk.links:
        found.setdefault(link.source, set()).add(link.target)
    assert found == EXCELLENCE
    assert set().union(*EXCELLENCE.values()) <= {item.code for item in CRITERIA["gbt19580-2012"].items}


def test_the_crosswalks_say_that_they_are_our_own_reading() -> None:
    for walk in quality_principles.register_crosswalks():
        assert walk.note is not None
        assert "Our own" in walk.note.en
        assert "自拟" in walk.note.zh
