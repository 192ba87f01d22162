"""Tables that stand in the wrong place, or have one bracket where two belong."""

from __future__ import annotations

from typing import Any

from zhuoyue.criteria_file.working import Path, Working, called

_HOLDERS = {"categories": "categories", "items": "categories.items", "topics": "categories.items.topics"}
"""Key of a list of tables ▸ how its header is written where it belongs."""
_BELONGS = {
    "items": (
        "items belong to a category: write [[categories.items]] below its [[categories]]",
        "条款属于类目：请在所属 [[categories]] 之下写 [[categories.items]]",
    ),
    "topics": (
        "topics belong to an item: write [[categories.items.topics]] below its [[categories.items]]",
        "要点属于条款：请在所属 [[categories.items]] 之下写 [[categories.items.topics]]",
    ),
    "categories": (
        "categories stand at the top: write [[categories]]",
        "类目位于最上层：请写 [[categories]]",
    ),
}
_ITEMS_IN_ITEM = (
    "an item holds no items: what it asks about are topics, [[categories.items.topics]]",
    "条款之下不能再有条款：其所考察的内容写作要点 [[categories.items.topics]]",
)


def check_nesting(work: Working) -> None:
    """Tell what stands in the wrong place and take it out of the data."""
    _take(work, work.data, (), {"items", "topics"})
    _list(work, work.data, "categories", ())
    for path, category in work.categories:
        _take(work, category, path, {"categories", "topics"})
        _item_keys(work, category, path)
        _list(work, category, "items", path)
        if not category.get("items"):
            work.fault(
                path,
                f"category {called(category)} has no item; write at least one [[categories.items]] below it",
                f"类目 {called(category)} 没有条款，请在其下至少写一个 [[categories.items]]",
            )
            category["items"] = []
    for path, item in work.items:
        _take(work, item, path, {"categories", "items"})
        _list(work, item, "topics", path)


def _take(work: Working, table: dict[str, Any], path: Path, keys: set[str]) -> None:
    for key in sorted(keys & table.keys()):
        place = (*path, key, 0) if isinstance(table[key], list) else (*path, key)
        inside = key == "items" and path and path[-2] == "items"
        work.fault(place, *(_ITEMS_IN_ITEM if inside else _BELONGS[key]))
        del table[key]


def _item_keys(work: Working, category: dict[str, Any], path: Path) -> None:
    """Tell of keys of an item that stand in a category: TOML gives a key to the table whose header is above it."""
    code = called(category)
    if "points" in category:
        en = f"category {code}: its points are the sum of its items' points; leave the line out"
        work.fault((*path, "points"), en, f"类目 {code}：类目分值为其条款分值之和，请删去这一行")
        del category["points"]
    if "kind" in category:
        en = f"category {code}: kind belongs to each item, below [[categories.items]]"
        work.fault((*path, "kind"), en, f"类目 {code}：kind 写在各条款之下（[[categories.items]]）")
        del category["kind"]


def _list(work: Working, table: dict[str, Any], key: str, path: Path) -> None:
    """Take a single table, which has one bracket too few, for a list of one."""
    value = table.get(key)
    if isinstance(value, dict):
        header = _HOLDERS[key]
        work.fault(
            (*path, key),
            f"write [[{header}]] with two brackets on each side: there can be several",
            f"请写作 [[{header}]]（双层方括号），因为可以有多个",
        )
        table[key] = [value]
