"""OSCAL assessment results as a rating sheet: findings, and the ratings of documents that we wrote.

What an assessment holds is made from records, so of a results document only what persons judged comes back: strengths,
improvements, ratings with their reasons. Evidence comes from the records it stands for, actions from their own file,
points are computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from zhuoyue.errors import Fault, InputError
from zhuoyue.interchange.oscal_names import Json, control_id, props_of, texts_of
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.rating_sheet import RatingSheet

_STATES = {"satisfied": "strengths", "not-satisfied": "improvements"}
_KINDS = {"strength": "strengths", "improvement": "improvements"}


@dataclass
class TakenResults:
    """What was read of a results document."""

    sheet: RatingSheet
    """The rating sheet it makes."""
    notes: list[Fault] = field(default_factory=list)
    """What was left out, and why."""


def is_results(document: Json) -> bool:
    """Tell whether a document holds assessment results."""
    return isinstance(document.get("assessment-results"), dict)


def read_results(name: str, document: Json, criteria: Criteria, assessor: str) -> TakenResults:
    """Return the rating sheet that a results document makes.

    Args:
        name: how messages call the file.
        document: the JSON document.
        criteria: the model that its controls are looked up in.
        assessor: whose sheet it becomes.

    Raises:
        InputError: it holds no results, or nothing of it speaks of the criteria.
    """
    if not is_results(document):
        raise InputError(Fault("holds no OSCAL assessment results", "不含 OSCAL 评估结果", name))
    reading = _Reading(name, criteria)
    for result in _dicts(document["assessment-results"], "results"):
        reading.take(result)
    if not reading.rows:
        controls = ", ".join(sorted(reading.unknown)[:5]) or "–"
        en = f"nothing in it speaks of {criteria.id}; its controls are {controls}"
        raise InputError(Fault(en, f"其中没有与 {criteria.id} 有关的内容；其控制项为 {controls}", name))
    order = [item.code for item in criteria.items]
    rows = [reading.rows[code] for code in order if code in reading.rows]
    try:
        sheet = RatingSheet.model_validate({"assessor": assessor, "ratings": rows})
    except ValidationError as error:
        raise InputError(*_faults(name, error)) from error
    return TakenResults(sheet, list(reading.notes()))


def _faults(name: str, error: ValidationError) -> Iterator[Fault]:
    for one in error.errors(include_url=False):
        place = ".".join(str(key) for key in one["loc"])
        yield Fault(f"{place}: {one['msg']}", f"{place}：{one['msg']}", name)


def _dicts(table: Any, key: str) -> list[Json]:
    value = table.get(key) if isinstance(table, dict) else None
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _by_tool(table: Json) -> bool:
    """Tell whether a tool and no person found something."""
    actors = [actor for origin in _dicts(table, "origins") for actor in _dicts(origin, "actors")]
    return bool(actors) and all(actor.get("type") == "tool" for actor in actors)


def _notes(observation: Json) -> Json:
    """Return notes by dimension and questions with their answers."""
    dimensions = texts_of(observation, "dimension")
    answers = texts_of(observation, "answer")
    questions = [
        {"text": text} | ({"answer": answers[key]} if key in answers else {})
        for key, text in texts_of(observation, "question").items()
    ]
    return ({"dimensions": dimensions} if dimensions else {}) | ({"questions": questions} if questions else {})


class _Reading:
    """Rows on their way, by item code, and what had no place."""

    def __init__(self, name: str, criteria: Criteria) -> None:
        self.name = name
        self.criteria = criteria
        self.by_control = {control_id(item.id): item for item in criteria.items}
        self.rows: dict[str, Json] = {}
        self.unknown: set[str] = set()
        self.evidence = 0
        self.risks = 0
        self.tools = 0

    def take(self, result: Json) -> None:
        """Take one result: ratings first, then findings with their observations."""
        observations = {str(one.get("uuid")): one for one in _dicts(result, "observations")}
        self.risks += len(_dicts(result, "risks"))
        for one in observations.values():
            if props_of(one).get("type") == "rating":
                self.rating(one)
        for one in _dicts(result, "findings"):
            self.finding(one, observations)

    def item(self, control: str) -> Item | None:
        """Return the item that a control or one of its statements stands for: by our id, else by its code."""
        base = control.partition("_smt")[0]
        if base in self.by_control:
            return self.by_control[base]
        try:
            return self.criteria.resolve(base.removeprefix("_"))
        except InputError:
            self.unknown.add(control)
            return None

    def row(self, item: Item) -> Json:
        """Return the row of an item."""
        return self.rows.setdefault(item.code, {"item": item.code})

    def rating(self, observation: Json) -> None:
        """Take percent, level, marks or that the item does not apply, with the reason."""
        said = props_of(observation)
        item = self.item(said.get("control", ""))
        if item is None or "stage" not in said:  # nobody rated: a suggestion, or nothing at all
            return
        found: Json = {key.replace("-", "_"): said[key] for key in ("rated-on", "recorded-by") if key in said}
        found |= {"visibility": said["visibility"]} if "visibility" in said else {}
        if said.get("not-applicable") == "true":
            found["not_applicable"] = True
        else:
            found |= {key: said[key] for key in ("percent", "level") if key in said}
            if "marks" in said:
                pairs = (one.partition(" = ") for one in said["marks"].split("; "))
                found["marks"] = {key: mark for key, _, mark in pairs}
        if observation.get("remarks"):
            found["reason"] = texts_of(observation, "reason").get("-") or str(observation["remarks"])
        self.row(item).update(found | _notes(observation))

    def finding(self, finding: Json, observations: dict[str, Json]) -> None:
        """Take a finding for a strength or an improvement."""
        target = finding.get("target")
        target = target if isinstance(target, dict) else {}
        item = self.item(str(target.get("target-id", "")))
        status = target.get("status")
        state = str(status.get("state")) if isinstance(status, dict) else ""
        own = props_of(finding)
        where = _KINDS.get(own.get("type", "")) or _STATES.get(state)
        text = str(finding.get("description") or finding.get("title") or "").strip()
        if item is None or where is None or not text:
            return
        if "type" in own and _by_tool(finding):
            self.tools += 1
            return
        related = [str(one.get("observation-uuid")) for one in _dicts(finding, "related-observations")]
        seen = [observations[one] for one in related if one in observations]
        found: Json = {"text": text} | ({"id": own["id"]} if "id" in own else {})
        for observation in seen:
            found |= self.observed(observation, ours="type" in own)
        self.row(item).setdefault(where, []).append(found)

    def observed(self, observation: Json, *, ours: bool) -> Json:
        """Return what an observation adds to a finding: ids of evidence, and of our own all its texts."""
        said = props_of(observation)
        evidence = [props_of(one).get("id") for one in _dicts(observation, "relevant-evidence")]
        self.evidence += len([one for one in evidence if one is None])
        found: Json = {"evidence": [one for one in evidence if one]} if any(evidence) else {}
        if not ours:
            return found
        found |= {key: said[key] for key in ("weight", "visibility") if key in said}
        found |= {key: text["-"] for key in ("text", "relevance") if (text := texts_of(observation, key))}
        examples = list(texts_of(observation, "example").values())
        return found | ({"examples": examples} if examples else {})

    def notes(self) -> Iterator[Fault]:
        """Say what was left out."""
        if self.unknown:
            listed = ", ".join(sorted(self.unknown)[:8])
            en = f"{len(self.unknown)} controls are no items of {self.criteria.id}: {listed}"
            yield Fault(en, f"有 {len(self.unknown)} 个控制项不是 {self.criteria.id} 的条款：{listed}", self.name)
        if self.tools:
            en = f"{self.tools} findings of plugins left out; plugins make their own"
            yield Fault(en, f"略去插件得出的 {self.tools} 条发现，插件会自行生成", self.name)
        if self.evidence:
            en = f"{self.evidence} references to evidence name nothing that a project knows; left out"
            yield Fault(en, f"{self.evidence} 处证据引用在项目中无对应，已略去", self.name)
        if self.risks:
            en = f"{self.risks} risks left out; actions come in through `zhuoyue actions import`"
            yield Fault(en, f"略去 {self.risks} 个风险；改进措施请用 `zhuoyue actions import` 导入", self.name)
