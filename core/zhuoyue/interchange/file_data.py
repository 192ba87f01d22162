"""Criteria as the data of a criteria file: what items take over from above is left out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhuoyue.criteria_file import CriteriaFile
from zhuoyue.model.criteria import Category, Criteria, Item, RollUp


def file_data(file: CriteriaFile) -> dict[str, Any]:
    """Return what a criteria file would hold; `criteria_of` makes equal criteria of it.

    Keys stand in the order in which an author would write them. Texts are tables of `zh` and `en`, numbers are exact.
    Wording that the organisation merged under its licence of a standard is left out: it must not travel.
    """
    criteria = file.criteria
    data: dict[str, Any] = {"id": criteria.id, "family": criteria.family, "edition": criteria.edition}
    data["scheme"] = criteria.scheme
    if criteria.total is not None:
        data["total"] = criteria.total
    if criteria.roll_up is not _usual(criteria):
        data["roll_up"] = criteria.roll_up.value
    shown = criteria.model_dump(exclude_defaults=True, include={"title", "note", "trademark"})
    data |= {key: shown[key] for key in ("title", "note", "trademark") if key in shown}
    rest = criteria.model_dump(exclude_defaults=True, include={"profile", "score_bands", "departures"})
    data |= {key: list(rest[key]) for key in ("profile", "score_bands", "departures") if key in rest}
    if file.variants:
        data["schemes"] = [_plain(one) for one in file.variants]
    data["categories"] = [_category(criteria, one) for one in criteria.categories]
    return {key: _plain(value) for key, value in data.items()}


def _usual(criteria: Criteria) -> RollUp:
    return RollUp.SUM if criteria.total is not None else RollUp.MEAN


def _category(criteria: Criteria, category: Category) -> dict[str, Any]:
    data = category.model_dump(exclude_defaults=True, exclude={"items"})
    items = [_item(criteria, category, one) for one in category.items]
    return _ordered(data, ("code", "theme", "scheme", "title", "text")) | {"items": items}


def _item(criteria: Criteria, category: Category, item: Item) -> dict[str, Any]:
    licensed = {"text", "topics"} if item.code in criteria.own_wording else set()
    data = item.model_dump(exclude_defaults=True, exclude={"id", *licensed})
    if item.theme is category.theme:
        del data["theme"]
    if item.scheme == (category.scheme or criteria.scheme):
        del data["scheme"]
    if criteria.total is None and item.points == 100:
        del data["points"]  # a model without points counts each item the same
    return _ordered(
        data, ("code", "kind", "points", "theme", "scheme", "verified", "title", "text", "levels", "topics")
    )


def _ordered(data: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: data[key] for key in keys if key in data}


def _plain(value: Any) -> Any:
    """Return data of nothing but plain dicts, lists, strings and numbers."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value
