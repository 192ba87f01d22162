"""Where the exhibits of one source are made: what all of them share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from zhuoyue import Assumption, Column, Exhibit, NumberColumn, Source, Text, TextColumn
from zhuoyue_plugins.cmmi_generic.appraisal import Appraisal, Characterisation
from zhuoyue_plugins.cmmi_generic.settings import CmmiGenericSettings

PROCESS = Text(zh="过程", en="Process")
PRACTICE = Text(zh="实践", en="Practice")
INSTANCE = Text(zh="实例", en="Instance")


class Desk:
    """Names things and makes exhibits of columns."""

    def __init__(self, source: Source, evidence: tuple[str, ...]) -> None:
        self.source = source
        self.settings: CmmiGenericSettings = source.settings
        self.evidence = evidence

    def name(self, word: str) -> Text:
        """Return a word of the records, with its English where the settings give it."""
        english = self.settings.english.get(word)
        return Text(zh=word, en=english) if english else Text.model_validate(word)

    def maybe(self, word: str | None) -> Text | None:
        """Return a word of the records, if there is one."""
        return self.name(word) if word else None

    def place(self, one: Characterisation) -> Text:
        """Name an instance; the process itself where records name none."""
        return self.name(one.instance or one.process)

    def exhibit(
        self,
        word: str,
        title: Text,
        method: Text,
        columns: Sequence[Column],
        appraisal: Appraisal,
        *,
        notes: Sequence[Text] = (),
        assumptions: Sequence[Assumption] = (),
    ) -> Exhibit:
        """Return an exhibit of an appraisal."""
        dated = [Text(zh=f"{appraisal.year} 年的判定", en=f"As characterised in {appraisal.year}.")]
        return Exhibit(
            id=f"{self.source.name}-{word}",
            kind=f"cmmi-generic.{word}",
            title=title,
            source=self.source.name,
            method=method,
            columns=tuple(columns),
            notes=(*(dated if appraisal.year else ()), *notes),
            assumptions=tuple(assumptions),
            visibility=self.source.visibility,
            items=self.source.items,
            evidence=self.evidence,
        )


def texts(key: str, title: Text, values: Iterable[Text | None]) -> TextColumn:
    """Return a column of words."""
    return TextColumn(key=key, title=title, values=tuple(values))


def numbers(
    key: str, title: Text, values: Iterable[Decimal | int | None], decimals: int = 0, unit: Text | None = None
) -> NumberColumn:
    """Return a column of numbers."""
    cells = tuple(None if one is None else Decimal(one) for one in values)
    return NumberColumn(key=key, title=title, decimals=decimals, unit=unit, values=cells)
