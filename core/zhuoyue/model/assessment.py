"""The result document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from pydantic import model_validator

from zhuoyue.errors import SettingError
from zhuoyue.model.action import Action
from zhuoyue.model.agreement import Agreement, Uncertainty
from zhuoyue.model.base import Model, Number, Visibility
from zhuoyue.model.criteria import Category, Criteria, Item
from zhuoyue.model.cycle import Cycle, CycleComparison
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.exhibit import Exhibit
from zhuoyue.model.finding import Finding, FindingKind, KeyTheme, Weight
from zhuoyue.model.measure import Measure
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.problem import Problem
from zhuoyue.model.projection import Projection
from zhuoyue.model.rating import Question, Rating, Stage
from zhuoyue.model.scheme_data import Scale, SchemeData
from zhuoyue.model.score import Score, State
from zhuoyue.model.sign_off import SignOff, SignOffLevel
from zhuoyue.model.suggestion import Suggestion
from zhuoyue.model.text import Language, Text

SCHEMA_VERSION = 4
"""Raised with every change that an older reader would not understand; `store.py` holds the migrations."""


class Organisation(Model):
    """Who was assessed."""

    name: Text
    """Name of the organisation."""
    fictional: bool = False
    """True for an invented example; every page says so."""


class Span(Model):
    """The time an assessment speaks of, both days included."""

    start: date
    """First day."""
    end: date
    """Last day."""

    @model_validator(mode="after")
    def _forward(self) -> Span:
        if self.end < self.start:
            raise SettingError(
                f"the period ends ({self.end}) before it starts ({self.start})",
                f"评价期的结束日期（{self.end}）早于开始日期（{self.start}）",
            )
        return self


class ItemResult(Model):
    """What the assessment says about one item, the scored unit."""

    item: str
    """Id of the item."""
    score: Score
    """Points with range and steps."""
    rating: Rating | None = None
    """The rating that prevails."""
    ratings: tuple[Rating, ...] = ()
    """All ratings, of every stage."""
    findings: tuple[Finding, ...] = ()
    """Strengths and improvements, assessors' first."""
    suggestions: tuple[Suggestion, ...] = ()
    """What plugins propose."""
    evidence: tuple[str, ...] = ()
    """Ids of the evidence that supports the item."""
    measures: tuple[str, ...] = ()
    """Ids of the measures that support the item."""
    exhibits: tuple[str, ...] = ()
    """Ids of the exhibits that support the item."""


class PluginInfo(Model):
    """A plugin that took part."""

    name: str
    """Entry-point name."""
    version: str
    """Version of its distribution; a content hash for a local file."""
    origin: str
    """Distribution or path it came from."""


class InputFile(Model):
    """A file the assessment was made from."""

    path: str
    """Relative to the project."""
    sha256: str
    """Hash of its bytes."""
    size: int
    """Bytes."""


class Provenance(Model):
    """What the assessment was made with and from."""

    version: str
    """Version of zhuoyue."""
    instant: datetime
    """The assessment's instant: SOURCE_DATE_EPOCH, else the configured day."""
    plugins: tuple[PluginInfo, ...]
    """Plugins, by name."""
    inputs: tuple[InputFile, ...]
    """Input files, by path."""
    policy: Mapping[str, str]
    """Scoring policy in force."""


class Assessment(Model):
    """The result document: everything a report needs."""

    schema_version: int = SCHEMA_VERSION
    """Version of this document's shape."""
    title: Text
    """Title of the report."""
    organisation: Organisation
    """Who was assessed."""
    period: Span
    """The time it speaks of."""
    as_of: date
    """The day on which validity was judged."""
    languages: tuple[Language, ...]
    """Languages to publish, the first is the default."""
    visibility: Visibility
    """Tier: nothing above it is in this document."""
    criteria: Criteria
    """What was asked."""
    schemes: Mapping[str, SchemeData]
    """How it was scored: schemes by name."""
    total: Score | None
    """The sum; None where the model has no total."""
    categories: Mapping[str, Score]
    """Sums by category code, in the criteria's order."""
    results: tuple[ItemResult, ...]
    """One result for each item, in the criteria's order."""
    evidence: tuple[Evidence, ...]
    """All evidence, by id."""
    measures: tuple[Measure, ...]
    """All measures, by id."""
    exhibits: tuple[Exhibit, ...] = ()
    """All exhibits, by source; those of a source in the order its collector gave."""
    narratives: tuple[Narrative, ...]
    """Texts of items and profile sections."""
    key_themes: tuple[KeyTheme, ...] = ()
    """What runs through several items."""
    actions: tuple[Action, ...] = ()
    """What will be done about the findings, in the file's order."""
    targets: Mapping[str, Number] = {}
    """Percent aimed at by item id; points at stake are counted up to it."""
    people: Mapping[str, Text] = {}
    """Full names of assessors by short name; empty where the tier does not show them."""
    agreement: Agreement | None = None
    """How far the assessors agreed before they met; None when fewer than two rated."""
    uncertainty: Uncertainty | None = None
    """What their disagreement means for the points; None likewise."""
    decision: str = ""
    """Digest of what was decided, whatever the tier: what a signature stands for."""
    sign_offs: tuple[SignOff, ...] = ()
    """Signatures, oldest first, the stale ones too."""
    history: tuple[Cycle, ...] = ()
    """Closed cycles, oldest first."""
    comparison: CycleComparison | None = None
    """What changed since the last closed cycle."""
    projection: Projection | None = None
    """Of a report in another model's terms: where its contents come from. None in an assessment of its own."""
    projections: tuple[Projection, ...] = ()
    """The other models it is reported in, in the order of the config."""
    problems: tuple[Problem, ...]
    """What went wrong, worst first."""
    provenance: Provenance
    """What it was made with and from."""

    def called(self, name: str, language: str) -> str:
        """Return the full name of whoever is called `name` for short; `name` itself if there is no other."""
        return self.people[name].get(language) if name in self.people else name

    @property
    def final(self) -> bool:
        """Whether it is signed off on all three levels; else it is a draft."""
        return {one.level for one in self.sign_offs if one.valid} == set(SignOffLevel)

    @property
    def scheme(self) -> SchemeData:
        """The scheme that the criteria name; items may have others."""
        return self.schemes[self.criteria.scheme]

    def scheme_of(self, item: Item | str) -> SchemeData:
        """Return the scheme that scored an item, given itself or by id."""
        item = self.criteria.by_id[item] if isinstance(item, str) else item
        return self.schemes[item.scheme]

    def figure(self, of: Item | Category) -> Text:
        """Return what an item or a category got as a reader knows it: a percent, a level, or the range it may have.

        A category is read by its items' scheme if they share one, else by that of the criteria.
        """
        if isinstance(of, Item):
            return self.scheme_of(of).figure(self.result_of[of.id].score)
        return self.read_by(of).figure(self.categories[of.code])

    def coded(self, of: Item | Category) -> str:
        """Return the same without words of a language: `55 %`, `3`, `2.67`, `1 … 3`."""
        score = self.result_of[of.id].score if isinstance(of, Item) else self.categories[of.code]
        return self.read_by(of).coded(score)

    def read_by(self, of: Item | Category) -> SchemeData:
        """Return the scheme by which a figure is read: an item's own, or that which a category's items share."""
        if isinstance(of, Item):
            return self.scheme_of(of)
        return self.schemes[self.criteria.scheme_of(of)]

    def in_percents(self, of: Item | Category) -> bool:
        """Tell whether a figure is a percent: of a category in a model with a total it always is."""
        pointed = self.criteria.total is not None and isinstance(of, Category)
        return pointed or self.read_by(of).scale is Scale.PERCENT

    def lowest(self, category: Category) -> Text | None:
        """Return what the weakest item of a category got; None unless every applicable one is known."""
        items = [item for item in category.items if self.result_of[item.id].score.state is not State.NOT_APPLICABLE]
        scores = [self.result_of[item.id].score for item in items]
        if not items or any(score.percent is None for score in scores):
            return None
        return self.figure(min(items, key=lambda item: self.result_of[item.id].score.percent or Decimal(0)))

    @cached_property
    def finding_by_id(self) -> dict[str, Finding]:
        """Findings by id."""
        return {finding.id: finding for result in self.results for finding in result.findings}

    @cached_property
    def result_of(self) -> dict[str, ItemResult]:
        """Results by item id."""
        return {result.item: result for result in self.results}

    @cached_property
    def evidence_by_id(self) -> dict[str, Evidence]:
        """Evidence by id."""
        return {evidence.id: evidence for evidence in self.evidence}

    @cached_property
    def measure_by_id(self) -> dict[str, Measure]:
        """Measures by id."""
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def exhibit_by_id(self) -> dict[str, Exhibit]:
        """Exhibits by id."""
        return {exhibit.id: exhibit for exhibit in self.exhibits}

    @property
    def facts(self) -> tuple[Evidence | Measure | Exhibit, ...]:
        """Everything that supports items and can be referred to by id."""
        return (*self.evidence, *self.measures, *self.exhibits)

    def fact(self, name: str) -> Evidence | Measure | Exhibit | None:
        """Return what a reference names: evidence, a measure or an exhibit, by id; None when there is nothing."""
        return self.evidence_by_id.get(name) or self.measure_by_id.get(name) or self.exhibit_by_id.get(name)

    def exhibits_of(self, kind: str) -> tuple[Exhibit, ...]:
        """Return the exhibits of a kind, `complaints.causes`; of a whole plugin with `complaints.`."""
        return tuple(one for one in self.exhibits if one.of_kind(kind))

    def assessors_findings(self, item: str, kind: FindingKind) -> tuple[Finding, ...]:
        """Return what assessors, not plugins, found about an item (by id), bold ones first."""
        plugins = {plugin.name for plugin in self.provenance.plugins}
        found = [one for one in self.result_of[item].findings if one.kind is kind and one.source not in plugins]
        return tuple(sorted(found, key=lambda one: one.weight is not Weight.BOLD))

    def questions(self, item: str) -> tuple[Question, ...]:
        """Return the site-visit questions about an item (by id), each once, with its answer if any stage has one.

        The team's of all its stages; as long as it has none, the assessors' own. What was carried over from the last
        cycle and not rated since asks nothing.
        """
        every = [rating for rating in self.result_of[item].ratings if not rating.reevaluate]
        asked = [one for rating in every if rating.stage is not Stage.INDEPENDENT for one in rating.questions]
        found: dict[str, Question] = {}
        for one in asked or (one for rating in every for one in rating.questions):
            found.setdefault(one.key, one)
        answered = {one.key: one for rating in every for one in rating.questions if one.answer is not None}
        return tuple(answered.get(key, one) for key, one in found.items())

    def carried_texts(self, item: str) -> bool:
        """Tell whether the texts on an item (by id) are those of the last cycle, and nobody has read them again."""
        return any(one.reevaluate or one.carried_texts for one in self.result_of[item].ratings)

    def narrative(self, code: str, language: str) -> Narrative | None:
        """Return the text of an item (by id) or profile section (by code), in the other language if need be."""
        texts = {text.language: text for text in self.narratives if text.code == code}
        return texts.get(language) or next(iter(texts.values()), None)  # type: ignore[call-overload]

    def item(self, reference: str) -> Item:
        """Return an item by id or code; raises InputError with the nearest code."""
        return self.criteria.resolve(reference)
