"""A published model made a project's own: items dropped, added, re-weighted, scored otherwise, with reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from zhuoyue.config import Config, ItemChange, NewItem, TailoringTable
from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Criteria, Departure, DepartureKind, Item, ScoreBand
from zhuoyue.model.text import Text
from zhuoyue.toml import TomlFile


def tailored(criteria: Criteria, config: Config, file: TomlFile, faults: list[Fault]) -> Criteria:
    """Return the criteria as the project's `[tailoring]` and `[assessment] scheme` want them, departures listed.

    Args:
        criteria: the published model.
        config: the project's config.
        file: where it stands, for messages.
        faults: takes what is wrong: unknown items, weights that do not add up to the total.
    """
    table, scheme = config.tailoring, config.assessment.scheme
    if not (table.changes or table.additions or table.total is not None or scheme):
        return criteria
    known = len(faults)
    faults.extend(_twice(criteria, table.changes, file))
    data = criteria.model_dump()
    departures: list[Departure] = [*_rescored(criteria, data, scheme)]
    departures += _changed(criteria, data, table.changes, file, faults)
    departures += _added(criteria, data, table.additions, file, faults)
    data["categories"] = [category for category in data["categories"] if category["items"]]
    if not data["categories"]:
        faults.append(Fault("no item is left", "没有留下任何条款", file.where(("tailoring",))))
    if len(faults) == known:  # with a code misspelt the sum would be of something else
        departures += _total(criteria, data, table, file, faults)
    if len(faults) > known:
        return criteria
    made = Criteria.model_validate(data | {"departures": departures})
    return made.model_copy(update={"score_bands": tuple(_still_valid(criteria, made))})


def _still_valid(criteria: Criteria, made: Criteria) -> Iterator[ScoreBand]:
    """Yield the named ranges of points of sums that can still come to as many points as published."""
    for band in criteria.score_bands:
        sums = {sum(one.points for one in model.items if band.kind in {None, one.kind}) for model in (criteria, made)}
        if len(sums) == 1:
            yield band


def _twice(criteria: Criteria, changes: Sequence[ItemChange], file: TomlFile) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for index, change in enumerate(changes):
        found, where = item_of(criteria, change.item), file.where(("tailoring", "changes", index, "item"))
        if found and (other := first.setdefault(found.code, where)) != where:
            yield Fault(
                f"{found.code} is changed twice, first at {other}; put both into one table",
                f"{found.code} 更改了两次，首次在 {other}；请合并为一处",
                where,
            )


def unknown_item(criteria: Criteria, code: str, where: str) -> Fault:
    """Return what is wrong with a code that is no item's: a category, a part of an item, or nothing at all."""
    try:
        item = criteria.resolve(code)
    except InputError as error:
        return Fault(error.faults[0].en, error.faults[0].zh, where)
    en = f"{code!r} is a part of {item.code}; write the code of the item"
    return Fault(en, f"{code!r} 是 {item.code} 的一部分，请填写条款代码", where)


def _rescored(criteria: Criteria, data: dict[str, Any], scheme: str | None) -> Iterator[Departure]:
    """Give the model another scheme wherever it has its own."""
    if not scheme or scheme == criteria.scheme:
        return
    data["scheme"] = scheme
    for category in data["categories"]:
        if category["scheme"] == criteria.scheme:
            category["scheme"] = scheme
        for item in category["items"]:
            if item["scheme"] == criteria.scheme:
                item["scheme"] = scheme
    reason = Text(en="Chosen in the project", zh="由项目选定")
    yield Departure(kind=DepartureKind.SCHEME, before=criteria.scheme, after=scheme, reason=reason)


def _changed(
    criteria: Criteria, data: dict[str, Any], changes: Sequence[ItemChange], file: TomlFile, faults: list[Fault]
) -> Iterator[Departure]:
    for index, change in enumerate(changes):
        where = ("tailoring", "changes", index)
        found = item_of(criteria, change.item)
        if found is None:
            faults.append(unknown_item(criteria, change.item, file.where((*where, "item"))))
            continue
        if change.points is not None and criteria.total is None:
            faults.append(
                Fault(
                    f"{criteria.id} gives no points; a weight means nothing here",
                    f"{criteria.id} 不设分值，此处无法调整权重",
                    file.where((*where, "points")),
                )
            )
            continue
        yield from _apply(found, data, change, plain(found.points) if criteria.total is not None else "")


def _apply(item: Item, data: dict[str, Any], change: ItemChange, published: str) -> Iterator[Departure]:
    common = {"item": item.code, "title": item.title, "reason": change.reason}
    for category in data["categories"]:
        for place, raw in enumerate(category["items"]):
            if raw["code"] != item.code:
                continue
            if change.drop:
                category["items"] = (*category["items"][:place], *category["items"][place + 1 :])
                yield Departure(kind=DepartureKind.DROPPED, before=published, **common)
                return
            if change.points is not None and change.points != item.points:
                raw["points"] = change.points
                yield Departure(kind=DepartureKind.POINTS, before=published, after=plain(change.points), **common)
            if change.scheme and change.scheme != item.scheme:
                raw["scheme"] = change.scheme
                yield Departure(kind=DepartureKind.SCHEME, before=item.scheme, after=change.scheme, **common)


def item_of(criteria: Criteria, code: str) -> Item | None:
    """Return the item whose code or id `code` is; a part of an item, or a category, is none."""
    return next((item for item in criteria.items if code in {item.code, item.id}), None)


def _added(
    criteria: Criteria, data: dict[str, Any], additions: Sequence[NewItem], file: TomlFile, faults: list[Fault]
) -> Iterator[Departure]:
    codes = {item.code for item in criteria.items}
    for index, new in enumerate(additions):
        where = ("tailoring", "additions", index)
        if new.code in codes:
            text = Fault(
                f"{criteria.id} has an item {new.code} already",
                f"{criteria.id} 中已有条款 {new.code}",
                file.where((*where, "code")),
            )
            faults.append(text)
            continue
        category = next((one for one in data["categories"] if one["code"] == new.category), None)
        if category is None:
            en, zh = did_you_mean(new.category, [one.code for one in criteria.categories])
            faults.append(
                Fault(
                    f"{criteria.id} has no category {new.category!r}{en}",
                    f"{criteria.id} 中没有类目 {new.category!r}{zh}",
                    file.where((*where, "category")),
                )
            )
            continue
        if (new.points is None) != (criteria.total is None):
            faults.append(_points_fault(criteria, new, file, where))
            continue
        codes.add(new.code)
        category["items"] = (*category["items"], _new_item(new, category, data))
        shown = "" if new.points is None else plain(new.points)
        yield Departure(kind=DepartureKind.ADDED, item=new.code, title=new.title, after=shown, reason=new.reason)


def _points_fault(criteria: Criteria, new: NewItem, file: TomlFile, where: tuple[str | int, ...]) -> Fault:
    if new.points is None:
        return Fault(
            f"{new.code} needs points: {criteria.id} adds points up to a total",
            f"{new.code} 须有分值：{criteria.id} 按分值合计总分",
            file.where(where),
        )
    return Fault(
        f"{criteria.id} gives no points; leave them out",
        f"{criteria.id} 不设分值，请删去 points",
        file.where((*where, "points")),
    )


def _new_item(new: NewItem, category: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    given = new.model_dump(exclude={"category", "reason", "scheme", "theme", "points"})
    return given | {
        "id": f"{data['id']}:{new.code}",
        "theme": new.theme or category["theme"],
        "scheme": new.scheme or category["scheme"] or data["scheme"],
        "points": Decimal(100) if new.points is None else new.points,
        "verified": True,  # its own source
    }


def _total(
    criteria: Criteria, data: dict[str, Any], table: TailoringTable, file: TomlFile, faults: list[Fault]
) -> Iterator[Departure]:
    """Check the weights again: they add up to the published total, unless the project states another."""
    if criteria.total is None:
        if table.total is not None:
            place = file.where(("tailoring", "total"))
            faults.append(Fault(f"{criteria.id} has no total", f"{criteria.id} 不设总分", place))
        return
    wanted = criteria.total if table.total is None else table.total
    points = sum((item["points"] for category in data["categories"] for item in category["items"]), Decimal(0))
    if points != wanted:
        more, less = max(points - wanted, Decimal(0)), max(wanted - points, Decimal(0))
        en = f"{plain(more)} too many" if more else f"{plain(less)} are missing"
        zh = f"多出 {plain(more)}" if more else f"还差 {plain(less)}"
        faults.append(
            Fault(
                f"after tailoring the points add up to {plain(points)}, the total is {plain(wanted)}: {en}. "
                "Re-weight other items, or state `total`",
                f"裁剪后各条款分值合计 {plain(points)}，总分为 {plain(wanted)}：{zh}。"
                "请调整其他条款的分值，或写明 total",
                file.where(("tailoring",)),
            )
        )
        return
    if wanted != criteria.total:
        data["total"] = wanted
        reason = table.reason or Text(en="The project states another total", zh="项目另定总分")
        before, after = plain(criteria.total), plain(wanted)
        yield Departure(kind=DepartureKind.TOTAL, before=before, after=after, reason=reason)
