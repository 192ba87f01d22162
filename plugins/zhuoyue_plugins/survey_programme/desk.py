"""Where the exhibits and measures of one source are made: what all of them share."""

from __future__ import annotations

from collections.abc import Sequence

from zhuoyue import Column, Exhibit, Source, Text
from zhuoyue_plugins.survey_programme.answers import Answers, Tally
from zhuoyue_plugins.survey_programme.loop import NOT_BEGUN, STAGES, STOPPED, Standing
from zhuoyue_plugins.survey_programme.settings import SurveyProgrammeSettings

PERCENT = Text(zh="%", en="%")
DAYS = Text(zh="天", en="days")
SURVEY = Text(zh="调查", en="Survey")
STAGE = Text(zh="阶段", en="Stage")
_OPTIONAL = frozenset({"title", "segment", "answers", "neither", "responsible", "answer", "action"})
"""Columns that are left out where no row says anything."""


class Desk:
    """Names things, counts answers, and makes exhibits of columns."""

    def __init__(
        self, source: Source, standings: Sequence[Standing], answers: Answers | None, proofs: tuple[str, ...]
    ) -> None:
        self.source = source
        self.settings: SurveyProgrammeSettings = source.settings
        self.standings = tuple(standings)
        self.answers = answers
        self.proofs = proofs

    def name(self, word: str | None) -> Text | None:
        """Return a word of the records, with its English where the settings give it."""
        if word is None:
            return None
        english = self.settings.english.get(word)
        return Text(zh=word, en=english) if english else Text.model_validate(word)

    def tally(self, group: Sequence[Standing]) -> Tally:
        """Count the answers of some surveys."""
        tallies = self.answers.tallies if self.answers else {}
        return sum((tallies.get(one.survey.name, Tally()) for one in group), Tally())

    def exhibit(
        self, word: str, title: Text, method: Text, columns: Sequence[Column], notes: tuple[Text, ...] = ()
    ) -> Exhibit:
        """Return an exhibit of some columns."""
        stated = [one for one in columns if one.key not in _OPTIONAL or any(cell is not None for cell in one.values)]
        return Exhibit(
            id=f"{self.source.name}-{word}",
            kind=f"survey-programme.{word}",
            title=title,
            source=self.source.name,
            method=method,
            columns=tuple(stated),
            notes=notes,
            visibility=self.source.visibility,
            items=self.source.items,
            evidence=self.proofs,
        )


def state(one: Standing) -> Text:
    """Return where a survey stands, in words."""
    if one.survey.stopped:
        return STOPPED
    return STAGES[one.stage] if one.stage else NOT_BEGUN
