"""Both editions as the domain notes print them: points, sums, bands, texts in our own words and two languages."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from zhuoyue import Criteria, ItemKind, Scheme, Text, Topic
from zhuoyue.config import PluginsTable
from zhuoyue.model.rating import Rating, Stage
from zhuoyue.model.score import Score
from zhuoyue.plugins import Plugins
from zhuoyue.scoring import add_up, score_item

PLUGINS = Plugins.open(PluginsTable(enabled=("baldrige", "holistic")), Path())
HOLISTIC: Scheme = PLUGINS.schemes["holistic"][0]
EDITIONS = ("baldrige-2023", "baldrige-1999")

# Code, name, points, process or result, as printed in the domain notes, Annex A.2.
TABLE_2023 = """
1.1;Senior Leadership;70;P
1.2;Governance and Societal Contributions;50;P
2.1;Strategy Development;45;P
2.2;Strategy Implementation;40;P
3.1;Customer Expectations;40;P
3.2;Customer Engagement;45;P
4.1;Measurement, Analysis, and Improvement of Organizational Performance;45;P
4.2;Information and Knowledge Management;45;P
5.1;Workforce Environment;40;P
5.2;Workforce Engagement;45;P
6.1;Work Processes;45;P
6.2;Operational Effectiveness;40;P
7.1;Product and Process Results;120;R
7.2;Customer Results;80;R
7.3;Workforce Results;80;R
7.4;Leadership and Governance Results;80;R
7.5;Financial, Market, and Strategy Results;90;R
"""
CODES_1999 = "1.1 1.2 2.1 2.2 3.1 3.2 4.1 4.2 5.1 5.2 5.3 6.1 6.2 6.3 7.1 7.2 7.3 7.4 7.5"
POINTS_1999 = "85 40 40 45 40 45 40 45 35 25 25 55 15 15 115 115 80 25 115"
CATEGORIES = {
    "baldrige-2023": [120, 85, 85, 90, 85, 85, 450],
    "baldrige-1999": [125, 85, 85, 85, 85, 85, 450],
}
# Number, process points, result points: the edition of 2023, from memory.
BANDS = """
1;0-150;0-125
2;151-200;126-170
3;201-260;171-210
4;261-320;211-255
5;321-370;256-300
6;371-430;301-345
7;431-480;346-390
8;481-550;391-450
"""
BANDS_1999 = ["0-275", "276-375", "376-475", "476-575", "576-675", "676-775", "776-875", "876-1000"]
AREAS = {
    "baldrige-2023": "abc abc ab ab ab abc abc ab ab abc abcd abc abc a a a ab",
    "baldrige-1999": "ab ab ab ab 123 ab 123 12 123 12 abc ab 12 12 12 12 12 12 12",
}


def edition(name: str) -> Criteria:
    return PLUGINS.criteria[name][0]


def test_2023_is_the_table_as_printed() -> None:
    printed = [tuple(row.split(";")) for row in TABLE_2023.split("\n") if row]
    kinds = {ItemKind.PROCESS: "P", ItemKind.RESULT: "R"}
    items = edition("baldrige-2023").items
    assert [(one.code, one.title.en, str(one.points), kinds[one.kind]) for one in items] == printed


def test_1999_is_the_table_as_printed() -> None:
    items = list(edition("baldrige-1999").items)
    assert [one.code for one in items] == CODES_1999.split()
    assert [one.points for one in items] == [int(points) for points in POINTS_1999.split()]
    names = {one.code: one.title.en for one in items}
    assert (names["1.1"], names["1.2"]) == ("Organizational Leadership", "Public Responsibility and Citizenship")
    assert (names["6.3"], names["7.4"]) == ("Supplier and Partnering Processes", "Supplier and Partner Results")


@pytest.mark.parametrize(("name", "items"), [("baldrige-2023", 17), ("baldrige-1999", 19)])
def test_counts_and_sums(name: str, items: int) -> None:
    criteria = edition(name)
    assert (len(criteria.categories), len(list(criteria.items)), criteria.total) == (7, items, 1000)
    assert [category.points for category in criteria.categories] == CATEGORIES[name]
    assert sum(CATEGORIES[name]) == 1000
    assert sum(one.points for one in criteria.items if one.kind is ItemKind.RESULT) == 450
    assert {one.scheme for one in criteria.items} == {"holistic"}


@pytest.mark.parametrize("name", EDITIONS)
def test_items_are_verified_and_bands_are_not(name: str) -> None:
    assert all(one.verified for one in edition(name).items)
    assert not any(band.verified for band in edition(name).score_bands)


def test_bands_of_2023() -> None:
    bands = edition("baldrige-2023").score_bands
    rows = [row.split(";") for row in BANDS.split("\n") if row]
    for kind, column in ((ItemKind.PROCESS, 1), (ItemKind.RESULT, 2)):
        mine = [(str(one.number), f"{one.low}-{one.high}") for one in bands if one.kind is kind]
        assert mine == [(row[0], row[column]) for row in rows]


def test_bands_of_1999_are_those_of_the_total() -> None:
    bands = edition("baldrige-1999").score_bands
    assert [f"{one.low}-{one.high}" for one in bands] == BANDS_1999
    assert {one.kind for one in bands} == {None}


@pytest.mark.parametrize("name", EDITIONS)
def test_bands_leave_no_whole_point_out(name: str) -> None:
    criteria = edition(name)
    for kind in {band.kind for band in criteria.score_bands}:
        bands = [band for band in criteria.score_bands if band.kind is kind]
        most = sum(one.points for one in criteria.items if kind in {None, one.kind})
        assert (bands[0].low, bands[-1].high) == (0, most)
        assert all(after.low == before.high + 1 for before, after in pairwise(bands))


def total(criteria: Criteria, percents: list[int]) -> tuple[list[Decimal | None], Score]:
    given = dict(zip((one.id for one in criteria.items), percents, strict=True))
    categories = []
    for category in criteria.categories:
        rated = [
            Rating(item=one.id, assessor="A", stage=Stage.CONSENSUS, percent=Decimal(given[one.id]))
            for one in category.items
        ]
        scores = [score_item(HOLISTIC, one, rating) for one, rating in zip(category.items, rated, strict=True)]
        categories.append((category.code, add_up([(str(place), score) for place, score in enumerate(scores)])))
    return [score.value for _, score in categories], add_up(categories)


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(("percent", "points"), [(50, 500), (100, 1000), (5, 50), (0, 0)])
def test_equal_percents(name: str, percent: int, points: int) -> None:
    criteria = edition(name)
    assert total(criteria, [percent] * len(list(criteria.items)))[1].value == points


def test_mixed_percents() -> None:
    """Worked out by hand from the printed points."""
    percents = [55, 50, 45, 50, 45, 50, 45, 55, 40, 35, 45, 50, 40, 50, 45, 45, 40]
    categories, whole = total(edition("baldrige-2023"), percents)
    by_hand = ["63.5", "40.25", "40.5", "45", "31.75", "40.25", "196"]
    assert categories == [Decimal(one) for one in by_hand]
    assert whole.value == Decimal("457.25")
    _, old = total(edition("baldrige-1999"), [*([60] * 14), *([40] * 5)])
    assert old.value == 550 * Decimal("0.6") + 450 * Decimal("0.4")


def leaves(topics: tuple[Topic, ...]) -> Iterator[Topic]:
    for topic in topics:
        yield from leaves(topic.topics) if topic.topics else (topic,)


def texts(criteria: Criteria) -> Iterator[Text | None]:
    yield from (criteria.title, criteria.note, criteria.trademark)
    yield from (text for one in criteria.profile for text in (one.title, one.text))
    yield from (one.title for one in criteria.score_bands)
    for category in criteria.categories:
        yield from (category.title, category.text)
        for item in category.items:
            yield from (item.title, item.text)
            yield from (text for one in leaves(item.topics) for text in (one.title, one.text))


@pytest.mark.parametrize("name", EDITIONS)
def test_every_text_is_there_in_both_languages(name: str) -> None:
    for text in texts(edition(name)):
        assert text is not None
        assert text.en
        assert any("\u4e00" <= char <= "\u9fff" for char in text.zh), text


@pytest.mark.parametrize("name", EDITIONS)
def test_areas_to_address(name: str) -> None:
    items = list(edition(name).items)
    assert ["".join(topic.key for topic in one.topics) for one in items] == AREAS[name].split()
    assert all(2 <= len(list(leaves(one.topics))) <= 5 for one in items)


def test_profile_and_marks() -> None:
    criteria = edition("baldrige-2023")
    assert [one.code for one in criteria.profile] == ["P.1a", "P.1b", "P.2a", "P.2b", "P.2c"]
    for name in EDITIONS:
        trademark = edition(name).trademark
        assert trademark is not None
        assert "NIST" in trademark.en
        assert "not affiliated" in trademark.en
        assert "没有任何隶属" in trademark.zh
