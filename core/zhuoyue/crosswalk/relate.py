"""The calculus of relations: a crosswalk turned round, two joined through a third model, links of whole items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.crosswalk.codes import Place, codes_of, parts_relation, place
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.crosswalk import Crosswalk, Link, Relation
from zhuoyue.model.text import Text

_TURNED = {
    Relation.EQUAL: Relation.EQUAL,
    Relation.SUBSET: Relation.SUPERSET,
    Relation.SUPERSET: Relation.SUBSET,
    Relation.INTERSECT: Relation.INTERSECT,
}
_NEAREST = (Relation.EQUAL, Relation.SUBSET, Relation.SUPERSET, Relation.INTERSECT)


@dataclass(frozen=True)
class ItemLink:
    """What one whole item is to another: all that the links of their parts say."""

    source: str
    """Code of the source item."""
    target: str
    """Code of the target item."""
    relation: Relation
    strength: Decimal | None = None
    note: Text | None = None
    source_parts: tuple[str, ...] = ()
    """Codes of the parts that the links name; empty where they name the item."""
    target_parts: tuple[str, ...] = ()
    """The same of the target."""

    @property
    def rank(self) -> tuple[Decimal, int]:
        """What puts the nearest first: strength, then the closer relation."""
        return -(self.strength if self.strength is not None else Decimal(1)), _NEAREST.index(self.relation)


def compose(first: Relation, second: Relation) -> Relation:
    """Return what A is to C, where A is `first` to B and B is `second` to C, as far as that can be known."""
    if first is Relation.EQUAL:
        return second
    if second is Relation.EQUAL or first is second:
        return first
    return Relation.INTERSECT


def inverse(crosswalk: Crosswalk) -> Crosswalk:
    """Return the crosswalk turned round: what was a subset is a superset."""
    links = (
        link.model_copy(update={"source": link.target, "target": link.source, "relation": _TURNED[link.relation]})
        for link in crosswalk.links
    )
    return Crosswalk(source=crosswalk.target, target=crosswalk.source, note=crosswalk.note, links=tuple(links))


def joined(first: Crosswalk, second: Crosswalk, hub: Criteria) -> Crosswalk:
    """Return the crosswalk from A to C through B: relations composed, strengths multiplied, the way in the notes.

    Links meet in an item of B if they name the same part of it, or one names a part of what the other names.

    Args:
        first: leads from A to B.
        second: leads from B to C.
        hub: B.
    """
    known = codes_of(hub)
    onward: dict[str, list[tuple[Place, Link]]] = {}
    for link in second.links:
        spot = place(link.source, known)
        if spot:
            onward.setdefault(spot.item, []).append((spot, link))
    found: dict[tuple[str, str], list[Link]] = {}
    for before in first.links:
        arrived = place(before.target, known)
        for left, after in onward.get(arrived.item, ()) if arrived else ():
            between = parts_relation(arrived.part, left.part) if arrived else None
            if between is not None:
                found.setdefault((before.source, after.target), []).append(_via(before, between, after, hub))
    links = tuple(_merged(links) for links in found.values())
    return Crosswalk(source=first.source, target=second.target, note=_note(first, second, hub), links=links)


def _via(before: Link, between: Relation, after: Link, hub: Criteria) -> Link:
    strength = None
    if before.strength is not None and after.strength is not None:
        strength = before.strength * after.strength
    spots = " – ".join(dict.fromkeys((before.target, after.source)))
    return Link(
        source=before.source,
        target=after.target,
        relation=compose(compose(before.relation, between), after.relation),
        strength=strength,
        note=Text(en=f"via {hub.id} {spots}", zh=f"经 {hub.id} {spots}"),
    )


def _merged(links: list[Link]) -> Link:
    """Return several ways between the same two codes as one link: the strongest counts."""
    if len(links) == 1:
        return links[0]
    notes = [link.note for link in links if link.note]
    joined = {"en": "; ".join(one.get("en") for one in notes), "zh": "；".join(one.get("zh") for one in notes)}
    note = Text(**joined) if notes else None
    return links[0].model_copy(update={"relation": _common(links), "strength": _strongest(links), "note": note})


def _common(links: Iterable[Link]) -> Relation:
    relations = {link.relation for link in links}
    return relations.pop() if len(relations) == 1 else Relation.INTERSECT


def _strongest(links: Iterable[Link]) -> Decimal | None:
    return max((link.strength for link in links if link.strength is not None), default=None)


def _note(first: Crosswalk, second: Crosswalk, hub: Criteria) -> Text:
    en, zh = (
        [f"Joined through {hub.id}: relations composed, strengths multiplied."],
        [f"经 {hub.id} 两段连接而成：关系逐段合成，强度相乘。"],
    )
    for one in dict.fromkeys(note for note in (first.note, second.note) if note):
        en.append(one.get("en"))
        zh.append(one.get("zh"))
    return Text(en=" ".join(en), zh="".join(zh))


def item_links(crosswalk: Crosswalk, source: Criteria, target: Criteria) -> tuple[ItemLink, ...]:
    """Return what the links say of whole items, in the order of the target's items and the nearest first.

    An item of which only a part is equal to another is its superset. Links of several parts count as their strongest.
    """
    found: dict[tuple[str, str], list[tuple[Link, Place, Place]]] = {}
    for link, left, right in _placed(crosswalk, source, target):
        found.setdefault((left.item, right.item), []).append((link, left, right))
    order = {code: number for number, code in enumerate((*codes_of(target), *codes_of(source)))}
    links = [_whole(entries) for entries in found.values()]
    return tuple(sorted(links, key=lambda one: (order[one.target], one.rank, order.get(one.source, 0), one.source)))


def _placed(crosswalk: Crosswalk, source: Criteria, target: Criteria) -> Iterator[tuple[Link, Place, Place]]:
    """Yield the links with the places of their codes; those that stand nowhere are left out."""
    from_codes, to_codes = codes_of(source), codes_of(target)
    for link in crosswalk.links:
        left, right = place(link.source, from_codes), place(link.target, to_codes)
        if left and right:
            yield link, left, right


def _whole(entries: list[tuple[Link, Place, Place]]) -> ItemLink:
    links = []
    for link, left, right in entries:
        relation = compose(Relation.SUPERSET, link.relation) if left.part else link.relation
        relation = compose(relation, Relation.SUBSET) if right.part else relation
        links.append(link.model_copy(update={"relation": relation}))
    whole = _merged(links)
    return ItemLink(
        source=entries[0][1].item,
        target=entries[0][2].item,
        relation=whole.relation,
        strength=whole.strength,
        note=whole.note,
        source_parts=tuple(dict.fromkeys(link.source for link, left, _ in entries if left.part)),
        target_parts=tuple(dict.fromkeys(link.target for link, _, right in entries if right.part)),
    )
