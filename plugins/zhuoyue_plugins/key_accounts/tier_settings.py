"""What a user may write in `[[sources.tiers]]`: a tier and its conditions."""

from __future__ import annotations

from pydantic import Field

from zhuoyue import Number, Text
from zhuoyue.records import SettingsTable, Strings


class When(SettingsTable):
    """Conditions of a tier; all must be met. Amounts are those of the named product lines, if any are named."""

    product_line: Strings = ()
    """The account has revenue in one of these product lines."""
    segment: Strings = ()
    """The account belongs to one of these customer groups."""
    average_monthly_revenue_at_least: Number | None = None
    """Revenue of the period divided by its months as a customer, at least."""
    average_monthly_revenue_below: Number | None = None
    """The same, less than."""
    revenue_at_least: Number | None = None
    """Revenue of the period, at least."""
    revenue_below: Number | None = None
    """The same, less than."""
    margin_at_least: Number | None = None
    """Margin of the period, at least."""

    def takes(self, other: When) -> bool:
        """Tell whether whoever meets the conditions of `other` meets these, which are some, too."""
        if set(self.product_line) != set(other.product_line) or self == When():
            return False
        if self.segment and not (other.segment and set(other.segment) <= set(self.segment)):
            return False
        least = ("average_monthly_revenue_at_least", "revenue_at_least", "margin_at_least")
        most = ("average_monthly_revenue_below", "revenue_below")
        pairs = [(getattr(self, key), getattr(other, key), 1) for key in least]
        pairs += [(getattr(self, key), getattr(other, key), -1) for key in most]
        return all(own is None or (its is not None and sign * own <= sign * its) for own, its, sign in pairs)


class TierSetting(SettingsTable):
    """One tier; the first in the list whose conditions are met is an account's."""

    name: str = Field(min_length=1, max_length=40)
    """Stable name."""
    title: Text
    """Name shown on the pages."""
    when: When = When()
    """Its conditions; none: it takes whatever reaches it."""
