"""What is on file about a process item on the assessment's day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhuoyue import Dossier, Evidence, EvidenceRole
from zhuoyue_plugins.adli.settings import Settings


@dataclass(frozen=True)
class Facts:
    """The facts that the four readings rest on."""

    evidence: int
    """Pieces of evidence of any role."""
    without_role: int
    """Those of which the records do not say what they show."""
    dated: tuple[Evidence, ...]
    """Methods in force."""
    undated: tuple[Evidence, ...]
    """Methods that have not expired, but whose age is unknown."""
    lapsed: tuple[Evidence, ...]
    """Methods that have expired or are too old; they count as absent."""
    latest_method: int | None
    """Months since the youngest method in force was dated or reviewed."""
    deployed: tuple[Evidence, ...]
    """Evidence of deployment in force, dated or not."""
    units: frozenset[str]
    """Units which that evidence covers."""
    reviews: tuple[date, ...]
    """Review days in the period."""
    latest_review: int | None
    """Months since the last of them."""
    links: tuple[str, ...]
    """Measures that evidence or text names."""
    filed: tuple[str, ...]
    """Measures filed under the item."""


def gather(dossier: Dossier, settings: Settings) -> Facts:
    """Sort the dossier's facts."""
    day, most = dossier.as_of, settings.max_age_months
    methods = [one for one in dossier.evidence if one.role is EvidenceRole.METHOD]
    deployment = [one for one in dossier.evidence if one.role is EvidenceRole.DEPLOYMENT]
    current = [one for one in methods if not _lapsed(one, day, most)]
    ages = [months for months in (age(one, day) for one in current) if months is not None]
    deployed = tuple(one for one in deployment if not _lapsed(one, day, most))
    reviews = _reviews(dossier)
    return Facts(
        evidence=len(dossier.evidence),
        without_role=sum(one.role is None for one in dossier.evidence),
        dated=tuple(one for one in current if age(one, day) is not None),
        undated=tuple(one for one in current if age(one, day) is None),
        lapsed=tuple(one for one in methods if _lapsed(one, day, most)),
        latest_method=min(ages, default=None),
        deployed=deployed,
        units=frozenset(unit for one in deployed for unit in one.units),
        reviews=reviews,
        latest_review=months_between(reviews[-1], day) if reviews else None,
        links=_links(dossier),
        filed=tuple(measure.id for measure in dossier.measures),
    )


def age(evidence: Evidence, day: date) -> int | None:
    """Return full months from the evidence's date or last review up to `day`; None if both are later or unknown."""
    days = [one for one in (evidence.observed_on, *evidence.reviewed_on) if one is not None and one <= day]
    return months_between(max(days), day) if days else None


def months_between(earlier: date, later: date) -> int:
    """Return the full months between two days."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)


def _lapsed(evidence: Evidence, day: date, most: int) -> bool:
    """Tell whether evidence has expired, or was dated and reviewed more than `most` full months ago."""
    months = age(evidence, day)
    return evidence.expired(day) or (months is not None and months > most)


def _reviews(dossier: Dossier) -> tuple[date, ...]:
    """Return the days of review in the period: stated ones, and the dates of records of a review."""
    days: set[date] = set()
    for one in dossier.evidence:
        days.update(one.reviewed_on)
        if one.role is EvidenceRole.REVIEW and one.observed_on:
            days.add(one.observed_on)
    last = min(dossier.period.end, dossier.as_of)
    return tuple(sorted(day for day in days if dossier.period.start <= day <= last))


def _links(dossier: Dossier) -> tuple[str, ...]:
    """Return the measures named by evidence that has not expired, and those named by the item's text."""
    known = dossier.known_measures | {measure.id for measure in dossier.measures}
    named: list[str] = []
    for one in dossier.evidence:
        if not one.expired(dossier.as_of):
            named.extend(one.relates_to)
    for text in dossier.narratives:
        named.extend(reference for reference in text.references if reference in known)
    return _once(named)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
