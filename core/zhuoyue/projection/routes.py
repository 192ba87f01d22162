"""Where the items of the assessed model lead in the other one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from zhuoyue.crosswalk import ItemLink, Way, item_links
from zhuoyue.model.criteria import Criteria


class Routes:
    """The links of a way between whole items, looked up from both ends."""

    def __init__(self, way: Way, source: Criteria, target: Criteria) -> None:
        self.source = source
        self.target = target
        links = item_links(way.crosswalk, source, target)
        items = ({one.code for one in source.items}, {one.code for one in target.items})
        self.links = tuple(one for one in links if one.source in items[0] and one.target in items[1])
        """Between items, in the order of the target's items, the nearest first."""
        sections = ({one.code for one in source.profile}, {one.code for one in target.profile})
        self.sections = tuple(one for one in links if one.source in sections[0] and one.target in sections[1])
        """Between sections of the profiles."""

    @cached_property
    def _to(self) -> dict[str, list[ItemLink]]:
        return _grouped((one.target, one) for one in self.links)

    @cached_property
    def _from(self) -> dict[str, list[ItemLink]]:
        return _grouped((one.source, one) for one in self.links)

    def sources(self, code: str) -> Sequence[ItemLink]:
        """Return the links that lead to an item of the target, the nearest first."""
        return self._to.get(code, ())

    def leads(self, code: str) -> bool:
        """Tell whether an item of the source leads anywhere."""
        return code in self._from

    def targets(self, item_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the items to which items of the source (by id) lead, in the target's order."""
        codes = {self.source.by_id[one].code for one in item_ids if one in self.source.by_id}
        wanted = {link.target for code in codes for link in self._from.get(code, ())}
        return tuple(item.id for item in self.target.items if item.code in wanted)

    def nearest(self, item_id: str) -> str | None:
        """Return the id of the item that is nearest to an item of the source; None if it leads nowhere."""
        item = self.source.by_id.get(item_id)
        links = self._from.get(item.code, ()) if item else ()
        if not links:
            return None
        return self.target.resolve(min(links, key=lambda one: one.rank).target).id


def _grouped(entries: Iterable[tuple[str, ItemLink]]) -> dict[str, list[ItemLink]]:
    found: dict[str, list[ItemLink]] = {}
    for key, link in entries:
        found.setdefault(key, []).append(link)
    return found
