"""The band that the figures of the source items suggest for an item of the other model: a place to start, no score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhuoyue.crosswalk import ItemLink
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import plain
from zhuoyue.model.crosswalk import Relation
from zhuoyue.model.projection import SourceItem
from zhuoyue.model.scheme_data import Band, Scale, SchemeData
from zhuoyue.model.score import State
from zhuoyue.model.suggestion import Suggestion
from zhuoyue.model.text import Text

SOURCE = "crosswalk"
"""Who suggests."""
RELATIONS = {
    Relation.EQUAL: Text(en="equal", zh="等同"),
    Relation.SUBSET: Text(en="part of it", zh="属于其一部分"),
    Relation.SUPERSET: Text(en="wider", zh="范围更广"),
    Relation.INTERSECT: Text(en="overlaps", zh="部分重合"),
}
"""What a source item is to the target item, in a word."""
_STATES = {
    State.PARTIAL: Text(en="partly marked", zh="部分评定"),
    State.NOT_APPLICABLE: Text(en="not applicable", zh="不适用"),
    State.NOT_AGREED: Text(en="not agreed yet", zh="尚未合议一致"),
    State.NOT_RATED: Text(en="not rated", zh="未评分"),
    State.NO_EVIDENCE: Text(en="no evidence", zh="无证据"),
    State.FAILED: Text(en="assessment failed", zh="评价失败"),
}
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Suggested:
    """The bands that the sources suggest."""

    band: Band
    """Of their weighted mean."""
    low: Band
    """Of the lowest."""
    high: Band
    """Of the highest."""
    mean: Decimal
    """The weighted mean, rounded half up to two decimals."""


def source_item(assessment: Assessment, link: ItemLink) -> SourceItem:
    """Return an item of the assessed model as it counts for an item of the other one."""
    item = assessment.criteria.resolve(link.source)
    score = assessment.result_of[item.id].score
    shown = assessment.scheme_of(item).shown(score.percent) if score.percent is not None else None
    if shown and score.state is State.SUGGESTED:
        shown = Text(en=f"{shown.en} (suggested, not confirmed)", zh=f"{shown.zh}（建议，未经确认）")
    return SourceItem(
        item=item.id,
        code=item.code,
        title=item.title,
        category=assessment.criteria.category_of(item).code,
        relation=link.relation,
        strength=link.strength,
        note=_note(link),
        state=score.state,
        percent=score.percent,
        shown=shown,
    )


def _note(link: ItemLink) -> Text | None:
    """Return the link's note, with the parts it speaks of where it does not speak of whole items."""
    if not (link.source_parts or link.target_parts):
        return link.note
    ends = [
        ", ".join(parts) or code for parts, code in ((link.source_parts, link.source), (link.target_parts, link.target))
    ]
    parts = " → ".join(ends)
    if link.note is None:
        return Text(en=parts, zh=parts)
    return Text(en=f"{parts}: {link.note.get('en')}", zh=f"{parts}：{link.note.get('zh')}")


def suggested(assessment: Assessment, sources: Sequence[SourceItem], scheme: SchemeData) -> Suggested | None:
    """Return the bands that the sources' figures suggest in the other model's scheme; None where none is known.

    The mean is weighted by strength × points of the source item; where nobody has judged the strength it counts 1.
    """
    known = [(one, one.percent) for one in sources if one.percent is not None]
    weights = [
        (one.strength if one.strength is not None else Decimal(1)) * assessment.criteria.by_id[one.item].points
        for one, _ in known
    ]
    total = sum(weights, Decimal(0))
    if not total:
        return None
    mean = sum((weight * percent for weight, (_, percent) in zip(weights, known, strict=True)), Decimal(0)) / total
    percents = [percent for _, percent in known]
    bands = [_band(scheme, percent) for percent in (mean, min(percents), max(percents))]
    band, low, high = bands
    if band is None or low is None or high is None:
        return None
    return Suggested(band, low, high, mean.quantize(_CENT, rounding=ROUND_HALF_UP))


def _band(scheme: SchemeData, percent: Decimal) -> Band | None:
    """Return the band of the nearest percent on the grid; of levels the highest that is reached."""
    return scheme.nearest(percent if scheme.scale is Scale.LEVEL else scheme.on_grid(percent))


def suggestion(
    item: str, found: Suggested, sources: Sequence[SourceItem], own: SchemeData, scheme: SchemeData
) -> Suggestion:
    """Return the bands as a suggestion that says where it comes from; it carries no percent.

    Args:
        item: full id of the other model's item.
        found: the bands.
        sources: the items that lead to it.
        own: the scheme of the assessed model, in whose terms the mean is told.
        scheme: the scheme of the other model's item.
    """
    mean = own.shown_mean(found.mean)
    return Suggestion(item=item, source=SOURCE, band=found.band.number, reasons=_reasons(found, sources, mean, scheme))


def _reasons(found: Suggested, sources: Sequence[SourceItem], mean: Text, scheme: SchemeData) -> tuple[Text, ...]:
    band, low, high = (named(one, scheme) for one in (found.band, found.low, found.high))
    counted = sum(one.percent is not None for one in sources)
    return (
        Text(
            en="A band to start from, carried over from another model: not a score, and no percent",
            zh="由另一套准则转来的起点：只是建议段，不是得分，也不给出百分比",
        ),
        *map(told, sources),
        Text(
            en=f"Mean of {counted} of {len(sources)} sources, weighted by strength × points: {mean.en} → {band.en}",
            zh=f"{len(sources)} 个来源条款中 {counted} 个有评分，按“强度 × 分值”加权平均：{mean.zh} → {band.zh}",
        ),
        Text(en=f"Range of the sources: {low.en} to {high.en}", zh=f"来源条款的范围：{low.zh} 至 {high.zh}"),
    )


def told(one: SourceItem) -> Text:
    """Return one source item in a line: its figure, relation and strength."""
    figure = one.shown or _STATES[one.state]
    strength = plain(one.strength) if one.strength is not None else None
    relation = RELATIONS[one.relation]
    judged_en = f"strength {strength}" if strength is not None else "strength not judged"
    judged_zh = f"强度 {strength}" if strength is not None else "强度未评定"
    return Text(
        en=f"{one.code} {one.title.get('en')}: {figure.en} ({relation.en}, {judged_en})",
        zh=f"{one.code} {one.title.get('zh')}：{figure.zh}（{relation.zh}，{judged_zh}）",
    )


def named(band: Band, scheme: SchemeData) -> Text:
    """Return a band as a reader knows it: `band 4 (50–65 %) …`, `level 3`."""
    if scheme.scale is Scale.LEVEL:
        return Text(en=f"level {band.label} {band.title.get('en')}", zh=f"等级 {band.label} {band.title.get('zh')}")
    reach = f"{plain(band.low)}–{plain(band.high)} %"
    return Text(
        en=f"band {band.label} ({reach}) {band.title.get('en')}",
        zh=f"第 {band.label} 段（{reach}）{band.title.get('zh')}",
    )
