"""Lets plugins judge items: one isolated task a plugin, its faults recorded item by item, results cached."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from zhuoyue import isolation
from zhuoyue.atomic import write_text
from zhuoyue.collect import CACHE, Progress
from zhuoyue.discovery import Found
from zhuoyue.errors import PluginError, UserError, describe
from zhuoyue.hashing import own_code
from zhuoyue.model.assessment import Span
from zhuoyue.model.base import Model
from zhuoyue.model.criteria import Item
from zhuoyue.model.dossier import Dossier
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.exhibit import Exhibit
from zhuoyue.model.finding import Finding
from zhuoyue.model.measure import Measure
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.scheme_data import SchemeData
from zhuoyue.model.suggestion import Suggestion
from zhuoyue.model.text import Text
from zhuoyue.plugins import Loaded, Plugins
from zhuoyue.project import Project


class Facts(Model):
    """What there is to judge from; item references are full ids."""

    items: tuple[Item, ...]
    evidence: tuple[Evidence, ...]
    measures: tuple[Measure, ...]
    exhibits: tuple[Exhibit, ...]
    narratives: tuple[Narrative, ...]
    schemes: Mapping[str, SchemeData]
    period: Span
    as_of: date
    withheld: tuple[str, ...] = ()
    """Items of whose facts some are above the tier and left out."""

    def dossier(self, item: Item, settings: BaseModel | None) -> Dossier:
        """Return what supports one item."""
        return Dossier(
            evidence=tuple(one for one in self.evidence if item.id in one.items),
            measures=tuple(one for one in self.measures if item.id in one.items),
            narratives=tuple(one for one in self.narratives if one.code == item.id),
            scheme=self.schemes[item.scheme],
            period=self.period,
            as_of=self.as_of,
            known_measures=frozenset(one.id for one in self.measures),
            withheld=item.id in self.withheld,
            exhibits=tuple(one for one in self.exhibits if item.id in one.items),
            settings=settings,
        )


class Verdicts(Model):
    """What one plugin said about one item, or how it failed."""

    item: str
    findings: tuple[Finding, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Judgement:
    """What all plugins said."""

    verdicts: tuple[Verdicts, ...]
    problems: tuple[Problem, ...]

    def findings(self, item: Item) -> tuple[Finding, ...]:
        """Return the plugins' findings on an item."""
        return tuple(one for verdict in self.verdicts if verdict.item == item.id for one in verdict.findings)

    def suggestions(self, item: Item) -> tuple[Suggestion, ...]:
        """Return the plugins' suggestions for an item."""
        return tuple(one for verdict in self.verdicts if verdict.item == item.id for one in verdict.suggestions)

    def failed(self, item: Item) -> bool:
        """Tell whether a plugin that should have judged the item failed."""
        return any(problem.item == item.id for problem in self.problems)


_VERDICTS = TypeAdapter(tuple[Verdicts, ...])


def judge(project: Project, facts: Facts, *, use_cache: bool = True, progress: Progress | None = None) -> Judgement:
    """Ask every plugin about every item of the themes it judges."""
    text = facts.model_dump_json()
    folder = project.root / CACHE / "judge"
    answers: dict[str, str] = {}
    tasks: list[isolation.Task[str]] = []
    keys: dict[str, str] = {}
    judges = list(_judges(project.plugins, facts.items))
    for plugin in judges:
        name = plugin.found.name
        settings = project.settings.get(name)
        keys[name] = _key(plugin.found, settings, text)
        path = folder / f"{keys[name]}.json"
        remembered = _remembered(path) if use_cache else None
        if remembered is not None:
            answers[name] = remembered
        else:
            # The plugin must be loaded before its settings class can be unpickled.
            arguments = (plugin.found, text, pickle.dumps(settings))
            tasks.append(isolation.Task(name, ask, arguments, project.config.collect.timeout))
    lost: dict[str, list[Problem]] = {}
    for done, outcome in enumerate(isolation.run(tasks, project.config.collect.workers), 1):
        if progress:
            progress(outcome.key, done, len(tasks))
        if outcome.value is None:
            lost[outcome.key] = list(_lost(project, outcome.key, outcome.error, facts.items))
            continue
        answers[outcome.key] = outcome.value
        if use_cache:
            write_text(folder / f"{keys[outcome.key]}.json", outcome.value)
    problems = [problem for name in sorted(lost) for problem in lost[name]]
    verdicts = tuple(
        verdict
        for plugin in judges
        if plugin.found.name in answers
        for verdict in _read(answers[plugin.found.name], plugin.found, problems, folder / keys[plugin.found.name])
    )
    return Judgement(verdicts, tuple(problems))


def _remembered(path: Path) -> str | None:
    """Return a cached answer, or None if there is none or it is damaged."""
    if not path.is_file():
        return None
    try:
        text = path.read_text("utf-8")
        _VERDICTS.validate_json(text)
    except ValueError:
        path.unlink()
        return None
    return text


def _judges(plugins: Plugins, items: Iterable[Item]) -> Iterator[Loaded]:
    themes = {item.theme for item in items}
    for plugin in plugins.usable:
        if any(f"assess_{theme}" in plugin.hooks for theme in themes):
            yield plugin


def _key(found: Found, settings: BaseModel | None, facts: str) -> str:
    own = settings.model_dump_json() if settings else ""
    parts = "\0".join((own_code(), found.name, found.code, own, facts))
    return hashlib.sha256(parts.encode()).hexdigest()[:40]


def ask(found: Found, facts_json: str, settings_pickle: bytes) -> str:
    """Let one plugin judge all items; return `Verdicts` as JSON. Runs in a worker process."""
    plugins = Plugins.single(found)
    facts = Facts.model_validate_json(facts_json)
    settings = pickle.loads(settings_pickle)  # noqa: S301  made by this very run, see judge
    (plugin,) = plugins.usable
    verdicts = [
        _ask(plugins, plugin, item, facts.dossier(item, settings))
        for item in facts.items
        if f"assess_{item.theme}" in plugin.hooks
    ]
    return _VERDICTS.dump_json(tuple(verdicts)).decode()


def _ask(plugins: Plugins, plugin: Loaded, item: Item, dossier: Dossier) -> Verdicts:
    name = plugin.found.name
    try:
        results = plugins.assess(plugin, item, dossier)
    except PluginError as error:
        return Verdicts(item=item.id, error=error.message)
    except UserError as error:
        return Verdicts(item=item.id, error=str(error))
    stamp = {"item": item.id, "source": name}
    return Verdicts(
        item=item.id,
        findings=tuple(one.model_copy(update=stamp) for one in results if isinstance(one, Finding)),
        suggestions=tuple(one.model_copy(update=stamp) for one in results if isinstance(one, Suggestion)),
    )


def _read(text: str, found: Found, problems: list[Problem], path: Path) -> Iterator[Verdicts]:
    """Yield a plugin's verdicts; those that failed become problems."""
    for verdict in _VERDICTS.validate_json(text):
        if not verdict.error:
            yield verdict
            continue
        path.with_suffix(".json").unlink(missing_ok=True)  # a failure is not worth remembering
        problems.append(_problem("judge-failed", found.name, verdict.item, verdict.error, verdict.error))


def _lost(project: Project, name: str, error: BaseException | None, items: Iterable[Item]) -> Iterator[Problem]:
    """Yield a problem for each item that a plugin should have judged before it was lost."""
    plugin = project.plugins.named(name)
    seconds = project.config.collect.timeout
    if isinstance(error, TimeoutError):
        en = f"stopped after {seconds:g} s without an answer"
        zh = f"超过 {seconds:g} 秒没有结果，已停止"
    elif isinstance(error, isolation.CrashError):
        en, zh = f"its process ended unexpectedly ({error})", f"其进程意外终止（{error}）"
    else:
        en = zh = str(error) if isinstance(error, isolation.TaskError | UserError) else describe(error or Exception())
    for item in items:
        if f"assess_{item.theme}" in plugin.hooks:
            yield _problem("judge-lost", name, item.id, en, zh)


def _problem(code: str, plugin: str, item: str, en: str, zh: str) -> Problem:
    return Problem(
        code=code,
        severity=Severity.ERROR,
        text=Text(en=f"plugin {plugin!r} could not judge {item}: {en}", zh=f"插件 {plugin!r} 未能评价 {item}：{zh}"),
        plugin=plugin,
        item=item,
    )
