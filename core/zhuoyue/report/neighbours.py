"""The other reports of the same records, one for each model: how to get from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhuoyue.model.projection import ModelName
from zhuoyue.model.text import Text


@dataclass(frozen=True)
class Neighbour:
    """A report in one model."""

    id: str
    """Id of the criteria."""
    title: Text
    """Full name of the model."""
    root: str
    """Where its pages begin, seen from where this report's pages begin: `../efqm-2025/zh`; empty for this one."""

    def page(self, path: str, page: str) -> str:
        """Return the address of one of its pages (`scorecard`) as it stands on a page of this report."""
        up = "../" * page.count("/")
        return f"{up}{self.root}/{path}.html" if self.root else f"{up}{path}.html"


def neighbours(models: Sequence[ModelName], here: str, language: str) -> tuple[Neighbour, ...]:
    """Return the reports of a site that has several.

    Args:
        models: the model that was assessed, whose report is the site itself, and the others, each in its folder.
        here: id of the model whose pages these are.
        language: language of the pages.
    """
    main = bool(models) and models[0].id == here
    found = []
    for number, one in enumerate(models):
        folder = "" if number == 0 else f"{one.id}/"
        root = f"{'../' if main else '../../'}{folder}{language}"
        found.append(Neighbour(one.id, one.title, "" if one.id == here else root))
    return tuple(found)
