"""How one document names its subjects: the same UUID for the same thing, whatever the document's date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from zhuoyue import Assessment, Text, plain
from zhuoyue.interchange import prop, stable_uuid, stamp

Json = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """Names and words of one document."""

    assessment: Assessment
    language: str

    def uuid(self, kind: str, name: str) -> str:
        """Return the UUID of a thing: the organisation's, so that two organisations never share one."""
        owner = self.assessment.organisation.name
        return stable_uuid(owner.zh, owner.en, self.assessment.criteria.id, kind, name)

    def text(self, text: Text) -> str:
        """Return a text in the document's language."""
        return text.get(self.language)

    def say(self, en: str, zh: str) -> str:
        """Return one of two texts."""
        return zh if self.language == "zh" else en

    @property
    def organisation(self) -> str:
        """UUID of the party that is assessed."""
        return self.uuid("party", "organisation")

    @property
    def instant(self) -> str:
        """The assessment's instant."""
        return stamp(self.assessment.provenance.instant.astimezone(UTC))

    @property
    def plugins(self) -> frozenset[str]:
        """Names of the plugins that took part: what they found comes from a tool, all else from persons."""
        return frozenset(plugin.name for plugin in self.assessment.provenance.plugins)

    def origins(self, source: str) -> Json:
        """Return who found something; nothing where the tier leaves the name out."""
        if not source:
            return {}
        kind = "tool" if source in self.plugins else "party"
        return {"origins": [{"actors": [{"type": kind, "actor-uuid": self.uuid(kind, source)}]}]}


def day(value: date, *, end: bool = False) -> str:
    """Return a day as an instant: its first second, or its last."""
    return stamp(datetime.combine(value, time(23, 59, 59) if end else time(), UTC))


def props(values: Mapping[str, Any], more: Sequence[Json] = ()) -> Json:
    """Return properties of our namespace for what is known, and more of them; nothing for what is not known."""
    known = {name: value for name, value in values.items() if value is not None and value != ""}
    found = [prop(name, value if isinstance(value, str) else _word(value)) for name, value in known.items()]
    found += more
    return {"props": found} if found else {}


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | date) else plain(value)


def some(**lists: list[Json]) -> Json:
    """Return the lists that hold something, by their names with hyphens: OSCAL allows no empty list."""
    return {name.replace("_", "-"): values for name, values in lists.items() if values}
