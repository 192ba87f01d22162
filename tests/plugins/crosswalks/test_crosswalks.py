"""The crosswalks of GB/T 19580-2012 to other models: whole, as printed, of codes that exist."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from zhuoyue import Criteria, Crosswalk
from zhuoyue.crosswalk import find_way, item_code, item_links
from zhuoyue.crosswalk.codes import codes_of, unknown_codes
from zhuoyue_plugins import baldrige, caf, crosswalks, efqm, gbt19580, iso9004

CRITERIA: dict[str, Criteria] = {
    one.id: one for pack in (gbt19580, baldrige, efqm, caf, iso9004) for one in pack.register_criteria()
}
FOUND: dict[str, Crosswalk] = {f"{one.source}>{one.target}": one for one in crosswalks.register_crosswalks()}
OURS = "gbt19580-2012"
# The table of the requirements document, one row an item: Baldrige | EFQM 2025 | CAF 2020 | ISO 9004:2018.
TABLE = """
4.1.2 | 1.1 | 1.1, 2.1, 2.4 | 1.1, 1.3 | 6.2, 7.1
4.1.3 | 1.2a | 1.5 | 1.2 | 7.1
4.1.4 | 1.2b–c | 3.4 | 1.4 | 5.2, 9.7
4.2.2 | 2.1 | 1.2, 1.3, 1.4 | 2.1, 2.2 | 5.2, 5.3, 7.2
4.2.3 | 2.2 | 1.4, 1.5, 5.1 | 2.3 | 7.3, 7.4
4.3.2 | 3.1 | 1.3, 3.1 | 2.1, 4.2 | 5.2
4.3.3 | 3.2 | 3.1, 4.2, 4.4 | 4.2, 5.2 | 5.2
4.4.2 | 5.1, 5.2 | 3.2 | 3.1, 3.2, 3.3 | 9.2
4.4.3 | 2.2a | 5.5 | 4.3 | 9.1
4.4.4 | 4.2 | 5.4 | 4.4 | 9.3
4.4.5 | 6.1d | 5.3 | 4.5 | 9.4
4.4.6 | 5.1b, 6.2 | 5.5 | 4.6 | 9.5
4.4.7 | 6.1c | 3.3, 3.5 | 4.1 | 9.6
4.5.2 | 6.1a | 4.1 | 5.1 | 8.1, 8.2
4.5.3 | 6.1b, 6.2 | 4.3, 5.1 | 5.2, 5.3 | 8.3, 8.4
4.6.2 | 4.1a–b | 5.1, 5.4 | 1.2 | 10.1, 10.2, 10.3, 10.4, 10.5, 10.7
4.6.3 | 4.1c, 6.1d | 2.2, 2.3, 5.2 | 2.4 | 11.1, 11.2, 11.3, 11.4
4.7.2 | 7.1a | 7.1, 7.3 | 9.1 | 10.2, 10.3, 10.4
4.7.3 | 7.2, 7.5a | 6.1, 7.1 | 6.1, 6.2 | 10.2, 10.3, 10.4
4.7.4 | 7.5a | 7.2 | 9.2 | 10.2, 10.3, 10.4
4.7.5 | 7.3 | 6.2, 6.5, 7.3 | 7.1, 7.2 | 10.2, 10.3, 10.4
4.7.6 | 7.1b–c | 7.3 | 9.2 | 10.2, 10.3, 10.4
4.7.7 | 7.4, 7.5b | 6.3, 6.4, 7.1, 7.4 | 8.1, 8.2 | 10.2, 10.3, 10.4
"""
TARGETS = ("baldrige-2023", "efqm-2025", "caf-2020", "iso9004-2018")


@pytest.mark.parametrize(("column", "target"), list(enumerate(TARGETS, 1)))
def test_it_is_the_table_as_printed(column: int, target: str) -> None:
    printed = {
        (cells[0].strip(), code.strip())
        for cells in (row.split("|") for row in TABLE.strip().splitlines())
        for code in cells[column].split(",")
    }
    links = {(one.source, one.target) for one in FOUND[f"{OURS}>{target}"].links if one.source[0] != "P"}
    assert links == printed


@pytest.mark.parametrize("pair", FOUND)
def test_every_code_exists_and_every_link_is_judged(pair: str) -> None:
    crosswalk = FOUND[pair]
    source, target = (CRITERIA[one] for one in pair.split(">"))
    assert list(unknown_codes(crosswalk, source, target)) == []
    assert all(one.strength is not None and Decimal(0) < one.strength <= 1 for one in crosswalk.links)
    assert len({(one.source, one.target) for one in crosswalk.links}) == len(crosswalk.links)


@pytest.mark.parametrize("pair", FOUND)
def test_letters_name_topics_of_the_item(pair: str) -> None:
    """`6.1b–c` and the like: the pack keys its topics by these letters."""
    target = CRITERIA[pair.split(">")[1]]
    for link in FOUND[pair].links:
        match = re.search(r"(?<=\d)([a-z])(?:–([a-z]))?$", link.target)
        if match and link.target not in codes_of(target):
            keys = {topic.key for topic in target.resolve(item_code(link.target, codes_of(target))).topics}
            assert {one for one in match.groups() if one} <= keys, link


@pytest.mark.parametrize("target", TARGETS)
def test_every_item_of_both_chinese_editions_lands_somewhere(target: str) -> None:
    """Also those of 2004, by way of 2012."""
    known = [*FOUND.values(), *gbt19580.register_crosswalks()]
    for edition in ("gbt19580-2012", "gbt19580-2004"):
        way = find_way(known, CRITERIA, edition, target)
        assert way is not None
        landed = {one.source for one in item_links(way.crosswalk, CRITERIA[edition], CRITERIA[target])}
        assert {item.code for item in CRITERIA[edition].items} <= landed


def test_only_self_assessment_is_left_without_a_source() -> None:
    for target in TARGETS:
        links = FOUND[f"{OURS}>{target}"].links
        reached = {item_code(one.target, codes_of(CRITERIA[target])) for one in links}
        missing = {item.code for item in CRITERIA[target].items} - reached
        assert missing == ({"10.6"} if target == "iso9004-2018" else set())


def test_efqm_2020_leads_to_2025_by_the_names_of_the_parts() -> None:
    links = {one.source: one.target for one in FOUND["efqm-2020>efqm-2025"].links if one.source != "7"}
    old, new = ({item.code: item.title.en for item in CRITERIA[one].items} for one in ("efqm-2020", "efqm-2025"))
    assert set(links) >= set(old) - {"7"}
    assert set(links.values()) | {"7.1", "7.2", "7.3", "7.4"} >= set(new)
    assert (links["1.2"], links["1.3"]) == ("1.3", "1.2")  # the two changed places
    for code in ("1.1", "2.3", "4.4", "5.2"):
        assert old[code] == new[links[code]]


@pytest.mark.parametrize("pair", FOUND)
def test_it_says_that_it_is_our_own_reading(pair: str) -> None:
    note = FOUND[pair].note
    assert note is not None
    assert "Our own reading" in note.en
    assert "自拟" in note.zh
