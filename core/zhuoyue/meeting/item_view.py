"""What the meeting's page of one item shows: who gave what and why, and what the item rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup

from zhuoyue.charts import Chart, StripBand, Vote, dots
from zhuoyue.meeting.agenda import Agenda, AgendaPoint
from zhuoyue.meeting.assessors import Assessor, assessors_of
from zhuoyue.meeting.form import typed
from zhuoyue.meeting.room import Snapshot
from zhuoyue.model.assessment import ItemResult
from zhuoyue.model.criteria import Item, ItemKind
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.finding import FindingKind, finding_id
from zhuoyue.model.measure import Measure
from zhuoyue.model.rating import Method, Question, Stage
from zhuoyue.model.scheme_data import Band, Dimension, MarkKind, Scale, SchemeData
from zhuoyue.model.text import Text, same
from zhuoyue.project import Project
from zhuoyue.rating_sheet import FindingRow
from zhuoyue.report.item import Render, account


@dataclass(frozen=True)
class Said:
    """A strength or improvement, and who wrote it in these words."""

    who: tuple[Text, ...]
    row: FindingRow


@dataclass(frozen=True)
class BandChoices:
    """The percents of one band that may be chosen."""

    band: Band | None
    percents: tuple[Decimal, ...]
    """With a level, its position."""


@dataclass(frozen=True)
class Facts:
    """What the assessment holds for an item."""

    evidence: tuple[Evidence, ...]
    measures: tuple[Measure, ...]
    account: Markup | None
    """The organisation's own text."""


@dataclass(frozen=True)
class ItemView:
    """The page of one item."""

    point: AgendaPoint
    place: int
    """Place on the agenda, from 1."""
    before: Item | None
    after: Item | None
    chart: Chart
    assessors: tuple[Assessor, ...]
    strengths: tuple[Said, ...]
    improvements: tuple[Said, ...]
    questions: tuple[tuple[Text, Question], ...]
    dimensions: tuple[Dimension, ...]
    bands: tuple[Band, ...]
    """From the band of the lowest percent to that of the highest."""
    choices: tuple[BandChoices, ...]
    proposals: Mapping[Method, Decimal]
    facts: Facts | None
    """None without an assessment."""
    movers: Mapping[str, Text]
    """What may have moved a value on the site visit: title by id."""
    titles: Mapping[str, Text]
    """Assessors' names as pages show them."""

    @property
    def item(self) -> Item:
        """The item."""
        return self.point.item

    def offer(self, method: str) -> Decimal | None:
        """Return the percent a method proposes; None when it proposes none."""
        return self.proposals.get(Method(method))

    @property
    def levels(self) -> bool:
        """Whether the item is rated by level."""
        return self.point.scheme.scale is Scale.LEVEL

    def typed(self, percent: Decimal) -> str:
        """Return a figure as the form sends it."""
        return typed(self.point.scheme, percent)

    def entered(self, typed: str) -> Text:
        """Return what was entered, in words; right or wrong."""
        level = self.point.scheme.level(typed) if self.levels else None
        return self.point.scheme.shown(level.low) if level else same(typed if self.levels else f"{typed}\u00a0%")

    def whole(self, band: Band) -> Text | None:
        """Return what a band, or a level of this very item, says of an item as a whole."""
        return self.item.levels.get(band.label) or band.text

    def said(self, band: Band, dimension: Dimension) -> Text | None:
        """Return what a band says about a dimension."""
        texts = band.process if self.item.kind is ItemKind.PROCESS else band.result
        return texts.get(dimension.key)


def item_view(
    project: Project, snapshot: Snapshot, agenda: Agenda, item: Item, language: str, render: Render
) -> ItemView:
    """Return what the page of `item` shows."""
    place = agenda.place(item)
    point = agenda.points[place]
    around = [one.item for one in agenda.points]
    assessors = tuple(assessors_of(project, snapshot, point))
    titles = {one.name: one.title for one in assessors}
    said = tuple(_said(project, snapshot, item, titles))
    return ItemView(
        point=point,
        place=place + 1,
        before=around[place - 1] if place else None,
        after=around[place + 1] if place + 1 < len(around) else None,
        chart=_chart(project, snapshot, point, assessors, language),
        assessors=assessors,
        strengths=tuple(one for kind, one in said if kind is FindingKind.STRENGTH),
        improvements=tuple(one for kind, one in said if kind is FindingKind.IMPROVEMENT),
        questions=tuple(
            (titles.get(one.assessor, same(one.assessor)), question)
            for one in snapshot.ratings.of(item)
            for question in one.questions
        ),
        dimensions=_described(project.scheme_of(item).data, item),
        bands=_bands(project, point),
        choices=_choices(project, item),
        proposals=proposals(project, point),
        facts=_facts(snapshot, item, language, render),
        movers=movers(project, snapshot, item),
        titles=titles,
    )


def _described(scheme: SchemeData, item: Item) -> tuple[Dimension, ...]:
    """Return the dimensions that bands describe: where each level is answered with yes or no, they are the levels."""
    return () if scheme.marks is MarkKind.YES_NO else scheme.of_kind(item.kind)


def _said(
    project: Project, snapshot: Snapshot, item: Item, titles: Mapping[str, Text]
) -> Iterator[tuple[FindingKind, Said]]:
    """Yield everyone's findings, of every stage; those of more weight first."""
    found: dict[tuple[FindingKind, Text], Said] = {}
    for sheet in snapshot.ratings.sheets:
        who = titles.get(sheet.sheet.assessor, same(sheet.sheet.assessor))
        for row in sheet.sheet.ratings:
            if project.criteria.resolve(row.item).id != item.id:
                continue
            rows = [(FindingKind.STRENGTH, one) for one in row.strengths]
            rows += [(FindingKind.IMPROVEMENT, one) for one in row.improvements]
            for kind, one in rows:
                known = found.get((kind, one.text), Said((), one))
                found[kind, one.text] = Said(tuple(dict.fromkeys((*known.who, who))), known.row)
    yield from sorted(((kind, one) for (kind, _), one in found.items()), key=lambda pair: pair[1].row.weight != "bold")


def _chart(
    project: Project, snapshot: Snapshot, point: AgendaPoint, assessors: tuple[Assessor, ...], language: str
) -> Chart:
    scheme = project.scheme_of(point.item).data
    votes = [
        Vote(one.title.get(language), one.rating.percent, one.outlier)
        for one in assessors
        if one.rating is not None and not one.rating.open
    ]
    stages = {stage: snapshot.at(point.item, stage) for stage in (Stage.CONSENSUS, Stage.SITE_VISIT)}
    agreed, visited = (one.percent if one else None for one in stages.values())
    return dots(
        f"{point.item.code} {point.item.title.get(language)}",
        votes,
        language,
        bands=[StripBand(one.low, one.high, one.title.get(language)) for one in scheme.bands],
        write=(lambda percent: scheme.shown_mean(percent).get(language)) if scheme.scale is Scale.LEVEL else None,
        median=point.spread.median if point.spread else None,
        agreed=agreed,
        visited=visited,
    )


def _bands(project: Project, point: AgendaPoint) -> tuple[Band, ...]:
    """Return the bands in question; those the team's own value lies in too."""
    percents = [one.percent for one in (*point.independent, point.agreed) if one and one.percent is not None]
    if not percents:
        return ()
    low, high = min(percents), max(percents)
    return tuple(band for band in project.scheme_of(point.item).data.bands if band.high >= low and band.low <= high)


def _choices(project: Project, item: Item) -> tuple[BandChoices, ...]:
    """Return the percents the scheme allows, band by band."""
    scheme = project.scheme_of(item)
    allowed = [percent for percent in scheme.data.grid() if scheme.check(item, percent) is None]
    rows: dict[int | None, BandChoices] = {}
    for percent in allowed:
        band = scheme.data.band(percent)
        key = band.number if band else None
        row = rows.get(key, BandChoices(band, ()))
        rows[key] = BandChoices(band, (*row.percents, percent))
    return tuple(rows.values())


def proposals(project: Project, point: AgendaPoint) -> dict[Method, Decimal]:
    """Return median and mean on the scheme's grid."""
    if point.spread is None:
        return {}
    data = project.scheme_of(point.item).data
    middle = point.spread.proposal
    offered = {Method.MEDIAN: middle if middle is not None else data.on_grid(point.spread.median)}
    if data.scale is Scale.PERCENT or len({after - before for before, after in pairwise(data.grid())}) == 1:
        offered[Method.MEAN] = data.on_grid(point.spread.mean)  # levels that are not equally far apart have none
    return offered


def _facts(snapshot: Snapshot, item: Item, language: str, render: Render) -> Facts | None:
    assessment = snapshot.assessment
    result: ItemResult | None = assessment.result_of.get(item.id) if assessment else None
    if assessment is None or result is None:
        return None
    told = account(assessment, item.id, language, render)
    return Facts(
        evidence=tuple(assessment.evidence_by_id[name] for name in result.evidence),
        measures=tuple(assessment.measure_by_id[name] for name in result.measures),
        account=told.html if told else None,
    )


def dissenters(project: Project, snapshot: Snapshot) -> frozenset[str]:
    """Return who may dissent: whoever is in the team table or has a sheet."""
    sheets = (one.sheet for one in snapshot.ratings.sheets if one.sheet.stage is Stage.INDEPENDENT)
    return frozenset((*(one.name for one in project.config.ratings.assessors), *(one.assessor for one in sheets)))


def movers(project: Project, snapshot: Snapshot, item: Item) -> dict[str, Text]:
    """Return what may have moved a value on the site visit: findings on the item, evidence, measures; title by id."""
    assessment = snapshot.assessment
    found: dict[str, Text] = {}
    for kind, one in _said(project, snapshot, item, {}):
        found[one.row.id or finding_id(item.id, kind, one.row.text)] = one.row.text
    if assessment is not None:
        found |= {one.id: one.title for one in assessment.facts}
    return found
