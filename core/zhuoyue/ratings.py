"""Reading rating sheets: percents and notes by item, stages, and which rating prevails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhuoyue.checking import checked
from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.model.collector import inside
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.finding import Finding, FindingKind, KeyTheme, finding_id
from zhuoyue.model.level_words import neutral_level, no_level
from zhuoyue.model.rating import DimensionNote, Dissent, Question, Rating, Stage
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import Scale
from zhuoyue.rating_sheet import RatingRow, RatingSheet
from zhuoyue.toml import TomlFile, read_toml


@dataclass(frozen=True)
class Sheet:
    """One rating sheet with its file."""

    path: Path
    file: TomlFile
    sheet: RatingSheet


@dataclass(frozen=True)
class Ratings:
    """All rating sheets read."""

    ratings: tuple[Rating, ...]
    findings: tuple[Finding, ...]
    key_themes: tuple[KeyTheme, ...]
    sheets: tuple[Sheet, ...]

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files read."""
        return tuple(sheet.path for sheet in self.sheets)

    def of(self, item: Item) -> tuple[Rating, ...]:
        """Return every rating of an item."""
        return tuple(rating for rating in self.ratings if rating.item == item.id)

    def prevailing(self, item: Item) -> Rating | None:
        """Return the rating of the latest stage, or None: nobody has rated, or independent ratings differ."""
        last = latest(self.of(item))
        return last[0] if last and not disputed(last) else None

    def disputed(self, item: Item) -> tuple[Rating, ...]:
        """Return independent ratings that differ while there is no later one; else nothing."""
        last = latest(self.of(item))
        return last if disputed(last) else ()


def latest(ratings: Iterable[Rating]) -> tuple[Rating, ...]:
    """Return those ratings that decide, of the latest stage there is."""
    deciding = [rating for rating in ratings if rating.decides]
    order = list(Stage)
    last = max((order.index(rating.stage) for rating in deciding), default=None)
    return tuple(rating for rating in deciding if order.index(rating.stage) == last)


def disputed(ratings: Iterable[Rating]) -> bool:
    """Tell whether ratings of one stage give different results."""
    return len({_result(rating) for rating in ratings}) > 1


def _result(rating: Rating) -> tuple[Any, ...]:
    """Return what a rating says: its figure; as long as its marks leave that open, the marks."""
    marks = tuple(sorted(rating.marks.items())) if rating.percent is None else ()
    return rating.percent, rating.not_applicable, marks


def read(root: Path, patterns: Iterable[str], criteria: Criteria, schemes: Mapping[str, Scheme]) -> Ratings:
    """Read the rating sheets that match `patterns`.

    Args:
        root: the project's folder.
        patterns: paths relative to it, with wildcards.
        criteria: the model.
        schemes: its schemes by name.

    Raises:
        InputError: every fault of every sheet: unknown items, percents off the grid, two final ratings.
    """
    faults: list[Fault] = []
    ratings: list[Rating] = []
    findings: list[tuple[Stage, Finding, str]] = []
    themes: list[KeyTheme] = []
    sheets: list[Sheet] = []
    for path in _paths(root, patterns, faults):
        try:
            file = read_toml(path, path.relative_to(root.resolve()).as_posix())
        except InputError as error:
            faults.extend(error.faults)
            continue
        sheet, wrong = checked(RatingSheet, file.data, file)
        faults.extend(wrong)
        if sheet is not None:
            sheets.append(Sheet(path, file, sheet))
            themes.extend(_themes(sheet, file, criteria, faults))
            for rating, row in _ratings(sheet, file, criteria, schemes, faults):
                ratings.append(rating)
                findings.extend((rating.stage, finding, rating.where) for finding in _findings(row, rating))
    faults.extend(_repeated(ratings))
    faults.extend(_rivals(ratings))
    kept = _prevailing_findings(findings, faults)
    if faults:
        raise InputError(*faults)
    return Ratings(tuple(ratings), kept, tuple(themes), tuple(sheets))


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
    sheet: RatingSheet, file: TomlFile, criteria: Criteria, schemes: Mapping[str, Scheme], faults: list[Fault]
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
        wrong = list(_row_faults(row, item, schemes[item.scheme], file, index))
        faults.extend(wrong)
        percent = None if wrong else _percent(row, item, schemes[item.scheme])
        yield (
            Rating(
                item=item.id,
                assessor=sheet.assessor,
                stage=sheet.stage,
                percent=percent,
                marks=row.marks,
                not_applicable=row.not_applicable,
                reason=row.reason,
                visibility=row.visibility,
                rated_on=row.rated_on or sheet.rated_on,
                dimensions=tuple(DimensionNote(dimension=key, text=text) for key, text in row.dimensions.items()),
                questions=tuple(Question(text=one.text, answer=one.answer) for one in row.questions),
                method=row.method,
                recorded_by=row.recorded_by,
                dissent=tuple(Dissent(assessor=one.assessor, text=one.text) for one in row.dissent),
                moved_by=row.moved_by,
                reevaluate=row.reevaluate,
                carried_texts=row.carried_texts,
                where=where.split(": ")[0],
            ),
            row,
        )


def _percent(row: RatingRow, item: Item, scheme: Scheme) -> Decimal | None:
    """Return what a sound row leads to: what was decided, else what the marks give."""
    if (said := _said(row, scheme)) is not None or not row.marks:
        return said
    return scheme.derive(item, row.marks).percent


def _said(row: RatingRow, scheme: Scheme) -> Decimal | None:
    """Return the row's own percent, or the position of its level."""
    level = scheme.data.level(row.level) if row.level else None
    return level.low if level else row.percent


def _row_faults(row: RatingRow, item: Item, scheme: Scheme, file: TomlFile, index: int) -> Iterator[Fault]:
    def at(fault: Fault, *keys: str) -> Fault:
        return Fault(fault.en, fault.zh, file.where(("ratings", index, *keys)))

    figure = [at(fault, key) for key, fault in _figure_faults(row, item, scheme)]
    marks = [
        at(fault, "marks", key) for key, mark in row.marks.items() if (fault := scheme.check_mark(item, key, mark))
    ]
    yield from (*figure, *marks)
    if row.marks and not figure and not marks:
        yield from (at(fault, "marks") for fault in contradictions(row, item, scheme))
    known = [dimension.key for dimension in scheme.data.of_kind(item.kind)]
    for key in row.dimensions:
        if key not in known:
            en, zh = did_you_mean(key, known)
            fault = Fault(f"{item.code} has no dimension {key!r}{en}", f"{item.code} 没有维度 {key!r}{zh}")
            yield at(fault, "dimensions", key)


def _figure_faults(row: RatingRow, item: Item, scheme: Scheme) -> Iterator[tuple[str, Fault]]:
    """Yield what is wrong with the figure of a row, by its key: a percent where the scheme knows levels, and so on."""
    levels = scheme.data.scale is Scale.LEVEL
    known = ", ".join(band.label for band in scheme.data.bands)
    if row.percent is not None and levels:
        yield (
            "percent",
            Fault(
                f"{item.code} is rated by level, not by percent: write `level` – one of: {known}",
                f"{item.code} 按等级评定，不用百分比：请填写 level，可选 {known.replace(', ', '、')}",
            ),
        )
    elif row.percent is not None and (fault := scheme.check(item, row.percent)):
        yield "percent", fault
    if row.level and not levels:
        yield (
            "level",
            Fault(
                f"{item.code} is rated by percent, not by level: write `percent`",
                f"{item.code} 按百分比评定，不用等级：请填写 percent",
            ),
        )
    elif row.level and scheme.data.level(row.level) is None:
        yield "level", _unknown_level(row.level, item, scheme)


def _unknown_level(said: str, item: Item, scheme: Scheme) -> Fault:
    data = scheme.data
    neutral = next((one for one in data.neutral if one.casefold() == said.strip().casefold()), "")
    if neutral:
        return neutral_level(item.code, neutral, instances=data.instances)
    return no_level(item.code, said, [band.label for band in data.bands])


def contradictions(row: RatingRow, item: Item, scheme: Scheme) -> Iterator[Fault]:
    """Yield what contradicts between marks and a figure given beside them; who decides what is open says so."""
    said = _said(row, scheme)
    if said is None:
        return
    derived, shown = scheme.derive(item, row.marks), scheme.data.shown
    if derived.percent is not None and said != derived.percent:
        told, given = shown(derived.percent), shown(said)
        yield Fault(
            f"{item.code}: the marks give {told.en}, the row says {given.en}; leave the figure out",
            f"{item.code}：按分项应为 {told.zh}，而此处写的是 {given.zh}；请删去该数值",
        )
    elif derived.percent is None and not derived.decidable:
        yield Fault(
            f"{item.code}: no mark counts yet, so there is nothing to decide; leave `level` out",
            f"{item.code}：所有分项均尚未开展，没有可裁定的内容；请不要填写 level",
        )
    elif not derived.low <= said <= derived.high:
        yield Fault(
            f"{item.code}: the marks leave {shown(derived.low).en} to {shown(derived.high).en} open, "
            f"{shown(said).en} is outside",
            f"{item.code}：按分项只能在 {shown(derived.low).zh} 到 {shown(derived.high).zh} 之间，"
            f"{shown(said).zh} 超出范围",
        )
    elif derived.percent is None and not (row.reason and row.recorded_by):
        yield Fault(
            f"{item.code}: the marks leave it open; who decides gives `reason` and `recorded_by`",
            f"{item.code}：分项未能确定结果；裁定时须填写 reason（理由）和 recorded_by（裁定人）",
        )


def _findings(row: RatingRow, rating: Rating) -> Iterator[Finding]:
    rows = [(FindingKind.STRENGTH, one) for one in row.strengths]
    rows += [(FindingKind.IMPROVEMENT, one) for one in row.improvements]
    for kind, one in rows:
        yield Finding(
            id=one.id or finding_id(rating.item, kind, one.text),
            kind=kind,
            item=rating.item,
            text=one.text,
            examples=one.examples,
            relevance=one.relevance,
            source=rating.assessor,
            weight=one.weight,
            evidence=one.evidence,
            visibility=one.visibility,
        )


def _prevailing_findings(findings: list[tuple[Stage, Finding, str]], faults: list[Fault]) -> tuple[Finding, ...]:
    """Return the team's findings of an item, or as long as it has none its assessors'; the same words count once."""
    by_team = {finding.item for stage, finding, _ in findings if stage is not Stage.INDEPENDENT}
    kept: dict[str, tuple[Finding, str]] = {}
    for stage, finding, where in findings:
        if stage is Stage.INDEPENDENT and finding.item in by_team:
            continue
        first, place = kept.setdefault(finding.id, (finding, where))
        if (first.item, first.text) != (finding.item, finding.text):
            faults.append(
                Fault(
                    f"two findings have the id {finding.id!r}, the other at {place}",
                    f"有两条发现使用了同一编号 {finding.id!r}，另一条在 {place}",
                    where,
                )
            )
    return tuple(finding for finding, _ in kept.values())


def _themes(sheet: RatingSheet, file: TomlFile, criteria: Criteria, faults: list[Fault]) -> Iterator[KeyTheme]:
    for index, row in enumerate(sheet.key_themes):
        items = []
        for place, code in enumerate(row.items):
            try:
                items.append(criteria.resolve(code).id)
            except InputError as error:
                where = file.where(("key_themes", index, "items", place))
                faults.extend(Fault(fault.en, fault.zh, where) for fault in error.faults)
        yield KeyTheme(kind=row.kind, scope=row.scope, text=row.text, items=tuple(items), visibility=row.visibility)


def _repeated(ratings: list[Rating]) -> Iterator[Fault]:
    """Yield a fault where two sheets give one assessor's rating of an item: nobody counts as two."""
    first: dict[tuple[str, str], Rating] = {}
    for rating in ratings:
        if rating.stage is not Stage.INDEPENDENT or not rating.decides:
            continue
        other = first.setdefault((rating.item, rating.assessor), rating)
        if _file(other) != _file(rating):  # twice in one sheet is told where that is read
            yield Fault(
                f"{rating.assessor} has rated {rating.item} in another sheet too, at {other.where}",
                f"{rating.assessor} 在另一份评分表中也评了 {rating.item}，见 {other.where}",
                rating.where,
            )


def _file(rating: Rating) -> str:
    return rating.where.rpartition(":")[0]


def _rivals(ratings: list[Rating]) -> Iterator[Fault]:
    """Yield a fault where two sheets of the team give different results for an item at the stage that prevails."""
    by_item: dict[str, list[Rating]] = {}
    for rating in ratings:
        by_item.setdefault(rating.item, []).append(rating)
    for item, every in by_item.items():
        first, *others = latest(every) or (None,)
        for other in others:
            if first is None or first.stage is Stage.INDEPENDENT or not disputed((first, other)):
                continue
            yield Fault(
                f"{item} has two {first.stage} ratings, the other at {first.where}; the team has one value",
                f"{item} 有两个 {first.stage} 阶段的评分，另一个在 {first.where}；合议结果只能有一个",
                other.where,
            )
