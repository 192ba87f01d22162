"""What the next cycle takes over from a closed one: texts and percents to be re-evaluated, actions that go on."""

from __future__ import annotations

from collections.abc import Iterator

from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.finding import Finding, FindingKind, finding_id
from zhuoyue.model.rating import Rating, Stage
from zhuoyue.rating_sheet import FindingRow, RatingRow, RatingSheet, dumps
from zhuoyue.ratings import Ratings, latest

_COMMENT = """\
Carried over from the cycle {name}: last time's texts and percents. A row with `reevaluate = true` decides nothing;
the line goes when the team accepts a value for the item, or by hand once the item has been looked at again.
Accepting a value leaves `carried_texts = true`: remove that line once findings and notes have been read again.
从 {name} 轮沿用：上一轮的文字和百分比。带有 `reevaluate = true` 的行不产生任何结果；
团队对该条款确认新值后该行会自动去除，也可在重新评价后手工删除。
确认新值后会留下 `carried_texts = true`：复核优势、改进机会和各维度说明后，请删除该行。
"""
_OVER = ("done", "dropped")


def carried_sheet(name: str, ratings: Ratings, criteria: Criteria) -> str:
    """Return the team's sheet of the next cycle: last time's texts and percents, all to be re-evaluated.

    Args:
        name: the closed cycle.
        ratings: its rating sheets.
        criteria: its criteria.
    """
    rows = tuple(row for item in criteria.items for row in _row(item, ratings))
    team = [one.sheet.assessor for one in ratings.sheets if one.sheet.stage is not Stage.INDEPENDENT]
    sheet = RatingSheet(assessor=(team or ["team"])[0], stage=Stage.CONSENSUS, ratings=rows)
    return dumps(sheet, _COMMENT.format(name=name))


def _row(item: Item, ratings: Ratings) -> Iterator[RatingRow]:
    """Yield the row of an item, if there is anything to carry over."""
    rating = ratings.prevailing(item) or _undecided(item, ratings)
    findings = [one for one in ratings.findings if one.item == item.id]
    if rating is None and not findings:
        return
    of_kind = {kind: tuple(_finding(one) for one in findings if one.kind is kind) for kind in FindingKind}
    yield RatingRow(
        item=item.code,
        percent=rating.percent if rating else None,
        not_applicable=rating.not_applicable if rating else False,
        reason=rating.reason if rating else None,
        rated_on=rating.rated_on if rating else None,
        dimensions={one.dimension: one.text for one in rating.dimensions} if rating else {},
        **({"visibility": rating.visibility} if rating else {}),
        strengths=of_kind[FindingKind.STRENGTH],
        improvements=of_kind[FindingKind.IMPROVEMENT],
        reevaluate=True,
    )


def _undecided(item: Item, ratings: Ratings) -> Rating | None:
    """Return the rating of an item that was carried over and never looked at, so that it is not lost."""
    carried = [one for one in ratings.of(item) if one.reevaluate]
    return carried[-1] if carried and not latest(ratings.of(item)) else None


def _finding(one: Finding) -> FindingRow:
    """Return a finding as a row; its id only where somebody gave it one."""
    return FindingRow(
        id=None if one.id == finding_id(one.item, one.kind, one.text) else one.id,
        text=one.text,
        examples=one.examples,
        relevance=one.relevance,
        evidence=one.evidence,
        weight=one.weight,
        visibility=one.visibility,
    )


def carried_actions(name: str, text: str) -> str:
    """Return the file of actions for the next cycle, comments kept.

    Actions of the closed cycle now say that they answer it, the finished ones too, so that their gain can be told.
    Those that answered an earlier one stay as long as they go on; finished, they have been told of.

    Args:
        name: the closed cycle.
        text: its file of actions.
    """
    import tomlkit

    document = tomlkit.parse(text)
    rows = document.get("actions")
    if not rows:
        return text
    for index in reversed(range(len(rows))):
        row = rows[index]
        over = str(row.get("status", "planned")) in _OVER
        if row.get("cycle"):
            if over:
                del rows[index]
        elif str(row.get("status")) == "dropped":
            del rows[index]
        else:
            row["cycle"] = name
    return tomlkit.dumps(document)
