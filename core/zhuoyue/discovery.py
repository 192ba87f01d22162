"""Finding and loading plugins: what exists somewhere, and how it is imported. Nothing here calls a hook."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from zhuoyue.config import PluginsTable
from zhuoyue.errors import ConfigError, Fault, PluginError, describe, did_you_mean
from zhuoyue.hashing import code_hash
from zhuoyue.hookspecs import NAMESPACE
from zhuoyue.model.assessment import PluginInfo
from zhuoyue.model.collector import inside


@dataclass(frozen=True)
class Found:
    """A plugin that exists somewhere; nothing of it has run."""

    name: str
    origin: str
    """Distribution name, or path relative to the project for a local plugin."""
    version: str
    """Version of the distribution; for a local plugin the beginning of its content hash."""
    target: str
    """Module of an entry point, or absolute path of a local plugin."""
    local: bool = False

    @cached_property
    def code(self) -> str:
        """Hash of its code and data: part of every cache key, so that an edited plugin is asked again."""
        return code_hash(self.home)

    @cached_property
    def home(self) -> Path:
        """Its file, or the folder of its package; nothing is imported to find it."""
        return _home(self)

    @property
    def info(self) -> PluginInfo:
        """What the assessment records of it."""
        return PluginInfo(name=self.name, version=self.version, origin=self.origin)


def find(table: PluginsTable, root: Path) -> tuple[Found, ...]:
    """Return every installed and every local plugin, by name. `ZHUOYUE_LOAD_PLUGINS=a,b` limits the installed.

    Raises:
        ConfigError: a local plugin does not exist, or two plugins have one name.
    """
    found = [*_installed(os.environ.get("ZHUOYUE_LOAD_PLUGINS")), *_local(table.local, root)]
    by_name: dict[str, Found] = {}
    faults = []
    for plugin in found:
        other = by_name.setdefault(plugin.name, plugin)
        if other is not plugin:
            faults.append(
                Fault(
                    f"two plugins are called {plugin.name!r}: {other.origin} and {plugin.origin}",
                    f"两个插件同名 {plugin.name!r}：{other.origin} 与 {plugin.origin}",
                    "plugins.local",
                )
            )
    if faults:
        raise ConfigError(*faults)
    return tuple(by_name[name] for name in sorted(by_name))


def _installed(limit: str | None) -> Iterator[Found]:
    wanted = None if limit is None else {name.strip() for name in limit.split(",")}
    for entry in entry_points(group=NAMESPACE):
        if wanted is not None and entry.name not in wanted:
            continue
        distribution = entry.dist
        yield Found(
            entry.name,
            distribution.name if distribution else "?",
            distribution.version if distribution else "?",
            entry.value,
        )


def _local(paths: Iterable[str], root: Path) -> Iterator[Found]:
    for relative in paths:
        path = inside(root, relative)
        module = path / "__init__.py" if path.is_dir() else path
        if not module.is_file():
            near = [file.relative_to(root).as_posix() for file in root.glob("**/*.py")][:50]
            en, zh = did_you_mean(relative, near)
            raise ConfigError(Fault(f"no plugin at {relative}{en}", f"{relative} 处没有插件{zh}", "plugins.local"))
        yield Found(path.stem, relative, f"sha256:{code_hash(path)}", str(path), local=True)


def _home(found: Found) -> Path:
    """Return the file of a plugin that is one module, else the folder of its distribution's package.

    Our own plugins share one package and do not import each other: the folder of each is enough.
    """
    if found.local:
        return Path(found.target)
    module = found.target.split(":")[0]
    top = module if module.startswith("zhuoyue_plugins.") else module.split(".")[0]
    spec = importlib.util.find_spec(top)
    origin = Path(spec.origin) if spec and spec.origin else Path(__file__)
    return origin.parent if origin.name == "__init__.py" else origin


def load(found: Found) -> ModuleType:
    """Import a plugin.

    Raises:
        PluginError: the import failed, with the line of the plugin where it did.
    """
    try:
        return _load_path(found) if found.local else importlib.import_module(found.target)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise PluginError(found.name, f"cannot be loaded: {describe(error, found.home)}") from error


def _load_path(found: Found) -> ModuleType:
    path = Path(found.target)
    name = "zhuoyue_local_" + "".join(char if char.isalnum() else "_" for char in found.name)
    location = path / "__init__.py" if path.is_dir() else path
    spec = importlib.util.spec_from_file_location(
        name, location, submodule_search_locations=[str(path)] if path.is_dir() else None
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{found.origin} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    # A local plugin lives in the organisation's project: leave no __pycache__ behind there.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module
