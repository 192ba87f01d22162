"""What differs between two models: editions, or a published model and what a project made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from zhuoyue.crosswalk import item_links
from zhuoyue.errors import Fault, InputError
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.crosswalk import Crosswalk
from zhuoyue.model.text import Text

KINDS: dict[str, tuple[str, str]] = {
    "model": ("model", "准则"),
    "dropped": ("dropped", "删除"),
    "added": ("added", "新增"),
    "linked": ("split or joined", "拆分或合并"),
    "code": ("renumbered", "编号变化"),
    "moved": ("moved", "换类目"),
    "renamed": ("renamed", "改名"),
    "points": ("points", "分值"),
    "kind": ("kind", "类型"),
    "theme": ("theme", "主题"),
    "scheme": ("scheme", "评分方案"),
    "topics": ("topics", "要点"),
    "text": ("wording", "说明"),
}
"""Kinds of differences, in the order they are told, in English and Chinese."""
_SAME = 2
"""Models of two families are compared by code when more than one in so many common codes has the same name in both."""


@dataclass(frozen=True)
class Difference:
    """One difference."""

    kind: str
    """One of `KINDS`."""
    code: str
    """Code before; of an added item its code after; the field of a difference of the model as a whole."""
    title: Text | None
    """Name of the item."""
    before: Text | None
    """What it was; None for what was not there."""
    after: Text | None
    """What it is; None for what is no more."""


@dataclass(frozen=True)
class Comparison:
    """Two models and what differs between them."""

    by: str
    """`code`, or the crosswalk that was followed."""
    differences: tuple[Difference, ...] = field(default=())
    """Differences in the order of `KINDS`, then of the first model."""


def compare(before: Criteria, after: Criteria, crosswalk: Crosswalk | None = None) -> Comparison:
    """Return what differs.

    Args:
        before, after: two models.
        crosswalk: leads from the first to the second; without one items of one code are the same item.

    Raises:
        InputError: two models that have neither items in common nor a crosswalk.
    """
    pairs = _linked(before, after, crosswalk) if crosswalk else _by_code(before, after)
    found = [*_model(before, after), *_items(before, after, pairs)]
    if crosswalk:  # another edition has its own wording throughout
        found = [one for one in found if one.kind != "text" and not (one.kind == "topics" and one.before == one.after)]
    order = list(KINDS)
    found.sort(key=lambda one: order.index(one.kind))
    by = f"{crosswalk.source}>{crosswalk.target}" if crosswalk else "code"
    return Comparison(by, tuple(found))


Pairs = dict[str, list[str]]
"""Codes of the second model by code of the first."""


def _by_code(before: Criteria, after: Criteria) -> Pairs:
    """Return items of one code as pairs; of two families only if the items of one code are mostly called the same."""
    first, second = ({item.code: item.title for item in one.items} for one in (before, after))
    shared = first.keys() & second.keys()
    same = [code for code in shared if first[code] == second[code]]
    if before.family != after.family and len(same) * _SAME <= len(shared):
        raise InputError(
            Fault(
                f"nothing leads from {before.id} to {after.id}: no crosswalk, and one code means two things",
                f"{before.id} 与 {after.id} 无从比较：二者没有对应关系，相同的代码含义不同",
            )
        )
    return {code: [code] for code in shared}


def _linked(before: Criteria, after: Criteria, crosswalk: Crosswalk) -> Pairs:
    codes, others = {item.code for item in before.items}, [item.code for item in after.items]
    pairs: Pairs = {}
    for link in item_links(crosswalk, before, after):
        if link.source in codes and link.target in others:  # a crosswalk may speak of the profile as well
            pairs.setdefault(link.source, []).append(link.target)
    return {code: sorted(partners, key=others.index) for code, partners in pairs.items()}


def _model(before: Criteria, after: Criteria) -> Iterator[Difference]:
    for name in ("id", "edition", "scheme", "roll_up", "total"):
        first, second = getattr(before, name), getattr(after, name)
        if first != second:
            yield Difference("model", name, None, _shown(first), _shown(second))
    if before.title != after.title:
        yield Difference("model", "title", None, before.title, after.title)
    categories = {one.code: one for one in after.categories}
    for category in before.categories:
        other = categories.get(category.code)
        if other is not None and other.title != category.title:
            yield Difference("renamed", category.code, None, category.title, other.title)


def _shown(value: object) -> Text | None:
    if value is None:
        return None
    from decimal import Decimal

    word = plain(value) if isinstance(value, Decimal) else str(value)
    return Text(zh=word, en=word)


def _items(before: Criteria, after: Criteria, pairs: Pairs) -> Iterator[Difference]:
    second = {item.code: item for item in after.items}
    came: dict[str, list[str]] = {}
    for code, codes in pairs.items():
        for one in codes:
            came.setdefault(one, []).append(code)
    for item in before.items:
        partners = pairs.get(item.code, [])
        if not partners:
            yield Difference("dropped", item.code, item.title, _worth(before, item), None)
        elif len(partners) == 1 and len(came[partners[0]]) == 1:
            yield from _item(before, item, after, second[partners[0]])
        else:
            sources = came[partners[0]] if len(partners) == 1 else [item.code]
            yield Difference("linked", item.code, item.title, _shown(", ".join(sources)), _shown(", ".join(partners)))
    for item in after.items:
        if item.code not in came:
            yield Difference("added", item.code, item.title, None, _worth(after, item))


def _worth(criteria: Criteria, item: Item) -> Text:
    """Return what an item is worth; its kind where the model has no points."""
    word = item.kind.value if criteria.total is None else plain(item.points)
    return Text(zh=word, en=word)


def _item(before: Criteria, one: Item, after: Criteria, other: Item) -> Iterator[Difference]:
    """Yield what differs between an item and the one it became."""

    def difference(kind: str, first: object, second: object) -> Difference:
        return Difference(kind, one.code, other.title, _shown(first), _shown(second))

    if one.code != other.code:
        yield difference("code", one.code, other.code)
    categories = before.category_of(one).code, after.category_of(other).code
    if categories[0] != categories[1]:
        yield difference("moved", *categories)
    if one.title != other.title:
        yield Difference("renamed", one.code, None, one.title, other.title)
    if _worth(before, one) != _worth(after, other) and (before.total is not None or after.total is not None):
        yield difference("points", _worth(before, one), _worth(after, other))
    for kind in ("kind", "theme"):
        if getattr(one, kind) != getattr(other, kind):
            yield difference(kind, getattr(one, kind), getattr(other, kind))
    usual = (one.scheme, other.scheme) == (before.scheme, after.scheme)  # told once, of the model
    if one.scheme != other.scheme and not usual:
        yield difference("scheme", one.scheme, other.scheme)
    if one.topics != other.topics:
        yield difference("topics", len(one.topics), len(other.topics))
    if one.text != other.text:
        yield Difference("text", one.code, other.title, one.text, other.text)
