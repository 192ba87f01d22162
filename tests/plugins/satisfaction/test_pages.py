"""The pages, rendered in both languages from one assessment with hostile words in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhuoyue import Assessment, FindingKind, Visibility
from zhuoyue.report.edition import Edition
from zhuoyue.testing import project
from zhuoyue_plugins.satisfaction.pages import PAGES

from .conftest import DATA, MOBI, Project

HOSTILE = ("<script>alert(1)</script>", "{{ 7 * 7 }} | `b`", "| --- | </table>")
SLUGS = [page.slug for page in PAGES]
CONFIG = """
[satisfaction]
max_findings = 9

[[sources]]
name = "csi"
collector = "satisfaction"
items = ["4.7.3", "4.3.3"]
path = "survey.csv"
fields = { period = "year", segment = "segment", tier = "tier", recommend = "CUSL3", complained = "yes" }
model = { preset = "ecsi", resamples = 60, repeats = 1, groups = "tier", permutations = 40, title = "<b>Model</b>" }
waves = { path = "waves.csv", fields = { period = "year", segment = "segment", sent = "sent" } }
"""


def config() -> str:
    lines = [CONFIG]
    for name, questions in MOBI.items():
        first = f'{{ column = "{questions[0]}", title = "<i>{name}</i> {{{{ 1 + 1 }}}}", expectation = [7, 9] }}'
        rest = "".join(f', "{one}"' for one in questions[1:])
        lines.append(f"[sources.constructs.{name}]\nquestions = [{first}{rest}]\n")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    head, *rows = (DATA / "mobi.csv").read_text("utf-8").replace('"', "").split()
    lines = [f"{head},year,segment,tier,yes"]
    for n, row in enumerate(rows):
        lines.append(
            f"{row},{2024 + n % 2},{HOSTILE[n % 3]},{'gold' if n % 5 < 2 else 'silver'},{'Y' if n % 6 else 'N'}"
        )
    waves = "year,segment,sent\n" + "".join(f"{year},{one},{400}\n" for year in (2024, 2025) for one in HOSTILE)
    files = {"survey.csv": "\n".join(lines), "waves.csv": waves}
    root = tmp_path_factory.mktemp("pages")
    kit = project(root, config(), files, plugins=("gbt19580", "holistic", "satisfaction"))
    return kit.run("assess").assert_success().assessment


def pages(assessment: Assessment, language: str) -> dict[str, str]:
    leaves = Edition(assessment, language, pages=PAGES).leaves()
    return {leaf.path.removesuffix(".md"): leaf.text for leaf in leaves if leaf.path.removesuffix(".md") in SLUGS}


@pytest.fixture(scope="module")
def english(assessment: Assessment) -> dict[str, str]:
    return pages(assessment, "en")


@pytest.fixture(scope="module")
def chinese(assessment: Assessment) -> dict[str, str]:
    return pages(assessment, "zh")


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_every_page_in_both_languages(request: pytest.FixtureRequest, language: str) -> None:
    found = request.getfixturevalue(language)
    assert list(found) == SLUGS
    for slug, text in found.items():
        assert "UndefinedError" not in text, slug
        assert "zy-why" in text, f"{slug} explains nothing"
        assert "<script>" not in text
        assert "<i>" not in text
        assert "<b>Model" not in text
    assert "<svg" in found["satisfaction"]
    assert "<svg" in found["satisfaction-drivers"]


def test_every_explanation_leads_somewhere(english: dict[str, str]) -> None:
    for slug, text in english.items():
        links = re.findall(r'class="zy-why" href="([^"]*)"', text)
        assert links, slug
        assert "None" not in links
        assert all(link.startswith("exhibits/csi") for link in links), links


def test_what_is_assumed_says_so(english: dict[str, str]) -> None:
    found = english
    for slug in ("satisfaction-loyalty", "satisfaction-items", "satisfaction-method"):
        assert "model assumption" in found[slug]
    assert "model assumption" not in found["satisfaction-segments"]
    assert "model assumption" not in found["satisfaction-drivers"]


def test_tiles_show_the_last_period(assessment: Assessment, english: dict[str, str]) -> None:
    index = next(one for one in assessment.exhibits if one.kind == "satisfaction.index")
    row = [row for row in index.rows() if str(row["figure"]) == "CSI"][-1]
    assert str(row["period"]) == "2025"
    assert f'<span class="zy-tiles__value">{row["index"]:.1f}</span>' in english["satisfaction"]


def test_no_page_without_exhibits(assessment: Assessment) -> None:
    bare = assessment.model_copy(update={"exhibits": ()})
    assert pages(bare, "en") == {}
    few = [one for one in assessment.exhibits if one.kind in ("satisfaction.index", "satisfaction.questions")]
    assert list(pages(assessment.model_copy(update={"exhibits": tuple(few)}), "zh")) == [
        "satisfaction",
        "satisfaction-items",
        "satisfaction-method",
    ]


def test_two_surveys_stand_apart(assessment: Assessment) -> None:
    twins = tuple(
        one.model_copy(update={"source": "other", "id": one.id.replace("csi", "other", 1)})
        for one in assessment.exhibits
        if one.kind.startswith("satisfaction.")
    )
    made = assessment.model_copy(update={"exhibits": (*assessment.exhibits, *twins)})
    for slug, text in pages(made, "en").items():
        assert "UndefinedError" not in text, slug
        assert "\n## " in text
        assert "{ #csi }" in text
        assert "{ #other }" in text


def test_without_a_csi(assessment: Assessment, tmp_path: Path) -> None:
    folder = Project(tmp_path)
    folder.write(
        "survey.csv",
        [{"day": f"{2024 + n % 2}-05-01", "g": "AB"[n % 3 % 2], "q1": 1 + n % 9, "q2": 10 - n % 7} for n in range(60)],
    )
    constructs = {"quality": {"questions": ["q1"]}, "price": {"questions": ["q2"], "direction": "lower"}}
    made = folder.read(fields={"answered": "day", "segment": "g"}, constructs=constructs).collected
    # In an assessment items have full ids; these pages need none.
    parts = {
        kind: tuple(one.model_copy(update={"items": ()}) for one in getattr(made, kind))
        for kind in ("exhibits", "measures")
    }
    bare = assessment.model_copy(update=parts)
    found = pages(bare, "en")
    assert list(found) == ["satisfaction", "satisfaction-items", "satisfaction-segments", "satisfaction-method"]
    for slug, text in found.items():
        assert "UndefinedError" not in text, slug
    assert "Indices by segment: quality, 2025" in found["satisfaction-segments"]
    assert "zy-tiles" not in found["satisfaction"]
    # What is better when low is no bar among the others, but is not left out in silence.
    assert "Where lower is better: price" in found["satisfaction"]


def test_what_was_observed_is_not_called_by_assumed_words(english: dict[str, str], chinese: dict[str, str]) -> None:
    observed, _, assumed = english["satisfaction-loyalty"].partition("{ #csi-assumed }")
    assert "not assessable" not in observed
    assert "below 20" in observed
    assert "not assessable" in assumed
    assert "own loyalty index is 80 or more" in assumed
    assert "不可评估" not in chinese["satisfaction-loyalty"].partition("{ #csi-assumed }")[0]
    assert "Limits set by the organisation:" in english["satisfaction-items"]


def test_page_and_findings_have_one_threshold(assessment: Assessment, english: dict[str, str]) -> None:
    """Segments are called less satisfied on the page only where a finding says so."""
    behind = [
        finding.text.en
        for result in assessment.results
        for finding in result.findings
        if "csi-survey.segments" in finding.evidence or "csi-survey.tiers" in finding.evidence
    ]
    assert ("zy-points" in english["satisfaction-segments"]) is bool(behind)


def test_shares_have_their_decimals_and_rates_their_answers(assessment: Assessment, english: dict[str, str]) -> None:
    response = next(one for one in assessment.exhibits if one.kind == "satisfaction.response")
    assert f"of {int(list(response.rows())[-1]['sent'])} asked" in english["satisfaction"]
    shares = [
        row["share"] for one in assessment.exhibits if one.kind == "satisfaction.complained" for row in one.rows()
    ]
    assert all(f"{share:.1f} %" in english["satisfaction"] for share in shares)


def test_findings_and_readings_of_both_themes(assessment: Assessment) -> None:
    of = {result.item.partition(":")[2]: result for result in assessment.results}
    process = [one for one in of["4.3.3"].findings if one.source == "satisfaction"]
    assert any("measures some constructs poorly" in one.text.en for one in process)
    assert {one.kind for one in process} <= set(FindingKind)
    readings = [r for s in of["4.3.3"].suggestions if s.source == "satisfaction" for r in s.readings]
    assert [one.dimension for one in readings] == ["D"]
    assert all(s.percent is None for s in of["4.3.3"].suggestions if s.source == "satisfaction")
    assert all(one.visibility is Visibility.INTERNAL for one in process)
    assert of["4.7.3"].measures


def test_nothing_went_wrong(assessment: Assessment) -> None:
    assert not [one for one in assessment.problems if one.severity == "error"]
