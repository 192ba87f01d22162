"""The path model: constructs, their items, and the paths between them."""

from __future__ import annotations

from enum import StrEnum

from zhuoyue import Model, Text


class Mode(StrEnum):
    """How a construct and its items belong together."""

    A = "A"
    """Reflective: the items mirror the construct; each is weighted by its correlation with it."""
    B = "B"
    """Formative: the items make the construct; they are weighted by a regression."""


class Construct(Model):
    """A construct (latent variable) and the items (questions) that measure it."""

    name: str
    """Name that paths refer to."""
    title: Text
    """What readers see."""
    items: tuple[str, ...] = ()
    """Names of its items, as in `Answers.items`."""
    mode: Mode = Mode.A
    """A (reflective) or B (formative)."""


class PathModel(Model):
    """Constructs and the paths from cause to effect. `check_model` tells what is wrong with one."""

    title: Text
    """What readers see."""
    constructs: tuple[Construct, ...]
    """In the order in which readers see them."""
    paths: tuple[tuple[str, str], ...]
    """Pairs (from, to) of construct names."""
    target: str = ""
    """The construct that the importance–performance map explains; empty: none."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the constructs."""
        return tuple(construct.name for construct in self.constructs)

    @property
    def items(self) -> tuple[str, ...]:
        """Names of all items, construct by construct."""
        return tuple(item for construct in self.constructs for item in construct.items)
