"""The summary: what is ranked first, what is counted."""

from __future__ import annotations

from decimal import Decimal

from sample import sample

from zhuoyue.model.finding import FindingKind
from zhuoyue.model.score import State
from zhuoyue.report.summary import ranked, summary


def test_total_of_the_mixed_vector() -> None:
    view = summary(sample(unrated=()))
    assert view.total.value == Decimal("450.75")
    assert [str(line.score.value.normalize()) for line in view.categories if line.score.value] == [
        "56", "42.5", "42.5", "61.75", "47.5", "34", "166.5",
    ]  # fmt: skip


def test_an_unrated_item_makes_the_total_a_range() -> None:
    view = summary(sample(unrated=("4.4.6",)))
    assert (view.total.value, view.total.low, view.total.high) == (None, Decimal("445.75"), Decimal("455.75"))
    assert (view.rated, view.items) == (22, 23)


def test_bold_findings_come_first_then_those_with_most_points() -> None:
    found = ranked(sample(), FindingKind.STRENGTH)
    assert [one.item.code for one in found[:2]] == ["4.7.3", "4.1.2"]
    stakes = [one.stake for one in found[2:]]
    assert stakes == sorted(stakes, reverse=True)


def test_points_at_stake() -> None:
    by_code = {one.item.code: one for one in ranked(sample(), FindingKind.IMPROVEMENT)}
    assert by_code["4.7.3"].stake == 80 - 32
    assert not by_code["4.7.3"].open
    assert by_code["4.4.6"].stake == 10
    assert by_code["4.4.6"].open


def test_items_by_band() -> None:
    (spread,) = summary(sample(unrated=())).spreads
    counts = [len(items) for _, items in spread.bands]
    assert counts == [0, 0, 15, 8, 0, 0]


def test_expired_evidence_and_problems_are_counted() -> None:
    view = summary(sample())
    assert (view.evidence_count, view.expired_count, view.errors, view.warnings) == (2, 1, 0, 1)
    assert view.unverified == 20


def test_states_of_a_category() -> None:
    resources = next(line for line in summary(sample()).categories if line.category.code == "4.4")
    assert dict(resources.states) == {State.RATED: 5, State.NO_EVIDENCE: 1}
