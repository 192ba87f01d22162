"""The crosswalk from the edition of 2004 to that of 2012: whole, and of codes that exist."""

from __future__ import annotations

from zhuoyue import Criteria, Crosswalk
from zhuoyue_plugins import gbt19580

CRITERIA = {one.id: one for one in gbt19580.register_criteria()}
OLD, NEW = CRITERIA["gbt19580-2004"], CRITERIA["gbt19580-2012"]
# The table of the requirements document, as printed, with ranges and sums written out.
TABLE = """
4.1.1.1 4.1.2 | 4.1.1.2 4.1.3 | 4.1.1.3 4.1.2 f | 4.1.1.3 4.6.2.3 | 4.1.2.1 4.1.4.2 | 4.1.2.2 4.1.4.3 | 4.1.2.3 4.1.4.4
| 4.2.1 4.2.2 | 4.2.2 4.2.3 | 4.3.1 4.3.2 | 4.3.2.1 4.3.3.2 | 4.3.2.2 4.3.3.3 | 4.4.1 4.4.2 | 4.4.2 4.4.3 | 4.4.3 4.4.6
| 4.4.4 4.4.4 | 4.6.2 4.4.4 | 4.4.5 4.4.5 | 4.4.6 4.4.7 | 4.5.1 4.5.2 | 4.5.1 4.5.3 | 4.5.2 4.5.2 | 4.5.2 4.5.3
| 4.6.1 4.6.2 | 4.6.3 4.6.3 | 4.7.1 4.7.3 | 4.7.1 4.7.2 | 4.7.2 4.7.4 | 4.7.3 4.7.5 | 4.7.4 4.7.6 | 4.7.5 4.7.7
"""


def crosswalk() -> Crosswalk:
    (one,) = gbt19580.register_crosswalks()
    return one


def codes(criteria: Criteria) -> set[str]:
    """Return the codes of items and of the sub-items below them."""
    found = set()
    for item in criteria.items:
        found |= {item.code, *(topic.key for topic in item.topics)}
    return found


def test_it_is_the_table_as_printed() -> None:
    links = {(link.source, link.target) for link in crosswalk().links}
    assert links == {tuple(row.strip().split(" ", 1)) for row in TABLE.split("|")}


def test_every_item_of_2004_leads_somewhere_and_every_item_of_2012_comes_from_somewhere() -> None:
    links = crosswalk().links
    assert {OLD.resolve(link.source).code for link in links} == {item.code for item in OLD.items}
    assert {NEW.resolve(link.target.split()[0]).code for link in links} == {item.code for item in NEW.items}


def test_every_code_exists_in_its_edition() -> None:
    for link in crosswalk().links:
        assert link.source in codes(OLD), link
        item, _, topic = link.target.partition(" ")
        assert item in codes(NEW), link
        if topic:
            assert topic in {one.key for one in NEW.resolve(item).topics}, link


def test_it_says_that_it_is_our_own_reading() -> None:
    note = crosswalk().note
    assert note is not None
    assert "Our own reading" in note.en
    assert "自拟" in note.zh
