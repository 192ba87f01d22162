"""The model as arrays: which item belongs where, which construct acts on which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhuoyue_plugins.satisfaction.pls.model import Mode, PathModel


@dataclass(frozen=True)
class Design:
    """Positions instead of names."""

    block: NDArray[np.intp]
    """Of each item, its construct."""
    columns: tuple[NDArray[np.intp], ...]
    """Of each construct, its items."""
    formative: tuple[int, ...]
    """Constructs of mode B with more than one item."""
    causes: tuple[NDArray[np.intp], ...]
    """Of each construct, the constructs that act on it."""
    arrows: NDArray[np.bool_]
    """Constructs × constructs, [from, to]."""
    longest: int
    """Steps of the longest chain of paths."""

    @property
    def membership(self) -> NDArray[np.float64]:
        """Items × constructs, 1 where the item belongs to the construct."""
        return np.eye(len(self.columns))[self.block]


def design(model: PathModel) -> Design:
    """Return the arrays of a model that `check_model` found sound."""
    names = model.names
    sizes = [len(construct.items) for construct in model.constructs]
    block = np.repeat(np.arange(len(names)), sizes)
    arrows = np.zeros((len(names), len(names)), dtype=bool)
    for cause, effect in model.paths:
        arrows[names.index(cause), names.index(effect)] = True
    formative = [at for at, one in enumerate(model.constructs) if one.mode is Mode.B and len(one.items) > 1]
    return Design(
        block=block,
        columns=tuple(np.flatnonzero(block == at) for at in range(len(names))),
        formative=tuple(formative),
        causes=tuple(np.flatnonzero(arrows[:, at]) for at in range(len(names))),
        arrows=arrows,
        longest=_longest(arrows),
    )


def _longest(arrows: NDArray[np.bool_]) -> int:
    """Return the number of steps of the longest chain; there are no cycles."""
    reach, steps = arrows, 0
    while reach.any():
        reach, steps = reach @ arrows, steps + 1
    return steps
