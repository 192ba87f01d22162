"""What went wrong in a run that went on all the same."""

from __future__ import annotations

from enum import StrEnum

from zhuoyue.model.base import Model, Slug, Visibility
from zhuoyue.model.text import Text


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    """Something is missing from the assessment because of it; the run's exit code says so."""
    WARNING = "warning"
    """The assessment is whole, but a reader should know."""
    INFO = "info"
    """Worth a look."""


class Problem(Model):
    """One recorded problem."""

    code: Slug
    """Stable code of the kind of problem, e.g. `collector-timeout`."""
    severity: Severity
    """Error, warning or info."""
    text: Text
    """What happened, with the figures."""
    where: str = ""
    """File, line, row, cell or key path."""
    plugin: str = ""
    """The plugin concerned."""
    source: str = ""
    """The configured source concerned."""
    item: str = ""
    """Id of the item concerned."""
    visibility: Visibility = Visibility.PUBLIC
    """Who may see what it concerns; the core raises it to the tier of the source."""
