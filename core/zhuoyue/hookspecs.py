"""Every hook of zhuoyue. Three shapes: declare (`register_*`), judge (`assess_*`), join in.

A plugin is a module with functions of these names, each marked with `@zhuoyue.hookimpl`. It may leave out
arguments it does not need. What a hook returns is validated; a plugin that fails is named, recorded as a
problem of the assessment, and the rest of the run goes on.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from jinja2 import Environment
    from pydantic import BaseModel

    from zhuoyue.model.assessment import Assessment
    from zhuoyue.model.collector import Collector
    from zhuoyue.model.criteria import Criteria, Item
    from zhuoyue.model.crosswalk import Crosswalk
    from zhuoyue.model.dossier import Dossier
    from zhuoyue.model.finding import Finding
    from zhuoyue.model.page import Exporter, Page
    from zhuoyue.model.rule import Rule
    from zhuoyue.model.scheme import Scheme
    from zhuoyue.model.suggestion import Suggestion

NAMESPACE = "zhuoyue"
"""Entry-point group and pluggy project name."""

hookspec = pluggy.HookspecMarker(NAMESPACE)
hookimpl = pluggy.HookimplMarker(NAMESPACE)


@hookspec
def register_criteria() -> Iterable[Criteria]:  # type: ignore[empty-body]
    """Declare criteria, one for each edition. Called once, when a project is opened.

    The config chooses one by id: `[assessment] criteria = "…"`. Two plugins with the same id are an error.

    Since 0.1.
    """


@hookspec
def register_collectors() -> Iterable[type[Collector]]:  # type: ignore[empty-body]
    """Declare collector classes. Called once, when a project is opened.

    A `[[sources]]` table chooses one by name; the core makes it, runs it in a process of its own, caches what
    it returns and records its faults. Two plugins with the same collector name are an error.

    Since 0.1.
    """


@hookspec
def register_schemes() -> Iterable[Scheme]:  # type: ignore[empty-body]
    """Declare scoring schemes. Called once, when a project is opened. The criteria choose one by name.

    Since 0.1.
    """


@hookspec
def register_crosswalks() -> Iterable[Crosswalk]:  # type: ignore[empty-body]
    """Declare how items of one criteria relate to those of another. Called once, when a project is opened.

    Codes must exist in the criteria they name. Trends over editions follow them; scores never do.

    Since 0.1.
    """


@hookspec
def register_rules() -> Iterable[Rule]:  # type: ignore[empty-body]
    """Declare rules of good examining. Called by `zhuoyue check`, which applies those that the config selects.

    Codes begin with capital letters of your own, not `ZY`, and are stable; two rules of one code are an error.

    Since 0.1.
    """


@hookspec
def register_settings() -> type[BaseModel]:  # type: ignore[empty-body]
    """Declare the pydantic model of the plugin's own TOML table, which has the plugin's name.

    Called once, when a project is opened. Use `extra="forbid"`, give every field a default and a description.
    An instance reaches the plugin as `dossier.settings`.

    Since 0.1.
    """


@hookspec
def register_pages() -> Iterable[Page]:  # type: ignore[empty-body]
    """Declare pages to add to the site. Called once for each `build`; the core renders them in each language.

    Since 0.1.
    """


@hookspec
def register_exporters() -> Iterable[Exporter]:  # type: ignore[empty-body]
    """Declare file exports. Called by `zhuoyue export`, which chooses one by name.

    Since 0.1.
    """


@hookspec
def assess_leadership(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:  # type: ignore[empty-body]
    """Judge one item of the theme leadership.

    Called once for each item of the theme, after collecting and before scoring, with the item and the facts
    that support it. Return findings and suggestions, or nothing; leave `item` and `source` of what you return
    empty, the core fills them in. Percents are 0–100 on the scheme's grid.

    Since 0.1.
    """


@hookspec
def assess_strategy(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:  # type: ignore[empty-body]
    """Judge one item of the theme strategy; as `assess_leadership`. Since 0.1."""


@hookspec
def assess_customers(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:  # type: ignore[empty-body]
    """Judge one item of the theme customers; as `assess_leadership`. Since 0.1."""


@hookspec
def assess_resources(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:  # type: ignore[empty-body]
    """Judge one item of the theme resources; as `assess_leadership`. Since 0.1."""


@hookspec
def assess_process(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:  # type: ignore[empty-body]
    """Judge one item of the theme process; as `assess_leadership`. Since 0.1."""


@hookspec
def assess_measurement(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:  # type: ignore[empty-body]
    """Judge one item of the theme measurement; as `assess_leadership`. Since 0.1."""


@hookspec
def assess_results(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:  # type: ignore[empty-body]
    """Judge one item of the theme results; as `assess_leadership`. Since 0.1."""


@hookspec
def prepare_environment(environment: Environment, assessment: Assessment) -> None:
    """Add filters, tests or globals to the Jinja2 environment. Called once for each `build` and language.

    The environment escapes everything; a filter that returns `Markup` answers for what it returns.

    Since 0.1.
    """


@hookspec
def assessment_finished(assessment: Assessment, path: Path) -> None:
    """Learn that an assessment was written to `path`. Called once for each `assess`, after the file is whole.

    Since 0.1.
    """
