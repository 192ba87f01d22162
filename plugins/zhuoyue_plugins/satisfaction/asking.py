"""What a user may write of who was asked and who answered: columns of the answers, and the register of waves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

from pydantic import Field

from zhuoyue.records import RecordsSettings, SettingsTable


class AnswerFields(SettingsTable):
    """Columns of the answers that are no questions."""

    respondent: str | None = None
    """Column that tells respondents apart; of several rows of one respondent in a period the first counts."""
    answered: str | None = None
    """Column with the day of the answer."""
    period: str | None = None
    """Column with the period, where there is no day; without both, everything is of the last year assessed."""
    sent: str | None = None
    """Column with the day on which the respondent was asked, to compare early with late answers."""
    segment: str | None = None
    """Column with the customer segment."""
    tier: str | None = None
    """Column with the customer's tier."""
    weight: str | None = None
    """Column with the respondent's weight (design weight); left out: everyone counts the same."""
    recommend: str | None = None
    """Column with the recommendation question, for the NPS."""
    complained: str | None = None
    """Column that says yes or no whether the respondent has complained."""

    def columns(self) -> Iterator[tuple[str, str]]:
        """Yield each column with the kind it is read as."""
        kinds = {"answered": "instant", "sent": "instant", "weight": "number", "recommend": "number"}
        kinds["complained"] = "flag"
        for role in type(self).model_fields:
            column = getattr(self, role)
            if column:
                yield column, kinds.get(role, "text")


class WaveFields(SettingsTable):
    """Columns of the register of waves."""

    period: str
    """Column with the period, or a day in it."""
    segment: str | None = None
    """Column with the customer segment, named as in the answers."""
    sent: str
    """Column with how many were asked."""
    returned: str | None = None
    """Column with how many answered; left out: the answers are counted."""


class WavesSetting(RecordsSettings):
    """A second table: how many were asked, and how many answered, by period and segment."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""

    fields: WaveFields
    """Columns, by what they hold."""
    least_rate: Decimal = Field(default=Decimal(30), gt=0, le=100)
    """Response rate in percent below which the pages warn."""

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how each column is read."""
        named = self.fields
        texts = {column: frozenset({"text"}) for column in (named.period, named.segment) if column}
        return {**texts, **{column: frozenset({"number"}) for column in (named.sent, named.returned) if column}}
