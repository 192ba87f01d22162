"""What an `assess_*` hook gets to see of an item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuoyue.model.assessment import Span
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.exhibit import Exhibit
from zhuoyue.model.measure import Measure
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.scheme_data import SchemeData


@dataclass(frozen=True)
class Dossier:
    """Read-only: the facts that support one item. It holds no rating, so that data judge without knowing it."""

    evidence: tuple[Evidence, ...]
    """Evidence that supports the item, by id."""
    measures: tuple[Measure, ...]
    """Measures that support the item, by id."""
    narratives: tuple[Narrative, ...]
    """The item's texts, one a language."""
    scheme: SchemeData
    """Dimensions, grid and bands."""
    period: Span
    """The time the assessment speaks of."""
    as_of: date
    """The day on which validity is judged."""
    known_measures: frozenset[str] = frozenset()
    """Ids of all measures of the assessment, to tell a reference to a measure of another item."""
    withheld: bool = False
    """Whether some facts that support the item are above the tier and left out: absence then proves nothing."""
    exhibits: tuple[Exhibit, ...] = ()
    """Exhibits that support the item, by source, in the order their collectors gave them."""
    settings: Any = None
    """The calling plugin's own settings, an instance of the model it registered; None if it has none."""

    def exhibits_of(self, kind: str) -> tuple[Exhibit, ...]:
        """Return the exhibits of a kind, `complaints.causes`; of a whole plugin with `complaints.`."""
        return tuple(one for one in self.exhibits if one.of_kind(kind))

    def measure(self, measure_id: str) -> Measure | None:
        """Return a measure of this item by id, or None."""
        return next((measure for measure in self.measures if measure.id == measure_id), None)
