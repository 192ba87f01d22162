"""Building the small assessment that a case describes; what the case leaves out is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from zhuoyue.model.action import Action
from zhuoyue.model.assessment import Assessment, ItemResult, Organisation, PluginInfo, Provenance
from zhuoyue.model.criteria import Category, Criteria, Item, ItemKind, Theme
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.exhibit import Exhibit, NumberColumn, TextColumn
from zhuoyue.model.finding import Finding, FindingKind, finding_id
from zhuoyue.model.measure import Measure
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.rating import Rating
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import SchemeData
from zhuoyue.model.score import Step
from zhuoyue.model.text import LANGUAGES, Text, same
from zhuoyue.ratings import disputed, latest
from zhuoyue.rule_cases.tables import AssessmentTable, ItemTable, Table
from zhuoyue.scoring import add_up, score_item

_BANDS = ((0, 5), (10, 25), (30, 45), (50, 65), (70, 85), (90, 100))
_REFERENCE = re.compile(r"\[\[\s*([^\]|\s]+)\s*(?:\|[^\]]*)?\]\]")


class _Plain(Scheme):
    """Points × percent in steps of five, six bands."""

    def __init__(self) -> None:
        self.data = SchemeData.model_validate(
            {
                "name": "case",
                "title": same("Case"),
                "rule": same("points × percent"),
                "step": 5,
                "dimensions": (),
                "bands": [
                    {"number": number, "low": low, "high": high, "title": same(str(number))}
                    for number, (low, high) in enumerate(_BANDS, 1)
                ],
            }
        )

    def check(self, item: Item, percent: Decimal) -> None:
        """Accept everything."""

    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        """Multiply."""
        return item.points * percent / 100, ()


def assessment(table: AssessmentTable) -> Assessment:
    """Return the assessment that a table describes, everything else by default."""
    return _Building(table).assessment()


class _Building:
    """One assessment in the making."""

    def __init__(self, table: AssessmentTable) -> None:
        self.table = table
        self.scheme = _Plain()
        self.evidence: dict[str, Table] = {}
        self.measures: dict[str, Table] = {}
        self.exhibits: dict[str, Table] = {}
        self.criteria = self._criteria()

    def assessment(self) -> Assessment:
        table = self.table
        for one in table.evidence:
            _file(self.evidence, one, None)
        for one in table.measures:
            _file(self.measures, one, None)
        for one in table.exhibits:
            _file(self.exhibits, one, None)
        results = tuple(self._result(item, table.items[item.code]) for item in self.criteria.items)
        scores = {result.item: result.score for result in results}
        categories = {"all": add_up([(item.code, scores[item.id]) for item in self.criteria.items])}
        instant = datetime.combine(table.as_of, time(), UTC)
        return Assessment(
            title=same("Case"),
            organisation=Organisation(name=same("Case"), fictional=True),
            period=table.period,
            as_of=table.as_of,
            languages=table.languages,
            visibility=table.visibility,
            criteria=self.criteria,
            schemes={self.criteria.scheme: self.scheme.data},
            total=add_up(list(categories.items())),
            categories=categories,
            results=results,
            evidence=tuple(_evidence(row, instant) for row in self.evidence.values()),
            measures=tuple(map(_measure, self.measures.values())),
            exhibits=tuple(map(_exhibit, self.exhibits.values())),
            narratives=tuple(self._narratives()),
            actions=tuple(self._action(row, number) for number, row in enumerate(table.actions, 1)),
            problems=(),
            provenance=Provenance(
                version="0",
                instant=instant,
                plugins=tuple(PluginInfo(name=name, version="0", origin="case") for name in table.plugins),
                inputs=(),
                policy={},
            ),
        )

    def _criteria(self) -> Criteria:
        criteria = self.table.criteria
        family, _, edition = criteria.rpartition("-")
        items = tuple(
            Item(
                id=f"{criteria}:{code}",
                code=code,
                title=same(code),
                kind=row.kind,
                theme=Theme.RESULTS if row.kind is ItemKind.RESULT else Theme.PROCESS,
                points=row.points,
                scheme=self.scheme.name,
            )
            for code, row in self.table.items.items()
        )
        category = Category(code="all", title=same("All"), theme=Theme.PROCESS, items=items)
        return Criteria(
            id=criteria,
            family=family or criteria,
            edition=edition,
            title=same(criteria),
            scheme="case",
            total=category.points,
            categories=(category,),
        )

    def _result(self, item: Item, row: ItemTable) -> ItemResult:
        ratings = tuple(_ratings(item, row))
        last = latest(ratings)
        rivals = last if disputed(last) else ()
        rating = last[0] if last and not rivals else None
        source = rating.assessor if rating else "Team"
        return ItemResult(
            item=item.id,
            score=score_item(self.scheme, item, rating, disputed=rivals),
            rating=rating,
            ratings=ratings,
            findings=(
                *_findings(item, FindingKind.STRENGTH, row.strengths, source),
                *_findings(item, FindingKind.IMPROVEMENT, row.improvements, source),
            ),
            evidence=tuple(_file(self.evidence, one, item) for one in row.evidence),
            measures=tuple(_file(self.measures, one, item) for one in row.measures),
            exhibits=tuple(_file(self.exhibits, one, item) for one in row.exhibits),
        )

    def _narratives(self) -> Iterator[Narrative]:
        for item in self.criteria.items:
            text = self.table.items[item.code].text
            for language in LANGUAGES:
                words: str = getattr(text, language, "")
                if words:
                    yield Narrative(
                        code=item.id,
                        language=language,
                        markdown=words,
                        locator=f"narratives/{item.code}.{language}.md",
                        words=len(words),
                        references=tuple(_REFERENCE.findall(words)),
                    )

    def _action(self, row: Table, number: int) -> Action:
        item = self.criteria.resolve(str(row.get("item", "")))
        usual = {"id": f"action-{number}", "text": f"Action {number}", "owner": "Owner", "due": date(9999, 12, 31)}
        return Action.model_validate({**usual, **row, "item": item.id})


def _ratings(item: Item, row: ItemTable) -> Iterator[Rating]:
    """Yield an item's ratings: the team's if it has decided anything, and those given one by one."""
    if row.percent is not None or row.not_applicable or row.questions:
        team = {key: getattr(row, key) for key in ("percent", "not_applicable", "reason", "questions")}
        yield _rating(item, {"assessor": "Team", "stage": "consensus", **team})
    for one in row.ratings:
        yield _rating(item, {"assessor": "Team", "stage": "independent", **one})


def _rating(item: Item, data: Mapping[str, Any]) -> Rating:
    return Rating.model_validate({"where": f"ratings/{data['assessor']}.toml:1", **data, "item": item.id})


def _findings(item: Item, kind: FindingKind, rows: int | tuple[str | Table, ...], source: str) -> Iterator[Finding]:
    if isinstance(rows, int):
        rows = tuple(
            {"text": {"en": f"{kind.value} {number} of {item.code}", "zh": f"{item.code} 第 {number} 条 {kind.value}"}}
            for number in range(1, rows + 1)
        )
    for row in rows:
        data = {"text": row} if isinstance(row, str) else row
        text = Text.model_validate(data.get("text", ""))
        usual = {"id": finding_id(item.id, kind, text), "source": source}
        yield Finding.model_validate({**usual, **data, "kind": kind, "item": item.id})


def _file(rows: dict[str, Table], given: str | Table, item: Item | None) -> str:
    """File a fact under an item; return its id. A bare id may stand for one that was described."""
    row = {"id": given} if isinstance(given, str) else given
    key = str(row.get("id") or f"fact-{len(rows) + 1}")
    before = rows.get(key, {"items": ()})
    items = dict.fromkeys((*before["items"], *((item.id,) if item else ())))
    rows[key] = {**before, **row, "id": key, "items": tuple(items)}
    return key


def _evidence(row: Table, instant: datetime) -> Evidence:
    usual = {"kind": "document", "title": row["id"], "source": "case", "locator": f"documents/{row['id']}.md"}
    return Evidence.model_validate({**usual, "collected_at": instant, **row})


def _measure(row: Table) -> Measure:
    data = {"title": row["id"], "source": "case", **row, "points": _points(row.get("points", {}))}
    comparison = data.pop("comparison", None)
    if comparison:
        data["comparisons"] = ({"kind": "competitor", "name": "Other", "points": _points(comparison)},)
    return Measure.model_validate(data)


def _exhibit(row: Table) -> Exhibit:
    """Return an exhibit of one row for each key of `values`."""
    data = {"title": row["id"], "kind": "case.table", "source": "case", "method": "Counted", **row}
    values: Mapping[str, Any] = data.pop("values", {"all": 1})
    columns = (
        TextColumn.model_validate({"key": "row", "title": "Row", "values": tuple(values)}),
        NumberColumn.model_validate({"key": "value", "title": "Value", "values": tuple(values.values())}),
    )
    return Exhibit.model_validate({**data, "columns": columns})


def _points(values: Mapping[str, Any]) -> tuple[Table, ...]:
    """Return points from values by period; `none` stands for a missing one."""
    return tuple({"period": period, "value": None if value == "none" else value} for period, value in values.items())
