"""Building the site. The only module that knows the site engine, MkDocs with the Material theme.

The engine gets a plain contract, a folder for each language: Markdown pages, `mkdocs.yml`, assets, and overrides that
any engine with Jinja-like templates can read. Nothing that matters lives in an engine's plugin or hook.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhuoyue.config import SiteConfig
from zhuoyue.errors import ConfigError, Fault, InputError, PluginError
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.collector import inside
from zhuoyue.model.page import Page
from zhuoyue.model.projection import ModelName
from zhuoyue.site_blocks import put_aside, put_back
from zhuoyue.site_surroundings import PROJECTED, complaints, engine_environment, patient_gc, source_digest
from zhuoyue.swap import check_target, clear_stale, keep_only, read_manifest, swap, workplace, write_manifest

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

    from zhuoyue.report.edition import Prepare

CYCLES = "cycles"
"""Folder in the site for the reports of earlier cycles."""
CACHE = ".zhuoyue/cache"
"""Folder in the project for what can be made anew."""
Progress = Callable[[int, int], None]
"""Called with the pages done and the pages in all."""


@dataclass(frozen=True)
class Built:
    """What `build` did."""

    folder: Path
    """The site."""
    pages: int
    """Pages in all languages."""
    skipped: bool
    """True when the site was up to date and nothing was done."""
    warnings: tuple[str, ...] = field(default=())
    """What the engine or a plugin's page complained about."""


def build(
    assessment: Assessment,
    settings: SiteConfig,
    root: Path,
    out: Path,
    *,
    pages: Sequence[Page] = (),
    prepare: Prepare | None = None,
    progress: Progress | None = None,
    stamp: str = "",
    archive: str = "",
    models: Sequence[ModelName] = (),
) -> Built:
    """Build the site into `out`, or leave it alone if nothing has changed.

    The site is built beside `out` and takes its place once it is whole; whatever happens before leaves an earlier
    site as it was.

    Args:
        assessment: what to publish; holds nothing above its tier.
        settings: the `[site]` table.
        root: the project folder, which the paths in `settings` are relative to.
        out: the folder of the site; must be new, empty or an earlier site.
        pages: pages of plugins.
        prepare: called with the Jinja2 environment of each language.
        progress: called as pages are done.
        stamp: whatever else the pages depend on: the plugins' code.
        archive: hash of the filed assessment, if this is the report of an earlier cycle, in `cycles/<name>/` of the
            present one's site. Its pages say so, and once built it stays as it was published as long as this hash does,
            whatever we or the look of the site become.
        models: the models of a site that reports in several, the one that was assessed first. Its report is the site,
            those of the others lie in folders of their ids; all of them link to each other.

    Raises:
        ConfigError: `out` holds something else, or a file named in `settings` is missing; or `out` holds a file that
            is not ours and whose name a new file would have.
        PluginError: the engine failed.
        OSError: the disk is full or a folder cannot be written.
    """
    check_target(out, root)
    clear_stale(out)
    _check_files(settings, root)
    digest = f"archive {archive}" if archive else source_digest(assessment, settings, root, pages, stamp, models)
    manifest = read_manifest(out)
    if manifest and manifest.digest == digest and manifest.whole(out):
        return Built(out, manifest.pages, skipped=True)
    from zhuoyue.site_source import write_source

    with workplace(out) as work, complaints() as heard, patient_gc():
        source, site = work / "source", work / "site"
        counts = write_source(
            assessment, settings, root, source, pages=pages, prepare=prepare, archive=bool(archive), models=models
        )
        total = sum(counts.values())
        with engine_environment(assessment):
            _run_engine(source, site, root, assessment.languages, _counter(total, progress))
        _write_chooser(assessment, settings, site)
        write_manifest(site, digest, total)
        swap(site, out, work)
    return Built(out, total, skipped=False, warnings=tuple(heard))


def clear_archives(out: Path, wanted: Collection[str]) -> None:
    """Remove the reports of earlier cycles that are not to be published any more; what others put there stays.

    It comes before anything is built, so that a site of a lower tier never carries the report of a higher one.

    Args:
        out: the folder of the site.
        wanted: names of the cycles whose reports stay or are about to be built.
    """
    clear_stale(out)  # the reports may lie in what a killed run left
    keep_only(out / CYCLES, wanted)


def clear_models(out: Path, wanted: Collection[str]) -> None:
    """Remove the reports in other models whose ids are not among the wanted ones; what others put there stays."""
    clear_stale(out)
    keep_only(out, wanted, PROJECTED)


def _counter(total: int, progress: Progress | None) -> Callable[[], None]:
    """Return what to call for each page that is done."""
    numbers = count(1)

    def done() -> None:
        number = next(numbers)
        if progress is not None:
            progress(number, total)

    return done


def _run_engine(source: Path, site: Path, root: Path, languages: Iterable[str], done: Callable[[], None]) -> None:
    """Build each language with MkDocs, in this process: its imports, templates and dictionary serve all of them."""
    languages = tuple(languages)
    _prepare_words(root / CACHE, source / languages[0] / "words.txt")
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from zhuoyue.report.environment import Compiled

    compiled = Compiled()

    def page_done(output: str, **_: Any) -> str:
        done()
        return output

    for language in languages:
        try:
            config = load_config(str(source / language / "mkdocs.yml"), site_dir=str(site / language))
            config.plugins["material/search"].config["jieba_dict_user"] = None  # loaded once, above
            environment = _lean(config.theme.get_env(), compiled)
            config.theme.get_env = partial(_same, environment)  # type: ignore[method-assign]
            _spare_blocks(config.plugins.events)
            config.plugins.events["post_page"].append(page_done)
            mkdocs_build(config)
        except MkDocsException as error:  # some of them are a SystemExit, which would end the program in silence
            raise PluginError("mkdocs", str(error)) from error
        if not config.site_url:
            _without_sitemap(site / language)


def _spare_blocks(events: Any) -> None:
    """Put HTML blocks aside while Markdown is converted: half of that work is parsing what stays as it is."""
    aside: dict[str, list[str]] = {}

    def before(markdown: str, page: Any, **_: Any) -> str:
        text, aside[page.file.src_uri] = put_aside(markdown)
        return text

    def after(html: str, page: Any, **_: Any) -> str:
        return put_back(html, aside.pop(page.file.src_uri))

    events["page_markdown"].append(before)
    events["page_content"].append(after)


def _same(environment: Environment) -> Environment:
    return environment


def _lean(environment: Environment, compiled: BytecodeCache) -> Environment:
    """Share compiled templates between languages, and keep the engine from looking through thousands of icons.

    To find a theme's assets it lists every template and then drops what lies in hidden folders; the icons do.
    """
    loader: Any = environment.loader

    def visible() -> list[str]:
        found: set[str] = set()
        for top in map(Path, loader.searchpath):
            for folder, nested, names in os.walk(top):
                nested[:] = [name for name in nested if not name.startswith(".")]
                found.update((Path(folder) / name).relative_to(top).as_posix() for name in names)
        return sorted(found)

    loader.list_templates = visible
    environment.bytecode_cache = compiled
    return environment


def _without_sitemap(site: Path) -> None:
    """Remove the sitemap, which says nothing as long as nobody knows the site's address."""
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)


def _prepare_words(cache: Path, own: Path) -> None:
    """Have jieba, which finds words in Chinese sentences, learn our own, keep its cache in the project, be quiet.

    By default it loads its cache from the machine's shared temporary folder, where anybody could have put it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its syntax and imports are older than the Python we run on
        import jieba

    jieba.setLogLevel(logging.ERROR)
    cache.mkdir(parents=True, exist_ok=True)
    jieba.dt.tmp_dir = str(cache)
    with own.open("rb") as stream:  # given a path, it would leave the file open
        jieba.load_userdict(stream)


def _write_chooser(assessment: Assessment, settings: SiteConfig, site: Path) -> None:
    """Write the root page: it leads to the default language, and offers the others."""
    from jinja2 import Environment

    from zhuoyue.report import template
    from zhuoyue.report.colour import palette

    environment = Environment(loader=template.loader(), autoescape=True)
    text = environment.get_template("chooser.html.j2").render(
        languages=assessment.languages,
        title=assessment.organisation.name.get(assessment.languages[0]),
        colour=palette(settings.colour).light,
    )
    (site / "index.html").write_text(text, encoding="utf-8", newline="\n")


def _check_files(settings: SiteConfig, root: Path) -> None:
    """Raise ConfigError for files named in the settings that are not there, or not in the project."""
    faults: list[Fault] = []
    named = [("logo", name) for name in _optional(settings.logo)]
    named += [("styles", name) for name in settings.styles]
    named += [("templates", name) for name in _optional(settings.templates)]
    for key, name in named:
        try:
            faults.extend(_faults(inside(root, name), key == "templates", f"site.{key}: {name}"))
        except InputError as error:
            faults.extend(Fault(one.en, one.zh, f"site.{key}") for one in error.faults)
    if faults:
        raise ConfigError(*faults)


def _faults(path: Path, folder: bool, where: str) -> Iterator[Fault]:
    """Yield what is wrong with a path that should be a file, or a folder."""
    kind, kind_zh = ("folder", "文件夹") if folder else ("file", "文件")
    if not path.exists():
        yield Fault(f"no such {kind}", f"{kind_zh}不存在", where)
    elif path.is_dir() != folder:
        other, other_zh = ("file", "文件") if folder else ("folder", "文件夹")
        yield Fault(f"is a {other}; expected a {kind}", f"是{other_zh}，应为{kind_zh}", where)


def _optional(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()
