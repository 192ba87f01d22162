"""The results document is valid OSCAL, says what the assessment says and no more, and its findings come back."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from sample import sample
from trestle.oscal.assessment_results import Model as Results
from trestle.oscal.catalog import Model as Catalog

from zhuoyue.criteria_file import criteria_of
from zhuoyue.interchange import oscal_catalog
from zhuoyue.interchange.oscal_reading import read_catalog
from zhuoyue.interchange.oscal_results import read_results
from zhuoyue.model.assessment import Assessment, ItemResult
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.finding import FindingKind, finding_id
from zhuoyue.testing import project
from zhuoyue_plugins.oscal.document import results

PLUGINS = Path(__file__).parents[3] / "plugins/zhuoyue_plugins"
PACKS = [path for path in sorted(PLUGINS.glob("*/*.toml")) if "[[categories]]" in path.read_text("utf-8")]
Json = dict[str, Any]


def with_ids(assessment: Assessment) -> Assessment:
    """Give findings their ids, as the core does."""

    def named(result: ItemResult) -> ItemResult:
        found = [
            one.model_copy(update={"id": f"{finding_id(one.item or result.item, one.kind, one.text)}.{number}"})
            for number, one in enumerate(result.findings)
        ]
        return result.model_copy(update={"findings": tuple(found)})

    return assessment.model_copy(update={"results": tuple(map(named, assessment.results))})


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return with_ids(sample())


@pytest.fixture(scope="module")
def document(assessment: Assessment) -> Json:
    return results(assessment, "en")


def walk(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every key with its value, at any depth."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield key, one
            yield from walk(one)
    elif isinstance(value, list):
        for one in value:
            yield from walk(one)


def props(table: Json) -> dict[str, str]:
    return {one["name"]: one["value"] for one in table.get("props", ())}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_trestle_takes_the_results(assessment: Assessment, language: str) -> None:
    text = json.dumps({"assessment-results": results(assessment, language)})
    read = Results.model_validate_json(text).assessment_results
    assert len(read.results[0].findings or ()) == sum(len(one.findings) for one in assessment.results)


def test_trestle_takes_hostile_texts() -> None:
    nasty = sample(hostile='<script>alert(1)</script>\n"quoted" \\ {{ x }} \u2028', many=3)
    Results.model_validate_json(json.dumps({"assessment-results": results(nasty, "en")}))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_trestle_takes_the_catalog_of_every_pack(path: Path, assessment: Assessment) -> None:
    criteria = Criteria.model_validate(tomli.loads(path.read_text("utf-8")))
    read = Catalog.model_validate_json(json.dumps(oscal_catalog(criteria, assessment.provenance.instant))).catalog
    controls = [control for group in read.groups or () for control in getattr(group, "controls", None) or ()]
    assert [control.title for control in controls] == [item.title.get("en") for item in criteria.items]


def test_every_reference_leads_somewhere(document: Json) -> None:
    uuids = [value for key, value in walk(document) if key == "uuid"]
    assert len(uuids) == len(set(uuids))
    known = set(uuids)
    for key, value in walk(document):
        if key.endswith("-uuid"):
            assert value in known, (key, value)
        if key == "party-uuids":
            assert set(value) <= known
        if key == "href" and value.startswith("#"):
            assert value[1:] in known
    catalog = next(one for one in document["back-matter"]["resources"] if props(one).get("type") == "catalog")
    embedded = json.loads(base64.b64decode(catalog["base64"]["value"]))
    ids = {value for key, value in walk(embedded) if key == "id"}
    (result,) = document["results"]
    for key, value in walk(result):
        if key in {"control-id", "target-id"}:
            assert value in ids, (key, value)


def test_the_embedded_catalog_is_the_criteria(document: Json, assessment: Assessment) -> None:
    catalog = next(one for one in document["back-matter"]["resources"] if props(one).get("type") == "catalog")
    embedded = json.loads(base64.b64decode(catalog["base64"]["value"]))
    assert criteria_of(read_catalog("embedded", embedded).file).criteria == assessment.criteria


def test_figures_findings_and_evidence_are_those_of_the_assessment(document: Json, assessment: Assessment) -> None:
    (result,) = document["results"]
    ratings = {props(one)["item"]: props(one) for one in result["observations"] if props(one)["type"] == "rating"}
    # The mixed vector: 4.1.2 at 55 % of 50 points is 27.5; 4.4.6 is not rated, 0 to 10 of 10 points.
    first = ratings["gbt19580-2012:4.1.2"]
    assert (first["percent"], first["points"], first["maximum"], first["state"]) == ("55", "27.5", "50", "rated")
    unrated = ratings["gbt19580-2012:4.4.6"]
    assert ("percent" not in unrated, unrated["low"], unrated["high"]) == (True, "0", unrated["maximum"])
    states = {props(one)["id"]: one["target"]["status"]["state"] for one in result["findings"]}
    for item in assessment.results:
        for finding in item.findings:
            strength = finding.kind is FindingKind.STRENGTH
            assert states[finding.id] == ("satisfied" if strength else "not-satisfied")
    resources = {props(one).get("id"): one for one in document["back-matter"]["resources"]}
    for evidence in assessment.evidence:
        if evidence.sha256:
            (link,) = resources[evidence.id]["rlinks"]
            assert link["hashes"] == [{"algorithm": "SHA-256", "value": evidence.sha256}]
    assert set(resources) >= {one.id for one in assessment.facts}


def test_the_same_assessment_gives_the_same_document(assessment: Assessment, document: Json) -> None:
    assert results(assessment, "en") == document
    assert document["metadata"]["last-modified"] == "2025-12-31T00:00:00Z"
    other = results(with_ids(sample(unrated=())), "en")
    assert other["uuid"] != document["uuid"]
    first, second = (one["results"][0]["observations"][0]["uuid"] for one in (document, other))
    assert first == second  # the same item of the same organisation


def test_actions_are_risks_with_a_day_and_an_owner(document: Json, assessment: Assessment) -> None:
    (risk,) = document["results"][0]["risks"]
    (action,) = assessment.actions
    assert (risk["status"], risk["deadline"]) == ("remediating", "2026-06-30T23:59:59Z")
    (response,) = risk["remediations"]
    assert props(response)["owner"] == action.owner


SHEET = """\
assessor = "Team"
stage = "consensus"

[[ratings]]
item = "4.1.2"
percent = 55
rated_on = 2025-12-01
reason = { zh = "方法清楚。", en = "The method is clear." }
[ratings.dimensions]
A = { zh = "有方法", en = "There is a method" }
[[ratings.strengths]]
text = { zh = "领导者\\n以身作则。", en = "Leaders\\nlead." }
examples = [{ en = "They audit themselves." }, { zh = "公开述职。" }]
relevance = { en = "A family firm." }
weight = "bold"
[[ratings.improvements]]
text = "=No succession plan."
[[ratings.questions]]
text = "Who follows?"
answer = "Nobody yet."

[[ratings]]
item = "4.1.3"
not_applicable = true
reason = "One owner."

[[ratings]]
item = "4.7.2"
percent = 30
visibility = "confidential"
reason = "SECRET reason"
[[ratings.strengths]]
text = "SECRET strength"
visibility = "confidential"
"""


def test_what_persons_wrote_comes_back_as_their_sheet(tmp_path: Path) -> None:
    kit = project(tmp_path / "a", "", {"ratings/team.toml": SHEET}, ("gbt19580", "holistic", "oscal"))
    kit.run("assess").assert_success()
    out = tmp_path / "results.json"
    kit.run("export", "--to", "oscal", "--output", str(out)).assert_success()
    Results.model_validate_json(out.read_text("utf-8"))
    assert "SECRET" not in out.read_text("utf-8")
    assert ("30" in out.read_text("utf-8")) is True  # percents are seen by all
    other = project(tmp_path / "b", "", {}, ("gbt19580", "holistic"))
    sheet = tmp_path / "wang.toml"
    refused = other.run("criteria", "import", str(out))
    assert refused.code == 2
    assert "--assessor NAME" in refused.err
    other.run("criteria", "import", str(out), "--assessor", "wang", "--output", str(sheet)).assert_success()
    other.run("ratings", "import", str(sheet)).assert_success()
    other.run("assess").assert_success()
    before, after = kit.run("assess").assessment, other.run("assess").assessment
    for code in ("4.1.2", "4.1.3", "4.7.2"):
        first, second = (one.result_of[one.item(code).id] for one in (before, after))
        assert first.score.percent == second.score.percent
        assert first.score.state == second.score.state
        assert first.findings == tuple(one.model_copy(update={"source": "Team"}) for one in second.findings)
        assert first.rating is not None
        assert second.rating is not None
        for field in ("reason", "dimensions", "questions"):
            assert getattr(first.rating, field) == getattr(second.rating, field)


def test_findings_of_other_tools_are_read_and_what_is_lost_is_said(assessment: Assessment) -> None:
    foreign = {
        "assessment-results": {
            "results": [
                {
                    "observations": [
                        {"uuid": "o1", "description": "seen", "relevant-evidence": [{"href": "#x", "description": "d"}]}
                    ],
                    "risks": [{"uuid": "r1"}],
                    "findings": [
                        {
                            "title": "No plan",
                            "description": "There is no plan.",
                            "target": {"target-id": "4.2.2", "status": {"state": "not-satisfied"}},
                            "related-observations": [{"observation-uuid": "o1"}],
                        },
                        {"title": "Good", "target": {"target-id": "_4.2.3_smt", "status": {"state": "satisfied"}}},
                        {"title": "?", "target": {"target-id": "ac-1", "status": {"state": "satisfied"}}},
                        {"title": "nothing", "target": "broken"},
                    ],
                }
            ]
        }
    }
    taken = read_results("scan.json", foreign, assessment.criteria, "wang")
    rows = {row.item: row for row in taken.sheet.ratings}
    assert [one.text.en for one in rows["4.2.2"].improvements] == ["There is no plan."]
    assert [one.text.en for one in rows["4.2.3"].strengths] == ["Good"]
    told = "\n".join(note.en for note in taken.notes)
    assert "ac-1" in told
    assert "1 references to evidence" in told
    assert "1 risks left out" in told


def test_the_readme_is_in_both_languages() -> None:
    english, chinese = (PLUGINS / "oscal/README.md").read_text("utf-8").split('<a id="oscal-zh"></a>')
    for word in ("satisfied", "not-satisfied", "zhuoyue export --to oscal", "zhuoyue criteria import"):
        assert word in english
        assert word in chinese
    assert re.search(r"[\u4e00-\u9fff]{10}", chinese)
