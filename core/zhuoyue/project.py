"""A project opened: config checked to the last key, plugins loaded, criteria, scheme and collectors chosen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from zhuoyue.checking import checked
from zhuoyue.config import Config, Draft, PluginsTable, SourceTable, read_draft
from zhuoyue.discovery import Found
from zhuoyue.errors import ConfigError, Fault, InputError, UserError, did_you_mean
from zhuoyue.model.collector import Collector, Source
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.scheme import Scheme
from zhuoyue.plugins import Plugins
from zhuoyue.toml import TomlFile


@dataclass(frozen=True)
class ConfiguredSource:
    """A `[[sources]]` table with the collector that reads it."""

    table: SourceTable
    collector: type[Collector]
    plugin: Found
    settings: BaseModel
    where: str


@dataclass(frozen=True)
class Project:
    """Everything that is known before any record is read."""

    root: Path
    file: TomlFile
    config: Config
    plugins: Plugins
    criteria: Criteria
    scheme: Scheme
    sources: tuple[ConfiguredSource, ...]
    settings: dict[str, BaseModel]

    @property
    def instant(self) -> datetime:
        """The assessment's instant: SOURCE_DATE_EPOCH if set, else the beginning of the configured day, UTC."""
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if epoch and epoch.isdigit():
            return datetime.fromtimestamp(int(epoch), UTC)
        return datetime.combine(self.config.assessment.as_of, time(), UTC)

    def source(self, configured: ConfiguredSource) -> Source:
        """Return a configured source as its collector sees it."""
        table, assessment = configured.table, self.config.assessment
        return Source(
            name=table.name,
            settings=configured.settings,
            root=self.root,
            items=table.items,
            visibility=table.visibility,
            period=assessment.period,
            as_of=assessment.as_of,
            instant=self.instant,
            criteria=self.criteria,
            secret=secret,
        )


def secret(reference: str) -> str:
    """Return the value of the environment variable behind `env:NAME`.

    Raises:
        InputError: it is not of that form (a password in the file is not accepted), or not set.
    """
    name = reference.removeprefix("env:")
    if name == reference or not name:
        raise InputError(
            Fault(
                "a secret must not stand in the file; write env:NAME and set the variable NAME",
                "密码等机密不得写在文件中；请写 env:NAME 并设置环境变量 NAME",
            )
        )
    value = os.environ.get(name)
    if not value:
        raise InputError(Fault(f"environment variable {name} is not set", f"环境变量 {name} 未设置"))
    return value


def open_project(path: Path) -> Project:
    """Open the project at `path` (its folder or its TOML file).

    Raises:
        ConfigError, InputError: with every fault found, each with file, line and key path.
    """
    draft = read_draft(path)
    faults = list(draft.faults)
    if draft.plugins is None:
        raise ConfigError(*faults)
    plugins = _open_plugins(draft, draft.plugins, faults)
    if plugins is None:
        raise ConfigError(*faults)
    try:
        return _complete(draft, plugins, faults)
    except ConfigError as error:
        raise ConfigError(*_placed(error.faults, draft.file)) from error


def open_plugins(path: Path | None) -> Plugins:
    """Open the plugins alone: of a project if there is one at `path`, else the installed ones."""
    if path is None:
        return Plugins.open(PluginsTable(), Path.cwd())
    draft = read_draft(path)
    faults: list[Fault] = []
    plugins = _open_plugins(draft, draft.plugins or PluginsTable(), faults)
    if plugins is None:
        raise ConfigError(*faults)
    return plugins


def _open_plugins(draft: Draft, table: PluginsTable, faults: list[Fault]) -> Plugins | None:
    try:
        return Plugins.open(table, draft.root)
    except UserError as error:
        faults.extend(_placed(error.faults, draft.file))
        return None


def _placed(faults: tuple[Fault, ...], file: TomlFile) -> Iterator[Fault]:
    """Give file and line to faults that know only their key path."""
    for fault in faults:
        known = not fault.where or ":" in fault.where or "/" in fault.where
        yield fault if known else Fault(fault.en, fault.zh, file.where(tuple(fault.where.split("."))))


def _complete(draft: Draft, plugins: Plugins, faults: list[Fault]) -> Project:
    settings = _plugin_tables(draft, plugins, faults)
    sources = tuple(_sources(draft, plugins, faults))
    criteria = _criteria(draft, plugins, faults)
    scheme = _scheme(plugins, criteria, faults) if criteria else None
    if criteria:
        faults.extend(_item_faults(draft, criteria))
    faults.extend(_unknown_suggesters(draft, plugins))
    if faults or draft.config is None or criteria is None or scheme is None:
        raise ConfigError(*faults)
    return Project(draft.root, draft.file, draft.config, plugins, criteria, scheme, sources, settings)


def _plugin_tables(draft: Draft, plugins: Plugins, faults: list[Fault]) -> dict[str, BaseModel]:
    """Check each plugin's own table; a top-level table that is nobody's is a fault."""
    models = plugins.settings
    settings: dict[str, BaseModel] = {}
    for name, model in models.items():
        instance, wrong = checked(model, draft.tables.get(name, {}), draft.file, (name,))
        faults.extend(wrong)
        if instance is not None:
            settings[name] = instance
    tolerated = {plugin.found.name for plugin in plugins.loaded if not plugin.usable}
    for name in draft.tables:
        if name not in models and name not in tolerated:
            en, zh = did_you_mean(name, [*Config.model_fields, *models])
            faults.append(Fault(f"unknown table{en}", f"未知的表{zh}", draft.file.where((name,))))
    return settings


def _sources(draft: Draft, plugins: Plugins, faults: list[Fault]) -> Iterator[ConfiguredSource]:
    tables = draft.config.sources if draft.config else _readable(draft)
    collectors = plugins.collectors
    names: set[str] = set()
    for index, table in enumerate(tables):
        path = ("sources", index)
        if not table.collector:
            continue
        if table.name in names:
            faults.append(
                Fault(
                    f"two sources are called {table.name!r}",
                    f"有两个来源同名 {table.name!r}",
                    draft.file.where((*path, "name")),
                )
            )
        names.add(table.name)
        if table.collector not in collectors:
            en, zh = did_you_mean(table.collector, collectors)
            extra_en, extra_zh = _broken(plugins)
            where = draft.file.where((*path, "collector"))
            faults.append(
                Fault(
                    f"no collector {table.collector!r}{en}{extra_en}",
                    f"没有采集器 {table.collector!r}{zh}{extra_zh}",
                    where,
                )
            )
            continue
        collector, plugin = collectors[table.collector]
        instance, wrong = checked(collector.settings, dict(table.model_extra or {}), draft.file, path)
        faults.extend(wrong)
        if instance is not None:
            yield ConfiguredSource(table, collector, plugin, instance, draft.file.where(path))


def _readable(draft: Draft) -> tuple[SourceTable, ...]:
    """Return the sources of a config that is wrong elsewhere, so that their own faults come to light at once."""
    raw = draft.file.data.get("sources", [])
    tables = [checked(SourceTable, one, draft.file)[0] for one in raw] if isinstance(raw, list) else []
    # A table that cannot be read keeps its place, so that the others keep their numbers.
    return tuple(table or SourceTable(name=f"unreadable-{index}", collector="") for index, table in enumerate(tables))


def _broken(plugins: Plugins) -> tuple[str, str]:
    """Say which plugins failed, in case one of them was to bring what is missing."""
    wrong = [plugin for plugin in plugins.loaded if plugin.problem]
    if not wrong:
        return "", ""
    en = "; ".join(plugin.problem.en for plugin in wrong if plugin.problem)
    zh = "；".join(plugin.problem.zh for plugin in wrong if plugin.problem)
    return f" ({en})", f"（{zh}）"


def _criteria(draft: Draft, plugins: Plugins, faults: list[Fault]) -> Criteria | None:
    if draft.config is None:
        return None
    wanted = draft.config.assessment.criteria
    if wanted in plugins.criteria:
        return plugins.criteria[wanted][0]
    en, zh = did_you_mean(wanted, plugins.criteria)
    extra_en, extra_zh = _broken(plugins)
    where = draft.file.where(("assessment", "criteria"))
    faults.append(Fault(f"no criteria {wanted!r}{en}{extra_en}", f"没有准则 {wanted!r}{zh}{extra_zh}", where))
    return None


def _scheme(plugins: Plugins, criteria: Criteria, faults: list[Fault]) -> Scheme | None:
    if criteria.scheme in plugins.schemes:
        return plugins.schemes[criteria.scheme][0]
    en, zh = did_you_mean(criteria.scheme, plugins.schemes)
    extra_en, extra_zh = _broken(plugins)
    faults.append(
        Fault(
            f"{criteria.id} is scored by {criteria.scheme!r}, which no plugin brings{en}{extra_en}",
            f"{criteria.id} 采用评分方案 {criteria.scheme!r}，但没有插件提供它{zh}{extra_zh}",
        )
    )
    return None


def _unknown_suggesters(draft: Draft, plugins: Plugins) -> Iterator[Fault]:
    """Check the plugin names in `[scoring] suggestions_from`."""
    known = [plugin.found.name for plugin in plugins.loaded]
    for index, name in enumerate(draft.config.scoring.suggestions_from if draft.config else ()):
        if name not in known:
            en, zh = did_you_mean(name, known)
            where = draft.file.where(("scoring", "suggestions_from", index))
            yield Fault(f"no plugin {name!r}{en}", f"没有插件 {name!r}{zh}", where)


def _item_faults(draft: Draft, criteria: Criteria) -> Iterator[Fault]:
    """Check every `items = […]` in the file, the collectors' own ones included."""
    yield from _walk_items(draft.file.data.get("sources", []), ("sources",), draft.file, criteria)


def _walk_items(value: Any, path: tuple[str | int, ...], file: TomlFile, criteria: Criteria) -> Iterator[Fault]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "items" and isinstance(inner, list):
                yield from _unknown_items(inner, (*path, key), file, criteria)
            else:
                yield from _walk_items(inner, (*path, key), file, criteria)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk_items(inner, (*path, index), file, criteria)


def _unknown_items(
    codes: list[Any], path: tuple[str | int, ...], file: TomlFile, criteria: Criteria
) -> Iterator[Fault]:
    for code in codes:
        try:
            criteria.resolve(str(code))
        except InputError as error:
            fault = error.faults[0]
            yield Fault(fault.en, fault.zh, file.where(path))
