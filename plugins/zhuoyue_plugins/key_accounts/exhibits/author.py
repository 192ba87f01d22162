"""Makes exhibits: what all of them share, and the second, complete one where small numbers are withheld."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue import Assumption, Exhibit, NumberColumn, Source, Text, TextColumn, Visibility, same
from zhuoyue.records import number_column, word_column
from zhuoyue_plugins.key_accounts.settings import KeyAccountsSettings

PERCENT = same("%")
Columns = tuple[NumberColumn | TextColumn, ...]
Notes = Iterable[Text]


def both(en: str, zh: str) -> Text:
    """Return a text in both languages."""
    return Text(zh=zh, en=en)


def number(
    key: str, en: str, zh: str, values: Iterable[Decimal | int | None], unit: Text | None = None, decimals: int = 0
) -> NumberColumn:
    """Return a column of numbers."""
    return number_column(key, both(en, zh), values, unit=unit, decimals=decimals)


def words(key: str, en: str, zh: str, values: Iterable[Text | None]) -> TextColumn:
    """Return a column of words."""
    return word_column(key, both(en, zh), values)


def higher(*tiers: Visibility) -> Visibility:
    """Return the tier with the fewest readers."""
    return max(tiers, key=lambda tier: tier.level)


@dataclass(frozen=True)
class Author:
    """Makes the exhibits of one source."""

    source: Source
    settings: KeyAccountsSettings
    evidence: tuple[str, ...]

    @property
    def tier(self) -> Visibility:
        """Tier of what tells nothing about a single account."""
        return self.source.visibility

    @property
    def names(self) -> Visibility:
        """Tier of what names accounts."""
        return higher(self.tier, self.settings.names)

    @property
    def guards(self) -> bool:
        """Whether figures of few accounts are withheld from the readers of this source."""
        return self.tier is not Visibility.CONFIDENTIAL

    def id(self, key: str) -> str:
        """Return the id of an exhibit or measure."""
        return f"{self.source.name}-{key}"

    def exhibit(
        self,
        key: str,
        title: Text,
        method: Text,
        columns: Columns,
        *,
        kind: str = "",
        notes: Notes = (),
        assumptions: Sequence[Assumption] = (),
        visibility: Visibility | None = None,
        supports: bool = True,
    ) -> Exhibit:
        """Return an exhibit.

        Args:
            key: end of its id.
            title: heading.
            method: how it was computed.
            columns: the table.
            kind: word of its kind; the key if left out.
            notes: what a reader must know.
            assumptions: what it takes for granted.
            visibility: its tier; that of the source if left out.
            supports: whether it supports the source's items. A table that merely repeats others with names does not:
                else whoever may not see it would learn that something about the item is withheld.
        """
        return Exhibit(
            id=self.id(key),
            kind=f"key-accounts.{kind or key}",
            title=title,
            source=self.source.name,
            method=method,
            columns=columns,
            notes=tuple(notes),
            assumptions=tuple(assumptions),
            visibility=visibility or self.tier,
            items=self.source.items if supports else (),
            evidence=self.evidence,
        )

    def guarded(self, make: Callable[[bool], tuple[Exhibit, bool]]) -> list[Exhibit]:
        """Return an exhibit with figures of few accounts withheld and, if any were, the complete one for few readers.

        Args:
            make: returns the exhibit and whether something is missing from it; told whether to withhold.
        """
        shown, missing = make(self.guards)
        if not missing:
            return [shown]
        whole, _ = make(False)
        note = both(
            f"Figures of fewer than {self.settings.smallest_group} accounts are withheld here, and with them as many "
            "others as would give them away.",
            f"少于 {self.settings.smallest_group} 个客户的数据在此不予显示；为避免被推算，另有部分数据一并隐去。",
        )
        return [
            shown.model_copy(update={"notes": (*shown.notes, note)}),
            whole.model_copy(
                update={
                    "id": f"{whole.id}-complete",
                    "title": both(f"{whole.title.get('en')}, complete", f"{whole.title.get('zh')}（完整）"),
                    "visibility": Visibility.CONFIDENTIAL,
                    "items": (),
                }
            ),
        ]
