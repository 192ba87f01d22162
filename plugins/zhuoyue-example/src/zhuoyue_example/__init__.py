"""An example plugin: a page of next steps, a template filter, and a file for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment

from zhuoyue import Assessment, Page, Text, hookimpl


@hookimpl
def register_pages() -> Iterable[Page]:
    """One page, rendered in each language."""
    from zhuoyue_example.steps import view

    title = Text(zh="下一步", en="Next steps")
    return (Page("example-next-steps", title, "example/next-steps.md.j2", Path(__file__).parent / "templates", view),)


@hookimpl
def prepare_environment(environment: Environment) -> None:
    """Add the filter `first_sentence`."""
    from zhuoyue_example.steps import first_sentence

    environment.filters["first_sentence"] = first_sentence


@hookimpl
def assessment_finished(assessment: Assessment, path: Path) -> None:
    """Leave `next-steps.json` beside the assessment."""
    from zhuoyue_example.steps import write

    write(assessment, path.with_name("next-steps.json"))
