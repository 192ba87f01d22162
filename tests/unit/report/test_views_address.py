"""Where pages stand, and how one is reached from another."""

from __future__ import annotations

import pytest
from markupsafe import Markup
from sample import sample

from zhuoyue.report.address import Atlas, Spot
from zhuoyue.report.item import item_page


@pytest.mark.parametrize(
    ("spot", "page", "address"),
    [
        (Spot("index"), "scorecard", "index.html"),
        (Spot("index"), "categories/4-1/index", "../../index.html"),
        (Spot("categories/4-1/4-1-2", "score"), "categories/4-1/index", "4-1-2.html#score"),
        (Spot("categories/4-1/4-1-2", "score"), "categories/4-1/4-1-2", "#score"),
        (Spot("categories/4-1/4-1-2"), "categories/4-1/4-1-2", "4-1-2.html"),
    ],
)
def test_relative_address(spot: Spot, page: str, address: str) -> None:
    assert spot.seen_from(page) == address


def test_a_small_register_is_one_page_in_the_order_of_the_criteria() -> None:
    parts = Atlas(sample()).evidence_parts
    assert {page: [one.id for one in part] for page, part in parts.items()} == {
        "evidence/index": ["register-strategy", "register-complaints"]
    }


def test_a_big_register_is_split_by_category() -> None:
    atlas = Atlas(sample(many=600))
    pages = {page: len(part) for page, part in atlas.evidence_parts.items()}
    assert sum(pages.values()) == 602
    assert max(pages.values()) <= 250
    assert {page.split("/")[1][:3] for page in pages} == {"4-1", "4-2", "4-3", "4-4", "4-5", "4-6", "4-7"}


def test_a_reference_leads_to_its_row_or_chart() -> None:
    atlas = Atlas(sample())
    assert atlas.reference("register-strategy") == Spot("evidence/index", "e-register-strategy")
    assert atlas.reference("csi") == Spot("categories/4-7/4-7-3", "m-csi")
    assert atlas.reference("no-such-thing") is None


def test_a_measure_of_two_items_stands_in_full_under_the_result_item_only() -> None:
    assessment = sample()
    process, result = "gbt19580-2012:4.3.3", "gbt19580-2012:4.7.3"
    measure = assessment.measures[0].model_copy(update={"id": "both", "items": (process, result)})
    results = tuple(
        one.model_copy(update={"measures": ("both",)}) if one.item in measure.items else one
        for one in assessment.results
    )
    assessment = assessment.model_copy(update={"measures": (measure,), "results": results})
    assert Atlas(assessment).reference("both") == Spot("categories/4-7/4-7-3", "m-both")
    pages = {}
    for name in (process, result):
        item = assessment.criteria.by_id[name]
        category = Atlas(assessment).category_of(name)
        pages[name] = item_page(assessment, item, category, "en", lambda narrative: Markup())
    assert (pages[process].measures, pages[process].elsewhere) == ((), (measure,))
    assert (pages[result].measures, pages[result].elsewhere) == ((measure,), ())
