"""The plugins of a project, checked, with one typed method per hook. One broken plugin never stops the others."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pluggy

from zhuoyue import hookspecs
from zhuoyue.config import PluginsTable
from zhuoyue.discovery import Found, find, load
from zhuoyue.errors import ConfigError, Fault, PluginError, UserError, describe, did_you_mean
from zhuoyue.hookspecs import NAMESPACE
from zhuoyue.model.criteria import Theme

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

HOOKS = tuple(sorted(name for name, value in vars(hookspecs).items() if hasattr(value, f"{NAMESPACE}_spec")))
"""Names of all hooks."""
_RESERVED = ("register_", "assess_", "prepare_")


@dataclass
class Loaded:
    """A found plugin and what became of it."""

    found: Found
    enabled: bool
    module: ModuleType | None = None
    hooks: tuple[str, ...] = ()
    problem: Fault | None = None

    @property
    def usable(self) -> bool:
        """Whether its hooks are called."""
        return self.enabled and self.module is not None and self.problem is None


class _Manager(pluggy.PluginManager):
    """Takes a public function whose name begins like a hook's for a hook, so `@hookimpl` may be left out.

    The same habit as pytest's: a plain function is enough, and a misspelt one is noticed.
    """

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        options = super().parse_hookimpl_opts(plugin, name)
        if options is not None or not (name.startswith(_RESERVED) or name == "assessment_finished"):
            return options
        function = getattr(plugin, name, None)
        if not inspect.isfunction(function) or function.__module__ != getattr(plugin, "__name__", None):
            return None
        return {
            "wrapper": False,
            "hookwrapper": False,
            "optionalhook": False,
            "tryfirst": False,
            "trylast": False,
            "specname": None,
        }


@dataclass
class Plugins:
    """The plugins of a project, and one typed method per hook. Calls go plugin by plugin, by name."""

    loaded: tuple[Loaded, ...]
    manager: pluggy.PluginManager = field(repr=False)

    @classmethod
    def open(cls, table: PluginsTable, root: Path) -> Plugins:
        """Find, load and check plugins.

        Raises:
            ConfigError: a name in the table is unknown, or a required plugin is missing or broken.
        """
        found = find(table, root)
        _check_names(table, found)
        manager = _manager()
        loaded = tuple(_register(manager, plugin, _enabled(plugin.name, table)) for plugin in found)
        manager.check_pending()
        broken = [one for one in loaded if one.problem and one.found.name in table.required]
        if broken:
            raise ConfigError(*(one.problem for one in broken if one.problem))
        return cls(loaded, manager)

    @classmethod
    def single(cls, found: Found) -> Plugins:
        """Load one plugin, in a worker process; raises PluginError when it cannot be used."""
        manager = _manager()
        loaded = _register(manager, found, enabled=True)
        if loaded.problem:
            raise PluginError(found.name, loaded.problem.en)
        return cls((loaded,), manager)

    @property
    def usable(self) -> Iterator[Loaded]:
        """Plugins whose hooks are called."""
        return (plugin for plugin in self.loaded if plugin.usable)

    def named(self, name: str) -> Loaded:
        """Return a plugin by name."""
        return next(plugin for plugin in self.loaded if plugin.found.name == name)

    def call(self, plugin: Loaded, hook: str, **arguments: Any) -> Any:
        """Call one hook of one plugin.

        Returns:
            What it returned; None if the plugin does not have the hook.

        Raises:
            PluginError: the plugin raised; a `UserError` passes as it is.
        """
        if hook not in plugin.hooks:
            return None
        # All the others, not only the usable: one that failed a moment ago is still registered.
        others = [one.module for one in self.loaded if one is not plugin and one.module is not None]
        caller = self.manager.subset_hook_caller(hook, others)
        try:
            results = caller(**arguments)
        except (KeyboardInterrupt, UserError):
            raise
        except BaseException as error:
            raise PluginError(plugin.found.name, f"{hook} failed: {describe(error, plugin.found.home)}") from error
        return results[0] if results else None

    @cached_property
    def criteria(self) -> dict[str, tuple[Criteria, Found]]:
        """Registered criteria by id."""
        from zhuoyue.model.criteria import Criteria

        return self._declared("register_criteria", Criteria, lambda one: one.id, "criteria")

    @cached_property
    def collectors(self) -> dict[str, tuple[type[Collector], Found]]:
        """Registered collector classes by name."""
        return self._declared("register_collectors", _collector_class, lambda one: one.name, "collector")

    @cached_property
    def schemes(self) -> dict[str, tuple[Scheme, Found]]:
        """Registered schemes by name."""
        from zhuoyue.model.scheme import Scheme

        return self._declared("register_schemes", Scheme, lambda one: one.name, "scheme")

    @cached_property
    def crosswalks(self) -> dict[str, tuple[Crosswalk, Found]]:
        """Registered crosswalks by `source>target`."""
        from zhuoyue.model.crosswalk import Crosswalk

        return self._declared("register_crosswalks", Crosswalk, lambda one: f"{one.source}>{one.target}", "crosswalk")

    @cached_property
    def rules(self) -> dict[str, tuple[Rule, Found]]:
        """Registered rules by code."""
        from zhuoyue.model.rule import Rule

        return self._declared("register_rules", Rule, lambda one: one.code, "rule")

    @cached_property
    def settings(self) -> dict[str, type[BaseModel]]:
        """Settings models by plugin name."""
        from pydantic import BaseModel

        models: dict[str, type[BaseModel]] = {}
        for plugin in self.usable:
            model = self._guarded(plugin, "register_settings")
            if model is None:
                continue
            if isinstance(model, type) and issubclass(model, BaseModel):
                models[plugin.found.name] = model
            else:
                plugin.problem = _rubbish(plugin.found, "register_settings", model, "a pydantic model class")
        return models

    def pages(self) -> list[tuple[Page, Found]]:
        """Registered pages, by plugin."""
        from zhuoyue.model.page import Page

        return list(self._declared("register_pages", Page, lambda one: one.slug, "page").values())

    def exporters(self) -> dict[str, tuple[Exporter, Found]]:
        """Registered exporters by name."""
        from zhuoyue.model.page import Exporter

        return self._declared("register_exporters", Exporter, lambda one: one.name, "exporter")

    def judges(self, theme: Theme) -> Iterator[Loaded]:
        """Plugins that judge items of a theme."""
        return (plugin for plugin in self.usable if f"assess_{theme}" in plugin.hooks)

    def assess(self, plugin: Loaded, item: Item, dossier: Dossier) -> tuple[Finding | Suggestion, ...]:
        """Let one plugin judge one item; raises PluginError when it fails or returns something else."""
        from zhuoyue.model.finding import Finding
        from zhuoyue.model.suggestion import Suggestion

        hook = f"assess_{item.theme}"
        result = self.call(plugin, hook, item=item, dossier=dossier)
        return _all(plugin.found, hook, result, (Finding, Suggestion), "findings and suggestions")

    def prepare_environment(self, environment: Environment, assessment: Assessment) -> None:
        """Let plugins add to the Jinja2 environment; raises PluginError."""
        for plugin in self.usable:
            self.call(plugin, "prepare_environment", environment=environment, assessment=assessment)

    def assessment_finished(self, assessment: Assessment, path: Path) -> list[PluginError]:
        """Tell plugins that an assessment was written; return what failed."""
        failures = []
        for plugin in self.usable:
            try:
                self.call(plugin, "assessment_finished", assessment=assessment, path=path)
            except PluginError as error:
                failures.append(error)
        return failures

    def _guarded(self, plugin: Loaded, hook: str) -> Any:
        """Call a `register_*` hook; a failure becomes the plugin's problem."""
        try:
            return self.call(plugin, hook)
        except PluginError as error:
            plugin.problem = Fault(str(error), f"插件 {error}", plugin.found.origin)
        except UserError as error:
            plugin.problem = _named(plugin.found, error)
        return None

    def _declared(self, hook: str, kind: Any, key: Callable[[Any], str], noun: str) -> dict[str, tuple[Any, Found]]:
        """Collect what plugins declare with one hook; two of one name are an error that names both."""
        declared: dict[str, tuple[Any, Found]] = {}
        for plugin in list(self.usable):
            result = self._guarded(plugin, hook)
            try:
                things = _all(plugin.found, hook, result, kind, f"{noun} declarations")
            except PluginError as error:
                plugin.problem = Fault(str(error), f"插件 {error}", plugin.found.origin)
                continue
            except UserError as error:  # raised late, by a generator
                plugin.problem = _named(plugin.found, error)
                continue
            for thing in things:
                other = declared.setdefault(key(thing), (thing, plugin.found))
                if other[0] is not thing:
                    names = f"{other[1].name} ({other[1].origin}), {plugin.found.name} ({plugin.found.origin})"
                    raise ConfigError(
                        Fault(
                            f"{noun} {key(thing)!r} is declared twice: {names}; disable one",
                            f"{noun} {key(thing)!r} 被重复声明：{names}；请停用其一",
                            "plugins.disabled",
                        )
                    )
        return declared


def _collector_class(thing: object) -> bool:
    from pydantic import BaseModel

    from zhuoyue.model.collector import Collector

    if not (isinstance(thing, type) and issubclass(thing, Collector)):
        return False
    named = bool(getattr(thing, "name", ""))
    return named and issubclass(thing.settings, BaseModel) and thing.settings is not BaseModel


def _all(found: Found, hook: str, result: Any, kind: Any, expected: str) -> tuple[Any, ...]:
    """Return `result` as a tuple of `kind` (a type, types or a predicate); raises PluginError otherwise."""
    if result is None:
        return ()
    fits: Callable[[Any], bool] = kind if inspect.isfunction(kind) else lambda thing: isinstance(thing, kind)
    if fits(result):
        return (result,)
    if isinstance(result, str | bytes | dict) or not isinstance(result, Iterable):
        raise PluginError(found.name, f"{hook} returned {_shown(result)}; expected {expected}")
    try:
        things = tuple(result)
    except (KeyboardInterrupt, UserError):
        raise
    except BaseException as error:
        raise PluginError(found.name, f"{hook} failed: {describe(error, found.home)}") from error
    for thing in things:
        if not fits(thing):
            raise PluginError(found.name, f"{hook} returned {_shown(thing)} among its results; expected {expected}")
    return things


def _named(found: Found, error: UserError) -> Fault:
    first = error.faults[0]
    return Fault(f"{found.name}: {first.en}", f"插件 {found.name}：{first.zh}", first.where or found.origin)


def _rubbish(found: Found, hook: str, result: Any, expected: str) -> Fault:
    return Fault(
        f"{found.name}: {hook} returned {_shown(result)}; expected {expected}",
        f"插件 {found.name}：{hook} 返回了 {_shown(result)}，应为 {expected}",
        found.origin,
    )


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _manager() -> pluggy.PluginManager:
    manager = _Manager(NAMESPACE)
    manager.add_hookspecs(hookspecs)
    return manager


def _enabled(name: str, table: PluginsTable) -> bool:
    return name not in table.disabled and (table.enabled is None or name in table.enabled)


def _check_names(table: PluginsTable, found: Sequence[Found]) -> None:
    known = [plugin.name for plugin in found]
    faults = []
    for key in ("enabled", "disabled", "required"):
        for name in getattr(table, key) or ():
            if name not in known:
                en, zh = did_you_mean(name, known)
                faults.append(Fault(f"no plugin {name!r}{en}", f"没有插件 {name!r}{zh}", f"plugins.{key}"))
    if faults:
        raise ConfigError(*faults)


def _register(manager: pluggy.PluginManager, found: Found, enabled: bool) -> Loaded:
    """Load a plugin and put it before pluggy; whatever is wrong with it becomes its problem."""
    loaded = Loaded(found, enabled)
    if not enabled:
        return loaded
    try:
        loaded.module = load(found)
        manager.register(loaded.module, found.name)
        callers = manager.get_hookcallers(loaded.module) or []
        loaded.hooks = tuple(sorted(caller.name for caller in callers))
        loaded.problem = _unknown_hooks(found, callers)
    except (PluginError, pluggy.PluginValidationError) as error:
        message = str(error).replace("\n", " ")
        loaded.problem = Fault(message, f"插件无法使用：{message}", found.origin)
    if loaded.problem and loaded.module and manager.is_registered(loaded.module):
        manager.unregister(loaded.module)
    return loaded


def _unknown_hooks(found: Found, callers: Sequence[pluggy.HookCaller]) -> Fault | None:
    wrong = [caller.name for caller in callers if not caller.has_spec()]
    if wrong:
        en, zh = did_you_mean(wrong[0], HOOKS)
        return Fault(
            f"{found.name}: there is no hook {wrong[0]!r}{en}",
            f"插件 {found.name}：没有名为 {wrong[0]!r} 的钩子{zh}",
            found.origin,
        )
    if not callers:
        return Fault(
            f"{found.name}: has no hook; name a function like one of {', '.join(HOOKS[:3])}, …",
            f"插件 {found.name}：没有任何钩子函数（例如 {'、'.join(HOOKS[:3])}）",
            found.origin,
        )
    return None
