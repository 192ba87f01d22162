"""The projection: facts travel, scores do not, and the suggested band is worked out anew by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from zhuoyue import store
from zhuoyue.crosswalk import Way, find_way
from zhuoyue.model.action import Action
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.crosswalk import Crosswalk, Link, Relation
from zhuoyue.model.evidence import Evidence, EvidenceKind
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.projection import Coverage, SourceItem, WayKind
from zhuoyue.model.scheme_data import Band, Scale, SchemeData
from zhuoyue.model.score import State
from zhuoyue.model.text import Text
from zhuoyue.projection import project
from zhuoyue.projection.suggesting import SOURCE, suggested
from zhuoyue.testing import project as kit
from zhuoyue_plugins import caf, crosswalks, efqm, gbt19580, pdca, radar

CRITERIA = {one.id: one for pack in (gbt19580, efqm, caf) for one in pack.register_criteria()}
SCHEMES = {one.name: one for pack in (radar, pdca) for one in pack.register_schemes()}
WALKS = [*crosswalks.register_crosswalks(), *gbt19580.register_crosswalks()]
PERCENTS = {"4.1.2": 55, "4.2.2": 45, "4.2.3": 60, "4.3.3": 30, "4.5.3": 60, "4.7.2": 35, "4.7.4": 50}
OUT = "4.4.5"
SHEET = """
assessor = "Team"
stage = "consensus"
key_themes = [{ kind = "strength", scope = "process", text = "Leaders listen", items = ["4.1.2", "4.3.3"] }]
[[ratings]]
item = "4.1.2"
percent = 55
strengths = [{ text = "Goals are clear", id = "goals" }]
improvements = [{ text = "Goals are not reviewed", id = "review" }]
"""
OURS = "gbt19580-2012"


def the(code: str) -> str:
    return f"{OURS}:{code}"


def evidence(name: str, *codes: str) -> Evidence:
    return Evidence(
        id=name,
        kind=EvidenceKind.DOCUMENT,
        title=Text(en=name),
        source="files",
        locator=f"{name}.pdf",
        collected_at=datetime(2025, 12, 31, tzinfo=UTC),
        items=tuple(map(the, codes)),
    )


def told(code: str, language: Any, markdown: str) -> Narrative:
    return Narrative(code=code, language=language, markdown=markdown, locator=f"{language}/{code[-5:]}.md", words=2)


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """Seven items rated, one not applicable, with evidence, texts and an action."""
    rows = "".join(
        f'[[ratings]]\nitem = "{code}"\npercent = {value}\n' for code, value in PERCENTS.items() if code != "4.1.2"
    )
    rows += f'[[ratings]]\nitem = "{OUT}"\nnot_applicable = true\nreason = "none"\n'
    made = kit(tmp_path_factory.mktemp("project"), files={"ratings/final.toml": SHEET + rows})
    found = made.run("assess").assert_success().assessment
    facts = (evidence("policy", "4.1.2"), evidence("both", "4.1.2", "4.3.3"), evidence("nowhere"))
    results = tuple(
        one.model_copy(update={"evidence": tuple(fact.id for fact in facts if one.item in fact.items)})
        for one in found.results
    )
    action = Action(
        id="a1", item=the("4.1.2"), finding="review", text=Text(en="Review"), owner="Li", due=found.as_of,
        baseline_percent=Decimal(55), expected_percent=Decimal(65), expected_gain=Decimal(5),
    )  # fmt: skip
    more = {
        "evidence": facts,
        "results": results,
        "narratives": (
            told("P.1a", "zh", "概况"),
            told(the("4.2.2"), "zh", "战略"),
            told(the("4.2.3"), "zh", "# 部署\n见 [[policy]]"),
            told(the("4.2.3"), "en", "Deployment"),
        ),
        "actions": (action,),
        "problems": (
            Problem(code="withheld", severity=Severity.INFO, text=Text(en="1 record left out")),
            Problem(code="percent-not-carried", severity=Severity.WARNING, text=Text(en="55 %"), item=the("4.1.2")),
        ),
    }
    return Assessment(**{name: getattr(found, name) for name in Assessment.model_fields} | more)


def way(target: str) -> Way:
    found = find_way(WALKS, CRITERIA, OURS, target)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def in_caf(assessed: Assessment) -> Assessment:
    return project(assessed, CRITERIA["caf-2020"], SCHEMES, way("caf-2020"))


@pytest.fixture(scope="module")
def in_efqm(assessed: Assessment) -> Assessment:
    return project(assessed, CRITERIA["efqm-2025"], SCHEMES, way("efqm-2025"))


def test_no_score_travels(in_caf: Assessment, in_efqm: Assessment) -> None:
    for one in (in_caf, in_efqm):
        for result in one.results:
            score = result.score
            assert score.state in {State.NOT_RATED, State.NO_EVIDENCE}
            assert (score.value, score.percent, score.band, score.coverage, score.low) == (None, None, None, 0, 0)
            assert (result.rating, result.ratings) == (None, ())
            assert all(one.percent is None and one.ceiling is None for one in result.suggestions)
        assert (one.agreement, one.uncertainty, one.comparison, one.decision) == (None, None, None, "")
        assert (one.sign_offs, one.history, dict(one.targets), one.projections) == ((), (), {}, ())
        assert not one.final
    assert in_caf.total is None
    assert in_efqm.total is not None
    assert (in_efqm.total.value, in_efqm.total.low, in_efqm.total.high) == (None, 0, 1000)


def test_evidence_travels_to_every_related_item_and_is_never_lost(in_caf: Assessment) -> None:
    items = {one.id: [name.removeprefix("caf-2020:") for name in one.items] for one in in_caf.evidence}
    assert items == {"policy": ["1.1", "1.3"], "both": ["1.1", "1.3", "4.2", "5.2"], "nowhere": []}
    assert in_caf.result_of["caf-2020:1.1"].evidence == ("policy", "both")
    assert in_caf.result_of["caf-2020:1.1"].score.state is State.NOT_RATED
    assert in_caf.result_of["caf-2020:4.3"].score.state is State.NO_EVIDENCE


def test_findings_keep_their_ids_and_say_where_they_come_from(assessed: Assessment, in_caf: Assessment) -> None:
    assert {one.id for one in in_caf.result_of["caf-2020:1.3"].findings} == {"goals", "review"}
    assert {one.item for one in in_caf.result_of["caf-2020:1.3"].findings} == {"caf-2020:1.3"}
    assert in_caf.projection is not None
    assert in_caf.projection.origins["goals"] == (the("4.1.2"),)
    assert in_caf.finding_by_id.keys() <= assessed.finding_by_id.keys()
    assert in_caf.key_themes[0].items == ("caf-2020:1.1", "caf-2020:1.3", "caf-2020:4.2", "caf-2020:5.2")


def test_texts_stand_together_each_below_the_item_it_was_written_for(in_efqm: Assessment) -> None:
    # 1.4 of EFQM comes from 4.2.2 (0.7) and 4.2.3 (0.4): the nearer one first
    zh, en = (in_efqm.narrative("efqm-2025:1.4", language) for language in ("zh", "en"))
    assert zh is not None
    assert zh.markdown == "# 4.2.2 战略制定\n\n战略\n\n# 4.2.3 战略部署\n\n# 部署\n见 [[policy]]\n"
    assert zh.words == 4
    assert zh.locator == "zh/4.2.2.md · zh/4.2.3.md"
    assert en is not None
    assert en.markdown == "# 4.2.3 Strategy deployment\n\nDeployment\n"
    profile = {one.code for one in in_efqm.narratives if ":" not in one.code}
    assert profile == {"K.1", "K.4"}


def test_an_action_goes_with_its_finding_without_percents(in_efqm: Assessment) -> None:
    (action,) = in_efqm.actions
    assert action.item == "efqm-2025:2.1"  # the nearest of 1.1 (0.5), 2.1 (0.6), 2.4 (0.5)
    assert (action.finding, action.baseline_percent, action.expected_percent, action.expected_gain) == (
        "review",
        None,
        None,
        None,
    )


def test_problems_of_items_speak_of_ratings_and_stay_behind(in_efqm: Assessment) -> None:
    assert [one.code for one in in_efqm.problems] == ["withheld"]


@pytest.mark.parametrize(
    ("code", "sources"),
    [
        ("5.2", {"4.5.3": ("0.6", 50), "4.3.3": ("0.4", 50)}),
        ("1.1", {"4.1.2": ("0.6", 50)}),
        ("2.2", {"4.2.2": ("0.8", 40)}),
    ],
)
def test_the_band_is_that_of_the_mean_weighted_by_strength_and_points(
    in_caf: Assessment, code: str, sources: dict[str, tuple[str, int]]
) -> None:
    """CAF classic: 0–10, 11–30, 31–50, 51–70, 71–90, 91–100."""
    weights = {one: Fraction(strength) * points for one, (strength, points) in sources.items()}
    mean = sum(weights[one] * PERCENTS[one] for one in sources) / sum(weights.values())
    tops = (10, 30, 50, 70, 90, 100)
    band, low, high = (
        next(number for number, top in enumerate(tops, 1) if percent <= top)
        for percent in (round(mean), min(PERCENTS[one] for one in sources), max(PERCENTS[one] for one in sources))
    )
    assert in_caf.projection is not None
    row = next(one for one in in_caf.projection.items if one.code == code)
    assert (row.band, row.band_low, row.band_high) == (band, low, high)
    (suggestion,) = in_caf.result_of[row.item].suggestions
    assert (suggestion.source, suggestion.band, suggestion.percent) == (SOURCE, band, None)
    words = " ".join(one.en for one in suggestion.reasons)
    for source, (strength, _) in sources.items():
        assert f"{source} " in words
        assert f"{PERCENTS[source]} %" in words
        assert f"strength {strength}" in words
    assert "not a score" in words


def test_nothing_is_suggested_where_no_source_has_a_figure(in_caf: Assessment) -> None:
    assert in_caf.projection is not None
    rows = {one.code: one for one in in_caf.projection.items}
    for code, state in {"4.5": State.NOT_APPLICABLE, "4.6": State.NO_EVIDENCE}.items():
        assert in_caf.result_of[f"caf-2020:{code}"].suggestions == ()
        assert (rows[code].band, rows[code].suggested) == (None, None)
        assert [one.state for one in rows[code].sources] == [state]


def test_of_levels_the_one_that_is_reached_is_suggested(assessed: Assessment) -> None:
    levels = tuple(
        Band(
            number=number,
            key=str(number),
            low=Decimal(20 * number),
            high=Decimal(20 * number),
            title=Text(en=str(number)),
        )
        for number in range(6)
    )
    scheme = SchemeData(
        name="levels", title=Text(en="Levels"), rule=Text(en="r"), step=Decimal(20), dimensions=(), bands=levels,
        scale=Scale.LEVEL,
    )  # fmt: skip
    item = assessed.criteria.resolve("4.1.2")
    for percent, level in {59: 2, 60: 3, 19: 0, 100: 5}.items():
        source = SourceItem(
            item=item.id, code=item.code, title=item.title, category="4.1", relation=Relation.EQUAL,
            state=State.RATED, percent=Decimal(percent),
        )  # fmt: skip
        found = suggested(assessed, [source], scheme)
        assert found is not None
        assert found.band.number == level


def test_coverage_says_what_is_there_thin_and_missing(assessed: Assessment) -> None:
    links = (
        Link(source="4.1.2", target="1.1", relation=Relation.EQUAL, strength=Decimal("0.5")),
        Link(source="4.3.3", target="1.2", relation=Relation.INTERSECT, strength=Decimal("0.49")),
        Link(source="4.6.3", target="1.3", relation=Relation.EQUAL),
    )
    own = Way(WayKind.DIRECT, Crosswalk(source=OURS, target="caf-2020", links=links))
    found = project(assessed, CRITERIA["caf-2020"], SCHEMES, own).projection
    assert found is not None
    assert [found.count(kind) for kind in Coverage] == [1, 1, 1, 25]
    kinds = [Coverage.COVERED, Coverage.THIN, Coverage.NO_FACTS, Coverage.NO_SOURCE]
    assert [one.coverage for one in found.items[:4]] == kinds
    left = {one.code for one in found.unmapped}
    assert left == {item.code for item in assessed.criteria.items} - {"4.1.2", "4.3.3", "4.6.3"}
    assert found.source_items == 23


def test_it_is_pure_and_survives_the_file(assessed: Assessment, in_efqm: Assessment) -> None:
    before = store.dumps(assessed)
    again = project(assessed, CRITERIA["efqm-2025"], SCHEMES, way("efqm-2025"))
    assert again == in_efqm
    assert store.dumps(assessed) == before
    assert Assessment.model_validate_json(store.dumps(in_efqm)) == in_efqm
    assert "no scores" in in_efqm.title.en
