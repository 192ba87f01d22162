"""Reading rating sheets: percents and notes by item, stages, and which rating prevails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ConfigDict, Field, model_validator

from zhuoyue.checking import checked
from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.model.base import Model, Number, Visibility
from zhuoyue.model.collector import inside
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.finding import Finding, FindingKind, Weight
from zhuoyue.model.rating import DimensionNote, Rating, Stage
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.text import Text
from zhuoyue.toml import TomlFile, read_toml


class _Table(Model):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class FindingRow(_Table):
    """One strength or improvement in a rating sheet."""

    text: Text
    """The finding."""
    evidence: tuple[str, ...] = ()
    """Ids of the evidence and measures it rests on."""
    weight: Weight = Weight.NORMAL
    """Bold marks a finding of more weight."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""


class RatingRow(_Table):
    """One item in a rating sheet."""

    item: str
    """Code of the item."""
    percent: Number | None = Field(default=None, ge=0, le=100)
    """Percent on the scheme's grid."""
    not_applicable: bool = False
    """The item does not apply to the organisation; needs a reason."""
    reason: Text | None = None
    """Why."""
    dimensions: Mapping[str, Text] = {}
    """Notes by dimension: A, D, L, I or Le, T, C, I."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see the reason and the notes; the percent is seen by all."""
    strengths: tuple[FindingRow, ...] = ()
    """Strengths."""
    improvements: tuple[FindingRow, ...] = ()
    """Opportunities for improvement."""

    @model_validator(mode="after")
    def _consistent(self) -> RatingRow:
        if self.not_applicable and self.reason is None:
            raise ValueError("not_applicable needs a reason（不适用须说明理由）")
        if self.not_applicable and self.percent is not None:
            raise ValueError("an item that is not applicable has no percent（不适用的条款不能有百分比）")
        return self


class RatingSheet(_Table):
    """A rating sheet: what one assessor, or the team, decided."""

    assessor: str = Field(min_length=1)
    """Who rated."""
    stage: Stage = Stage.INDEPENDENT
    """Independent, consensus or site_visit; a later stage prevails."""
    rated_on: date | None = None
    """Day of the rating."""
    ratings: tuple[RatingRow, ...] = ()
    """One table for each item."""


@dataclass(frozen=True)
class Ratings:
    """All rating sheets read."""

    ratings: tuple[Rating, ...]
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...]

    def of(self, item: Item) -> tuple[Rating, ...]:
        """Return every rating of an item."""
        return tuple(rating for rating in self.ratings if rating.item == item.id)

    def prevailing(self, item: Item) -> Rating | None:
        """Return the rating of the latest stage; `read` has seen to it that there is only one."""
        ratings = [rating for rating in self.of(item) if _decides(rating)]
        order = list(Stage)
        return max(ratings, key=lambda rating: order.index(rating.stage)) if ratings else None


def read(root: Path, patterns: Iterable[str], criteria: Criteria, scheme: Scheme) -> Ratings:
    """Read the rating sheets that match `patterns`.

    Raises:
        InputError: every fault of every sheet: unknown items, percents off the grid, two final ratings.
    """
    faults: list[Fault] = []
    ratings: list[Rating] = []
    findings: list[Finding] = []
    paths = tuple(_paths(root, patterns, faults))
    for path in paths:
        try:
            file = read_toml(path, path.relative_to(root.resolve()).as_posix())
        except InputError as error:
            faults.extend(error.faults)
            continue
        sheet, wrong = checked(RatingSheet, file.data, file)
        faults.extend(wrong)
        if sheet is not None:
            for rating, row in _ratings(sheet, file, criteria, scheme, faults):
                ratings.append(rating)
                findings.extend(_findings(row, rating))
    faults.extend(_rivals(ratings))
    if faults:
        raise InputError(*faults)
    return Ratings(tuple(ratings), tuple(findings), paths)


def _paths(root: Path, patterns: Iterable[str], faults: list[Fault]) -> Iterator[Path]:
    seen: set[Path] = set()
    for pattern in patterns:
        try:
            inside(root, pattern)
            matches = [inside(root, str(match.relative_to(root))) for match in sorted(root.glob(pattern))]
        except InputError as error:
            faults.extend(error.faults)
            continue
        if not matches and not any(char in pattern for char in "*?["):
            faults.append(Fault("no such rating sheet", "评分表不存在", pattern))
        for match in matches:
            if match not in seen:
                seen.add(match)
                yield match


def _ratings(
    sheet: RatingSheet, file: TomlFile, criteria: Criteria, scheme: Scheme, faults: list[Fault]
) -> Iterator[tuple[Rating, RatingRow]]:
    seen: dict[str, str] = {}
    for index, row in enumerate(sheet.ratings):
        where = file.where(("ratings", index, "item"))
        try:
            item = criteria.resolve(row.item)
        except InputError as error:
            faults.extend(Fault(fault.en, fault.zh, where) for fault in error.faults)
            continue
        if item.id in seen:
            first = seen[item.id]
            faults.append(
                Fault(
                    f"{row.item} is rated twice, first at {first}",
                    f"{row.item} 重复评分，首次在 {first}",
                    where,
                )
            )
        seen.setdefault(item.id, where)
        faults.extend(_row_faults(row, item, scheme, file, index))
        yield (
            Rating(
                item=item.id,
                assessor=sheet.assessor,
                stage=sheet.stage,
                percent=row.percent,
                not_applicable=row.not_applicable,
                reason=row.reason,
                visibility=row.visibility,
                rated_on=sheet.rated_on,
                dimensions=tuple(DimensionNote(dimension=key, text=text) for key, text in row.dimensions.items()),
                where=where.split(": ")[0],
            ),
            row,
        )


def _row_faults(row: RatingRow, item: Item, scheme: Scheme, file: TomlFile, index: int) -> Iterator[Fault]:
    if row.percent is not None and (fault := scheme.check(item, row.percent)):
        yield Fault(fault.en, fault.zh, file.where(("ratings", index, "percent")))
    known = [dimension.key for dimension in scheme.data.of_kind(item.kind)]
    for key in row.dimensions:
        if key not in known:
            en, zh = did_you_mean(key, known)
            where = file.where(("ratings", index, "dimensions", key))
            yield Fault(f"{item.code} has no dimension {key!r}{en}", f"{item.code} 没有维度 {key!r}{zh}", where)


def _findings(row: RatingRow, rating: Rating) -> Iterator[Finding]:
    rows = [(FindingKind.STRENGTH, one) for one in row.strengths]
    rows += [(FindingKind.IMPROVEMENT, one) for one in row.improvements]
    for kind, one in rows:
        yield Finding(
            kind=kind,
            item=rating.item,
            text=one.text,
            source=rating.assessor,
            weight=one.weight,
            evidence=one.evidence,
            visibility=one.visibility,
        )


def _decides(rating: Rating) -> bool:
    """Tell whether a rating gives a result; a row with nothing but notes and findings takes none away."""
    return rating.percent is not None or rating.not_applicable


def _rivals(ratings: list[Rating]) -> Iterator[Fault]:
    """Yield a fault where two sheets give different results for an item at the stage that prevails."""
    order = list(Stage)
    by_item: dict[str, list[Rating]] = {}
    for rating in ratings:
        by_item.setdefault(rating.item, []).append(rating)
    for item, every in by_item.items():
        rivals = [rating for rating in every if _decides(rating)]
        if not rivals:
            continue
        last = max(order.index(rating.stage) for rating in rivals)
        finals = [rating for rating in rivals if order.index(rating.stage) == last]
        first = finals[0]
        for other in finals[1:]:
            if (other.percent, other.not_applicable) != (first.percent, first.not_applicable):
                yield Fault(
                    f"{item} has two {first.stage} ratings, the other at {first.where}; "
                    'put the agreed one into a sheet with stage = "consensus"',
                    f"{item} 有两个 {first.stage} 阶段的评分，另一个在 {first.where}；"
                    '请将合议结果写入 stage = "consensus" 的评分表',
                    other.where,
                )
