"""The page on the agreement of the assessors, and the ratings on an item's page: by tier, with hostile text."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from sample import Plain, criteria, sample

from zhuoyue.agreement import agree
from zhuoyue.config import ConsensusTable, SiteConfig
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import Visibility
from zhuoyue.model.rating import Dissent, Method, Rating, Stage
from zhuoyue.model.text import Text, same
from zhuoyue.report.agreement import agreement_page
from zhuoyue.report.edition import Edition
from zhuoyue.report.votes import item_dots
from zhuoyue.site_source import write_source

NAMES = ("chenwei", "liming", "sunfang", "wangli")
HOSTILE = "<img src=x onerror=alert(1)>{{ 7 * 7 }}[x](javascript:alert(1))"
PLAIN = Plain()


def alone(item: str, name: str, percent: int | None, reason: str = "Seen.") -> Rating:
    return Rating(
        item=item,
        assessor=name,
        stage=Stage.INDEPENDENT,
        percent=None if percent is None else Decimal(percent),
        not_applicable=percent is None,
        reason=same(reason),
    )


def assessed(names: tuple[str, ...] = NAMES, reason: str = "Seen.", **changes) -> Assessment:
    """Return the sample, its consensus kept but for 4.2.2, with ratings made alone before."""
    base = sample(unrated=("4.2.2",))
    ratings = []
    for number, item in enumerate(criteria().items):
        percents: list[int | None] = [30 + 5 * (number % 3) + 5 * (step * number % 4) for step in range(len(names))]
        if item.code in {"4.2.2", "4.3.3"}:
            percents[1] = 75
        if item.code == "4.4.5":
            percents[1] = None
        ratings += [alone(item.id, name, one, reason) for name, one in zip(names, percents, strict=True)]
    results = []
    for result in base.results:
        mine = tuple(one for one in ratings if one.item == result.item)
        team = tuple(_later(one, reason) for one in result.ratings)
        results.append(result.model_copy(update={"ratings": (*mine, *(x for pair in team for x in pair))}))
    agreement = agree(ratings, base.criteria, {PLAIN.name: PLAIN.data}, ConsensusTable())
    return base.model_copy(update={"results": tuple(results), "agreement": agreement, **changes})


def _later(rating: Rating, reason: str) -> tuple[Rating, ...]:
    """Return what the team decided; 4.3.3 with a dissent, and moved on the site visit."""
    if not rating.item.endswith(":4.3.3"):
        return (rating,)
    dissent = (Dissent(assessor="li", text=Text(zh="仍认为应为 75。", en=f"I keep to 75. {reason}")),)
    agreed = rating.model_copy(
        update={"dissent": dissent, "method": Method.DISCUSSED, "recorded_by": "Wu", "assessor": "team"}
    )
    moved = agreed.model_copy(
        update={"stage": Stage.SITE_VISIT, "percent": Decimal(60), "dissent": (), "moved_by": "complaints-2025"}
    )
    return agreed, moved


def rendered(assessment: Assessment, folder: Path, language: str = "en") -> dict[str, str]:
    one = assessment.model_copy(update={"languages": (language,)})
    write_source(one, SiteConfig(), folder, folder / "source")
    docs = folder / "source" / language / "docs"
    return {path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in docs.rglob("*.md")}


def test_items_to_discuss_come_first_by_points_at_stake():
    assessment = assessed()
    view = agreement_page(assessment, assessment.agreement, "en")
    assert [row.item.code for row in view.discuss] == ["4.3.3", "4.2.2", "4.4.5"]  # 50 and 40 × 0.45, all of 15
    assert len(view.others) == 20
    stakes = [row.agreement.stake for row in view.others]
    assert stakes == sorted(stakes, reverse=True)
    assert view.remaining == 1  # 4.2.2
    assert view.discuss[0].agreed.percent == 60  # the latest stage


def test_pairs_are_a_matrix_for_a_team_and_a_list_for_a_crowd():
    small = assessed()
    view = agreement_page(small, small.agreement, "en")
    assert [name for name, _ in view.matrix] == list(NAMES)
    assert [[cell is None for cell in cells] for _, cells in view.matrix] == [
        [row == column for column in range(4)] for row in range(4)
    ]
    crowd = assessed(tuple(f"a{n:02}" for n in range(30)))
    view = agreement_page(crowd, crowd.agreement, "en")
    assert view.matrix == ()
    kappas = [cell.pair.kappa for cell in view.weakest]
    assert len(kappas) == 20
    assert kappas == sorted(kappas)


def test_dots_show_what_was_rated_agreed_and_moved():
    assessment = assessed()
    item = assessment.criteria.resolve("4.3.3").id
    chart = item_dots(assessment, item, "T", "en")
    assert [one.look for one in chart.pointers] == ["median", "agreed", "visited"]
    assert [dot.outlier for dot in chart.dots] == [False, False, False, True]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_is_there_with_figures_names_and_reasons(tmp_path, language):
    assessment = assessed()
    page = rendered(assessment, tmp_path, language)["agreement.md"]
    for name in NAMES:
        assert name in page
    icc = assessment.agreement.coefficients[0]
    assert f"{icc.value:.3f}" in page
    assert icc.title.get(language) in page
    assert page.count('class="zy-chart zy-dots"') == 23
    assert page.count('class="zy-chart zy-bias"') == 1
    assert assessment.agreement.items[0].item not in page  # items are named by code and title


def test_no_page_without_agreement(tmp_path):
    assert "agreement.md" not in rendered(sample(), tmp_path)


def test_public_tier_names_nobody(tmp_path):
    """As the pipeline leaves it: no names, no independent ratings."""
    full = assessed()
    anonymous = full.agreement.model_copy(
        update={
            "assessors": (),
            "pairs": (),
            "leniency": (),
            "items": tuple(one.model_copy(update={"outliers": ()}) for one in full.agreement.items),
        }
    )
    results = tuple(
        one.model_copy(update={"ratings": tuple(x for x in one.ratings if x.stage is not Stage.INDEPENDENT)})
        for one in full.results
    )
    public = full.model_copy(update={"agreement": anonymous, "results": results, "visibility": Visibility.PUBLIC})
    pages = rendered(public, tmp_path)
    page = pages["agreement.md"]
    assert set(NAMES).isdisjoint(re.findall(r"\w+", page))
    assert "zy-dots" not in page
    assert "zy-heat" not in page
    assert "ICC(2,1)" in page
    item = pages["categories/4-2/4-2-2.md"]
    assert "zy-stages" in item
    assert set(NAMES).isdisjoint(re.findall(r"\w+", item))


def test_item_page_tells_how_the_value_moved(tmp_path):
    pages = rendered(assessed(), tmp_path)
    item = pages["categories/4-3/4-3-3.md"]
    stages = re.findall(r'zy-stages__name">([^<]+)<', item)
    assert stages == ["rated alone", "consensus", "site visit"]
    for said in ("I keep to 75.", "talked over", "recorded by Wu", "Moved by:", "zy-dots"):
        assert said in item
    open_item = pages["categories/4-2/4-2-2.md"]
    assert "not agreed" in open_item
    assert "To be discussed by the policy" in open_item


def test_hostile_names_and_texts_stay_text(tmp_path):
    names = (HOSTILE, "<b>li</b>", "sun", "wang")
    for page in rendered(assessed(names, reason=HOSTILE), tmp_path).values():
        assert "<img" not in page
        assert "<b>li" not in page


def test_a_team_row_of_findings_alone_is_no_stage_of_its_own() -> None:
    """4.3.3 was moved on the site visit; a sheet with nothing but findings adds neither a box nor a row."""
    assessment = assessed()
    (place,) = (n for n, one in enumerate(assessment.results) if one.item.endswith(":4.3.3"))
    result = assessment.results[place]
    noted = Rating(item=result.item, assessor="scribe", stage=Stage.CONSENSUS)
    more = result.model_copy(update={"ratings": (*result.ratings, noted)})
    results = (*assessment.results[:place], more, *assessment.results[place + 1 :])
    both = []
    for one in (assessment, assessment.model_copy(update={"results": results})):
        leaves = Edition(one, "en").leaves()
        both.append(next(leaf.text for leaf in leaves if leaf.path.endswith("/4-3-3.md")))
    assert both[0].count("zy-stages__name") == 3
    assert both[1] == both[0]
