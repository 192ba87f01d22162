"""Where the exhibits of one source are made: what all of them share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhuoyue import Column, Exhibit, Source, Text
from zhuoyue_plugins.customer_knowledge.customers import Customers, Freshness, Listening
from zhuoyue_plugins.customer_knowledge.reading import EVERYBODY
from zhuoyue_plugins.customer_knowledge.settings import CustomerKnowledgeSettings

SEGMENT = Text(zh="客户群", en="Segment")
OWNER = Text(zh="责任部门", en="Owner")
_OPTIONAL = frozenset({"kind", "size", "owner", "frequency", "competitor", "registered"})
"""Columns that are left out where no row says anything."""


class Desk:
    """Names things, judges how fresh methods are, and makes exhibits of columns."""

    def __init__(self, source: Source, customers: Customers, proofs: Mapping[str, tuple[str, ...]]) -> None:
        self.source = source
        self.settings: CustomerKnowledgeSettings = source.settings
        self.customers = customers
        self._proofs = proofs

    def name(self, word: str | None) -> Text | None:
        """Return a word of the records, with its English where the settings give it."""
        if word is None:
            return None
        if word == EVERYBODY:
            return Text(zh=EVERYBODY, en="all customers")
        english = self.settings.english.get(word)
        return Text(zh=word, en=english) if english else Text.model_validate(word)

    def fresh(self, one: Listening) -> Freshness:
        """Tell whether a method was reviewed recently enough."""
        return one.freshness(self.source.as_of, self.settings.stale_months)

    def exhibit(self, word: str, title: Text, method: Text, columns: Sequence[Column], rests: Sequence[str]) -> Exhibit:
        """Return an exhibit that rests on the registers `rests`."""
        stated = [one for one in columns if one.key not in _OPTIONAL or any(cell is not None for cell in one.values)]
        return Exhibit(
            id=f"{self.source.name}-{word}",
            kind=f"customer-knowledge.{word}",
            title=title,
            source=self.source.name,
            method=method,
            columns=tuple(stated),
            visibility=self.source.visibility,
            items=self.source.items,
            evidence=tuple(one for part in rests for one in self._proofs.get(part, ())),
        )
