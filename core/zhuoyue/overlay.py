"""An organisation's licensed wording of a standard, merged where the published tier may show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, Field, model_validator

from zhuoyue.checking import checked
from zhuoyue.config import Config
from zhuoyue.errors import Fault, InputError, SettingError, did_you_mean
from zhuoyue.model.base import Model
from zhuoyue.model.collector import inside
from zhuoyue.model.criteria import Category, Criteria, DepartureKind, Item, Topic
from zhuoyue.model.text import Text
from zhuoyue.tailoring import item_of, unknown_item
from zhuoyue.toml import TomlFile, read_toml


class OverlayTopic(Model):
    """Wording of one topic."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    key: str
    """Key of the topic; of a topic within a sub-item `sub-item/key`."""
    text: Text
    """The wording."""


class OverlayItem(Model):
    """Wording of one item."""

    item: str
    """Code of the item."""
    title: Text | None = None
    """The item's name as printed."""
    text: Text | None = None
    """The wording."""
    topics: tuple[OverlayTopic, ...] = ()
    """Wording of topics."""


class OverlayFile(Model):
    """Wording of a standard that the organisation owns a licence of; it stays with the organisation."""

    criteria: str
    """Id of the criteria, edition included."""
    note: Text | None = None
    """Where the wording is from: title, edition, licence."""
    items: tuple[OverlayItem, ...] = Field(min_length=1)
    """Wording by item."""

    @model_validator(mode="after")
    def _once(self) -> OverlayFile:
        codes = [one.item for one in self.items]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise SettingError(f"items occur twice: {', '.join(twice)}", f"条款重复：{'、'.join(twice)}")
        return self


def overlaid(criteria: Criteria, root: Path, config: Config, file: TomlFile, faults: list[Fault]) -> Criteria:
    """Return the criteria with the organisation's own wording merged, if the published tier may show it.

    Files are read and checked whatever the tier, so that a mistake shows at once; their wording goes no further than
    `[overlay] visibility` allows.
    """
    texts: dict[str, OverlayItem] = {}
    for index, name in enumerate(config.overlay.files):
        try:
            path = inside(root, name)
            source = read_toml(path, name)
        except InputError as error:
            where = file.where(("overlay", "files", index))
            faults.extend(fault if fault.where else Fault(fault.en, fault.zh, where) for fault in error.faults)
            continue
        overlay, wrong = checked(OverlayFile, source.data, source)
        faults.extend(wrong)
        if overlay is not None:
            faults.extend(_faults(overlay, criteria, source))
            faults.extend(_worded_already(overlay, criteria, texts, source))
            texts |= {found.code: one for one in overlay.items if (found := item_of(criteria, one.item))}
    if not texts or not config.assessment.visibility.shows(config.overlay.visibility):
        return criteria
    categories = tuple(_with_texts(category, texts) for category in criteria.categories)
    worded = tuple(item.code for item in criteria.items if item.code in texts)
    return criteria.model_copy(update={"categories": categories, "own_wording": worded})


def _worded_already(
    overlay: OverlayFile, criteria: Criteria, texts: Mapping[str, OverlayItem], source: TomlFile
) -> Iterator[Fault]:
    for index, one in enumerate(overlay.items):
        if (found := item_of(criteria, one.item)) and found.code in texts:
            where = source.where(("items", index, "item"))
            en = f"{found.code} has its wording from another overlay file already"
            yield Fault(en, f"{found.code} 的文本已由另一个文件提供", where)


def _faults(overlay: OverlayFile, criteria: Criteria, source: TomlFile) -> Iterator[Fault]:
    if overlay.criteria != criteria.id:
        yield Fault(
            f"this wording is of {overlay.criteria!r}, the project uses {criteria.id!r}",
            f"此文本属于 {overlay.criteria!r}，而项目采用 {criteria.id!r}",
            source.where(("criteria",)),
        )
        return
    dropped = {one.item for one in criteria.departures if one.kind is DepartureKind.DROPPED}
    for index, one in enumerate(overlay.items):
        item = item_of(criteria, one.item)
        if item is None and one.item.removeprefix(f"{criteria.id}:") in dropped:
            continue  # one file of wording serves projects that tailor in different ways
        if item is None:
            yield unknown_item(criteria, one.item, source.where(("items", index, "item")))
            continue
        keys = dict(_keys(item.topics))
        for place, topic in enumerate(one.topics):
            if topic.key not in keys:
                en, zh = did_you_mean(topic.key, keys)
                where = source.where(("items", index, "topics", place, "key"))
                yield Fault(
                    f"{item.code} has no topic {topic.key!r}{en}", f"{item.code} 没有要点 {topic.key!r}{zh}", where
                )


def _keys(topics: Sequence[Topic], above: str = "") -> Iterator[tuple[str, Topic]]:
    for topic in topics:
        key = f"{above}{topic.key}"
        yield key, topic
        yield from _keys(topic.topics, f"{key}/")


def _with_texts(category: Category, texts: Mapping[str, OverlayItem]) -> Category:
    items = tuple(_worded(item, texts[item.code]) if item.code in texts else item for item in category.items)
    return category.model_copy(update={"items": items})


def _worded(item: Item, overlay: OverlayItem) -> Item:
    words = {topic.key: topic.text for topic in overlay.topics}
    update: dict[str, Any] = {"topics": _topics_worded(item.topics, words)}
    if overlay.text is not None:
        update["text"] = overlay.text
    if overlay.title is not None:
        update["title"] = overlay.title
    return item.model_copy(update=update)


def _topics_worded(topics: Sequence[Topic], words: Mapping[str, Text], above: str = "") -> tuple[Topic, ...]:
    return tuple(
        topic.model_copy(
            update={
                "text": words.get(f"{above}{topic.key}", topic.text),
                "topics": _topics_worded(topic.topics, words, f"{above}{topic.key}/"),
            }
        )
        for topic in topics
    )
