"""Writes the assessment as OSCAL assessment results. Nothing is added to what the assessment's tier shows."""

from __future__ import annotations

import json
from pathlib import Path

from zhuoyue import Assessment, SignOffLevel
from zhuoyue.interchange import OSCAL_VERSION, control_id, line, stable_uuid, stamp
from zhuoyue_plugins.oscal.names import Json, Names, day, props, some
from zhuoyue_plugins.oscal.observations import findings, observations
from zhuoyue_plugins.oscal.resources import resources
from zhuoyue_plugins.oscal.risks import risks


def write(assessment: Assessment, path: Path, language: str) -> None:
    """Write the document in one language."""
    document = {"assessment-results": results(assessment, language)}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def results(assessment: Assessment, language: str) -> Json:
    """Return the assessment results: metadata, one result, back matter."""
    names = Names(assessment, language)
    return {
        "uuid": stable_uuid("results", language, assessment.model_dump_json()),
        "metadata": _metadata(names),
        "import-ap": {"href": f"#{names.uuid('resource', 'plan')}"},
        "results": [_result(names)],
        "back-matter": {"resources": resources(names)},
    }


def _metadata(names: Names) -> Json:
    assessment = names.assessment
    people = [
        {"uuid": names.uuid("party", name), "type": "person", "name": line(assessment.called(name, names.language))}
        for name in _persons(names)
    ]
    organisation = {
        "uuid": names.organisation,
        "type": "organization",
        "name": line(names.text(assessment.organisation.name)),
        **props({"fictional": assessment.organisation.fictional or None}),
    }
    return {
        "title": line(names.text(assessment.title)),
        "last-modified": names.instant,
        "version": assessment.as_of.isoformat(),
        "oscal-version": OSCAL_VERSION,
        **props(
            {
                "language": names.language,
                "criteria": assessment.criteria.id,
                "visibility": assessment.visibility.value,
                "status": "final" if assessment.final else "draft",
            }
        ),
        "roles": [{"id": "assessed", "title": names.say("Assessed organisation", "被评组织")}, *_levels(names)],
        "parties": [organisation, *people],
        "responsible-parties": [{"role-id": "assessed", "party-uuids": [names.organisation]}],
    }


def _levels(names: Names) -> list[Json]:
    titles = {
        SignOffLevel.SELF_CHECK: ("Self-check", "自检"),
        SignOffLevel.REVIEW: ("Review", "审核"),
        SignOffLevel.APPROVAL: ("Approval", "批准"),
    }
    return [{"id": level.value.replace("_", "-"), "title": names.say(*title)} for level, title in titles.items()]


def _persons(names: Names) -> list[str]:
    """Return everybody the document names, each once: assessors whose rating prevails, who found, who signed."""
    assessment = names.assessment
    said = [one.rating.assessor for one in assessment.results if one.rating]
    said += [finding.source for one in assessment.results for finding in one.findings]
    said += [one.by for one in assessment.sign_offs if one.valid]
    return [name for name in dict.fromkeys(said) if name and name not in names.plugins]


def _result(names: Names) -> Json:
    assessment = names.assessment
    return {
        "uuid": names.uuid("result", assessment.as_of.isoformat()),
        "title": line(names.text(assessment.title)),
        "description": names.say(
            f"Assessment against {names.text(assessment.criteria.title)}.",
            f"依据{names.text(assessment.criteria.title)}的评价。",
        ),
        "start": day(assessment.period.start),
        "end": day(assessment.period.end, end=True),
        **props(_total(assessment)),
        "local-definitions": {"assessment-assets": _tools(names)},
        "reviewed-controls": _reviewed(names),
        **some(attestations=_attestations(names), observations=observations(names)),
        **some(risks=risks(names), findings=findings(names)),
    }


def _total(assessment: Assessment) -> Json:
    total = assessment.total
    if total is None:
        return {"criteria": assessment.criteria.id}
    figures = {"points": total.value, "low": total.low, "high": total.high, "maximum": total.maximum}
    return {"criteria": assessment.criteria.id, "state": total.state.value, **figures, "coverage": total.coverage}


def _tools(names: Names) -> Json:
    """Return what made observations and is no person: zhuoyue as the platform, its plugins as components."""
    provenance = names.assessment.provenance
    components = [
        {
            "uuid": names.uuid("tool", plugin.name),
            "type": "software",
            "title": line(plugin.name),
            "description": line(f"{plugin.name} {plugin.version}"),
            "status": {"state": "operational"},
        }
        for plugin in provenance.plugins
    ]
    platform: Json = {"uuid": names.uuid("tool", "zhuoyue/platform"), "title": f"zhuoyue {provenance.version}"}
    platform |= some(uses_components=[{"component-uuid": one["uuid"]} for one in components])
    return some(components=components) | {"assessment-platforms": [platform]}


def _reviewed(names: Names) -> Json:
    """Return which items were looked at; one that does not apply was not."""
    results = names.assessment.result_of
    asked = list(names.assessment.criteria.items)
    out = [one for one in asked if (rating := results[one.id].rating) is not None and rating.not_applicable]
    selection: Json = {"include-controls": [{"control-id": control_id(one.id)} for one in asked if one not in out]}
    selection |= some(exclude_controls=[{"control-id": control_id(one.id)} for one in out])
    if not selection["include-controls"]:
        del selection["include-controls"]
    return {"control-selections": [selection]}


def _attestations(names: Names) -> list[Json]:
    """Return the signatures that stand."""
    return [
        {
            "responsible-parties": [
                {"role-id": one.level.value.replace("_", "-"), "party-uuids": [names.uuid("party", one.by)]}
            ],
            "parts": [{"name": "sign-off", "prose": f"{stamp(one.at)} {one.note}".strip()}],
        }
        for one in names.assessment.sign_offs
        if one.valid
    ]
