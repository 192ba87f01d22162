"""The customers' pages of the example, with each exhibit away in turn: none fails."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from zhuoyue import Assessment, Page
from zhuoyue.report.edition import Edition
from zhuoyue.testing import ProjectKit

from ..conftest import CUSTOMERS


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory, copied_example: Callable[..., Path]) -> Assessment:
    root = copied_example(tmp_path_factory.mktemp("example") / "project", customers=True)
    return (
        ProjectKit(root, ("adli", "gbt19580", "holistic", "letci", *CUSTOMERS))
        .run("assess")
        .assert_success()
        .assessment
    )


def pages_of(plugin: str) -> tuple[Page, ...]:
    return tuple(importlib.import_module(f"zhuoyue_plugins.{plugin.replace('-', '_')}").register_pages())


# The templates are the same in both languages, so that each plugin is tried in one of them.
@pytest.mark.parametrize(("plugin", "language"), list(zip(CUSTOMERS, ["zh", "en"] * 3, strict=True)))
def test_pages_are_made_without_any_one_exhibit(
    assessment: Assessment, plugin: str, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    pages, own = pages_of(plugin), assessment.exhibits_of(f"{plugin}.")
    assert len(own) >= 5
    whole, *fewer = (made(assessment, away, pages, language) for away in ("", *(one.id for one in own)))
    assert whole == {page.slug for page in pages}
    assert all(some <= whole for some in fewer)
    # A page may go with the one exhibit that it is about, but most pages stay.
    assert sum(some == whole for some in fewer) >= len(fewer) - len(pages)
    assert caplog.messages == []


def made(assessment: Assessment, away: str, pages: tuple[Page, ...], language: str) -> set[str]:
    """Make the pages without an exhibit, and return the slugs of those there are; what fails is logged."""
    left = tuple(one for one in assessment.exhibits if one.id != away)
    edition = Edition(assessment.model_copy(update={"exhibits": left}), language, pages=pages)
    # Not all leaves: the rest of the report takes its time, and asks for no single exhibit.
    shown = [page for page in pages if edition._views[page.slug] is not None]
    return {edition._plugin_leaf(page).path.removesuffix(".md") for page in shown}
