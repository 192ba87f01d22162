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
from zhuoyue.criteria_file import read_criteria
from zhuoyue.discovery import Found
from zhuoyue.errors import ConfigError, Fault, InputError, UserError, did_you_mean
from zhuoyue.model.collector import Collector, Source, inside
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import SchemeData
from zhuoyue.overlay import overlaid
from zhuoyue.plugins import Plugins
from zhuoyue.tailoring import tailored
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
    schemes: dict[str, Scheme]
    """Schemes by name, that of the criteria first."""
    sources: tuple[ConfiguredSource, ...]
    settings: dict[str, BaseModel]

    @property
    def scheme(self) -> Scheme:
        """The scheme that the criteria name; items may have others."""
        return self.schemes[self.criteria.scheme]

    @property
    def scheme_data(self) -> dict[str, SchemeData]:
        """What a reader needs to know of the schemes, by name."""
        return {name: scheme.data for name, scheme in self.schemes.items()}

    def scheme_of(self, item: Item) -> Scheme:
        """Return the scheme that scores `item`."""
        return self.schemes[item.scheme]

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
    own = _own_criteria(draft, plugins, faults)
    criteria = _criteria(draft, plugins, own, faults)
    schemes = _schemes(draft, plugins, own, criteria, faults) if criteria else None
    if criteria:
        faults.extend(_item_faults(draft, criteria))
    faults.extend(_unknown_suggesters(draft, plugins))
    if faults or draft.config is None or criteria is None or schemes is None:
        raise ConfigError(*faults)
    return Project(draft.root, draft.file, draft.config, plugins, criteria, schemes, sources, settings)


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


@dataclass(frozen=True)
class OwnCriteria:
    """Models and schemes of the project's own files."""

    criteria: dict[str, Criteria]
    schemes: dict[str, Scheme]
    failed: bool = False
    """Whether a file could not be read."""


def _own_criteria(draft: Draft, plugins: Plugins, faults: list[Fault]) -> OwnCriteria:
    """Read `[criteria] files`."""
    registered = {name: one for name, (one, _) in plugins.schemes.items()}
    criteria: dict[str, Criteria] = {}
    schemes: dict[str, Scheme] = {}
    failed = False
    for index, name in enumerate(draft.config.criteria.files if draft.config else ()):
        where = draft.file.where(("criteria", "files", index))
        try:
            read = read_criteria(inside(draft.root, name), name, registered)
        except InputError as error:
            faults.extend(fault if fault.where else Fault(fault.en, fault.zh, where) for fault in error.faults)
            failed = True
            continue
        if read.criteria.id in plugins.criteria or read.criteria.id in criteria:
            known = read.criteria.id
            faults.append(Fault(f"there is a model {known!r} already", f"已有准则 {known!r}", where))
        criteria[read.criteria.id] = read.criteria
        schemes |= read.schemes
    return OwnCriteria(criteria, schemes, failed)


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


def _criteria(draft: Draft, plugins: Plugins, own: OwnCriteria, faults: list[Fault]) -> Criteria | None:
    if draft.config is None:
        return None
    wanted = draft.config.assessment.criteria
    known = own.criteria | {name: one for name, (one, _) in plugins.criteria.items()}
    if wanted in known:
        chosen = tailored(known[wanted], draft.config, draft.file, faults)
        return overlaid(chosen, draft.root, draft.config, draft.file, faults)
    if own.failed:  # the faults of the file that may hold it are told already
        return None
    en, zh = did_you_mean(wanted, known)
    extra_en, extra_zh = _broken(plugins)
    where = draft.file.where(("assessment", "criteria"))
    faults.append(Fault(f"no criteria {wanted!r}{en}{extra_en}", f"没有准则 {wanted!r}{zh}{extra_zh}", where))
    return None


def _schemes(
    draft: Draft, plugins: Plugins, own: OwnCriteria, criteria: Criteria, faults: list[Fault]
) -> dict[str, Scheme] | None:
    """Return the schemes that score the criteria, by name."""
    known = own.schemes | {name: one for name, (one, _) in plugins.schemes.items()}
    missing = [name for name in criteria.schemes if name not in known]
    for name in missing:
        en, zh = did_you_mean(name, known)
        extra_en, extra_zh = _broken(plugins)
        faults.append(
            Fault(
                f"{criteria.id} is scored by {name!r}, which no plugin brings{en}{extra_en}",
                f"{criteria.id} 采用评分方案 {name!r}，但没有插件提供它{zh}{extra_zh}",
                _wanting(draft, name),
            )
        )
    return None if missing else {name: known[name] for name in criteria.schemes}


def _wanting(draft: Draft, scheme: str) -> str:
    """Return where the project itself asks for a scheme; nothing if the model does."""
    if draft.config is None:
        return ""
    if draft.config.assessment.scheme == scheme:
        return draft.file.where(("assessment", "scheme"))
    for table in ("changes", "additions"):
        for index, one in enumerate(getattr(draft.config.tailoring, table)):
            if one.scheme == scheme:
                return draft.file.where(("tailoring", table, index, "scheme"))
    return ""


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
