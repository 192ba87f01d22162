"""The back matter: evidence with its hash, measures and exhibits, the catalog itself, where the plan would be."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from urllib.parse import quote

from zhuoyue import Evidence, Exhibit, Measure, plain
from zhuoyue.interchange import line, oscal_catalog, token
from zhuoyue_plugins.oscal.names import Json, Names, props


def resources(names: Names) -> list[Json]:
    """Return the resources of the back matter."""
    assessment = names.assessment
    return [
        plan(names),
        catalog(names),
        *(_evidence(names, one) for one in assessment.evidence),
        *(_measure(names, one) for one in assessment.measures),
        *(_exhibit(names, one) for one in assessment.exhibits),
    ]


def plan(names: Names) -> Json:
    """Return what stands where OSCAL expects an assessment plan: the configuration of the project."""
    return {
        "uuid": names.uuid("resource", "plan"),
        "title": names.say("Configuration of the assessment", "评价配置"),
        "description": names.say(
            "There is no OSCAL assessment plan: what was assessed, when and by whom is configured in zhuoyue.toml.",
            "没有 OSCAL 评估计划：评价对象、时间和人员在 zhuoyue.toml 中配置。",
        ),
        "rlinks": [{"href": "zhuoyue.toml", "media-type": "application/toml"}],
    }


def catalog(names: Names) -> Json:
    """Return the criteria as an embedded OSCAL catalog: whoever gets the results has what they are about."""
    assessment = names.assessment
    document = oscal_catalog(assessment.criteria, assessment.provenance.instant, names.language)
    text = json.dumps(document, ensure_ascii=False)
    return {
        "uuid": names.uuid("resource", "catalog"),
        "title": line(names.text(assessment.criteria.title)),
        **props({"type": "catalog", "criteria": assessment.criteria.id}),
        "base64": {
            "filename": token(f"{assessment.criteria.id}-catalog.json"),
            "media-type": "application/oscal+json",
            "value": base64.b64encode(text.encode()).decode(),
        },
    }


def _evidence(names: Names, evidence: Evidence) -> Json:
    link: Json = {"href": quote(evidence.locator, safe="/#!.,-_~()[]=&;:@+$*'")}
    if evidence.sha256:
        link["hashes"] = [{"algorithm": "SHA-256", "value": evidence.sha256}]
    return {
        "uuid": names.uuid("resource", evidence.id),
        "title": line(names.text(evidence.title)),
        **props(
            {
                "type": "evidence",
                "id": evidence.id,
                "kind": evidence.kind.value,
                "role": evidence.role.value if evidence.role else None,
                "observed-on": evidence.observed_on,
                "valid-until": evidence.valid_until,
                "visibility": evidence.visibility.value,
            }
        ),
        "rlinks": [link],
    }


def _measure(names: Names, measure: Measure) -> Json:
    latest = measure.latest
    return {
        "uuid": names.uuid("resource", measure.id),
        "title": line(names.text(measure.title)),
        "description": "; ".join(_series(measure)) or names.say("no value", "没有数值"),
        **props(
            {
                "type": "measure",
                "id": measure.id,
                "unit": names.text(measure.unit) if measure.unit else None,
                "direction": measure.direction.value,
                "latest-period": latest.period if latest else None,
                "latest-value": latest.value if latest else None,
                "visibility": measure.visibility.value,
            }
        ),
    }


def _series(measure: Measure) -> Iterator[str]:
    for point in measure.points:
        yield f"{point.period}: {plain(point.value) if point.value is not None else '–'}"


def _exhibit(names: Names, exhibit: Exhibit) -> Json:
    return {
        "uuid": names.uuid("resource", exhibit.id),
        "title": line(names.text(exhibit.title)),
        **props({"type": "exhibit", "id": exhibit.id, "kind": exhibit.kind, "visibility": exhibit.visibility.value}),
    }
