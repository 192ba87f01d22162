"""Runs collectors: cache by content hash, progress, fault isolation."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhuoyue import isolation
from zhuoyue.atomic import write_text
from zhuoyue.discovery import Found, load
from zhuoyue.errors import Fault, UserError, describe
from zhuoyue.hashing import Hashes, own_code
from zhuoyue.model.assessment import InputFile
from zhuoyue.model.collector import Collected
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.text import Text
from zhuoyue.project import ConfiguredSource, Project, secret

Progress = Callable[[str, int, int], None]
"""Called with what was just finished, how many are done, and how many there are."""

CACHE = ".zhuoyue/cache"
"""Folder of the project that can be deleted at any time."""


@dataclass(frozen=True)
class Harvest:
    """What all sources gave."""

    collected: tuple[tuple[ConfiguredSource, Collected], ...]
    problems: tuple[Problem, ...]
    inputs: tuple[InputFile, ...]
    confidential: frozenset[str]
    """Paths of inputs that only sources above the published tier read."""


@dataclass(frozen=True)
class _Job:
    configured: ConfiguredSource
    files: tuple[Path, ...] | None
    key: str | None


def collect(project: Project, *, use_cache: bool = True, progress: Progress | None = None) -> Harvest:
    """Read every source; what cannot be read becomes a problem, and the others are read all the same."""
    folder = project.root / CACHE
    hashes = Hashes(folder / "hashes.json" if use_cache else None)
    jobs, problems = _prepare(project, hashes)
    results = _cached(jobs, folder) if use_cache else {}
    total = len(project.sources)
    done = len(results) + len(problems)
    if progress and done:
        progress("", done, total)
    tasks = [_task(project, job, hashes) for job in jobs if job.configured.table.name not in results]
    by_name = {job.configured.table.name: job for job in jobs}
    for outcome in isolation.run(tasks, project.config.collect.workers):
        job = by_name[outcome.key]
        if outcome.error is not None:
            problems[outcome.key] = _failure(job.configured, outcome.error, project)
        elif outcome.value is not None:
            results[outcome.key] = Collected.model_validate_json(outcome.value)
            if use_cache and job.key:
                write_text(folder / "collect" / f"{job.key}.json", outcome.value)
        done += 1
        if progress:
            progress(outcome.key, done, total)
    if use_cache:
        hashes.save()
    ordered = tuple((one, results[one.table.name]) for one in project.sources if one.table.name in results)
    return Harvest(
        ordered,
        tuple(_stamped(project, problems, results)),
        _inputs(jobs, hashes, project.root),
        _confidential(project, jobs),
    )


def _stamped(
    project: Project, failures: Mapping[str, Sequence[Problem]], results: Mapping[str, Collected]
) -> Iterator[Problem]:
    """Yield all problems in the order of the config, each with its source and at least the source's tier."""
    for configured in project.sources:
        name, tier = configured.table.name, configured.table.visibility
        found = results[name].problems if name in results else ()
        for problem in (*failures.get(name, ()), *found):
            visibility = problem.visibility if tier.shows(problem.visibility) is False else tier
            yield problem.model_copy(update={"source": name, "visibility": visibility})


def _confidential(project: Project, jobs: Iterable[_Job]) -> frozenset[str]:
    """Return the inputs that only sources above the published tier read."""
    published = project.config.assessment.visibility
    paths: dict[bool, set[str]] = {True: set(), False: set()}
    for job in jobs:
        shown = published.shows(job.configured.table.visibility)
        paths[shown].update(_relative(file, project.root) for file in job.files or ())
    return frozenset(paths[False] - paths[True])


def _prepare(project: Project, hashes: Hashes) -> tuple[list[_Job], dict[str, list[Problem]]]:
    """Ask each collector for its files, and compute the key under which its result is kept."""
    jobs: list[_Job] = []
    problems: dict[str, list[Problem]] = {}
    for configured in project.sources:
        try:
            source = project.source(configured)
            files = configured.collector().inputs(source)
            listed = None if files is None else tuple(sorted(set(files)))
            key = None if listed is None else _key(project, configured, listed, hashes)
            jobs.append(_Job(configured, listed, key))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            problems[configured.table.name] = _failure(configured, error, project)
    return jobs, problems


def _key(project: Project, configured: ConfiguredSource, files: Iterable[Path], hashes: Hashes) -> str:
    """Hash everything the result depends on: inputs, settings, period, criteria, plugin version."""
    assessment = project.config.assessment
    parts = [
        own_code(),
        configured.plugin.name,
        configured.plugin.code,
        configured.collector.name,
        configured.table.model_dump_json(),
        assessment.period.model_dump_json(),
        assessment.as_of.isoformat(),
        project.instant.isoformat(),
        project.criteria.model_dump_json(),
        *(f"{_relative(file, project.root)}={hashes.of(file)}" for file in files),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]


def _cached(jobs: Sequence[_Job], folder: Path) -> dict[str, Collected]:
    results: dict[str, Collected] = {}
    for job in jobs:
        path = folder / "collect" / f"{job.key}.json"
        if job.key and path.is_file():
            try:
                results[job.configured.table.name] = Collected.model_validate_json(path.read_bytes())
            except ValueError:  # damaged; read the source again
                path.unlink()
    return results


def _task(project: Project, job: _Job, hashes: Hashes) -> isolation.Task[str]:
    configured = job.configured
    known = {file.resolve(): hashes.of(file) for file in job.files or ()}
    source = dataclasses.replace(project.source(configured), hashes=known)
    # The plugin must be loaded before its classes can be unpickled, so the source travels as bytes.
    payload = pickle.dumps((configured.collector, source))
    timeout = configured.table.timeout or project.config.collect.timeout
    return isolation.Task(
        configured.table.name, read, (configured.plugin, payload), timeout, configured.collector.isolated
    )


def read(plugin: Found, payload: bytes) -> str:
    """Run one collector and return its result as JSON. Runs in a worker process."""
    load(plugin)
    collector, source = pickle.loads(payload)  # noqa: S301  made by this very run, see _task
    result = collector().collect(source)
    if not isinstance(result, Collected):
        raise TypeError(f"collect returned {type(result).__name__}; expected Collected")
    return result.model_dump_json()


def _failure(configured: ConfiguredSource, error: BaseException, project: Project) -> list[Problem]:
    """Turn what a collector did into problems that name the source, without secrets."""
    table = configured.table
    seconds = table.timeout or project.config.collect.timeout
    if isinstance(error, UserError):
        return [_problem("source-invalid", configured, fault.en, fault.zh, fault.where) for fault in error.faults]
    if isinstance(error, TimeoutError):
        en = f"stopped after {seconds:g} s without an answer; raise `timeout` of the source if it needs longer"
        zh = f"超过 {seconds:g} 秒没有结果，已停止；如确需更长时间，请调大该来源的 timeout"
        return [_problem("collector-timeout", configured, en, zh)]
    if isinstance(error, isolation.CrashError):
        en, zh = f"its process ended unexpectedly ({error})", f"其进程意外终止（{error}）"
        return [_problem("collector-crash", configured, en, zh)]
    message = str(error) if isinstance(error, isolation.TaskError) else describe(error)
    return [_problem("collector-failed", configured, f"failed: {message}", f"出错：{message}")]


def _problem(code: str, configured: ConfiguredSource, en: str, zh: str, where: str = "") -> Problem:
    name = configured.table.name
    return Problem(
        code=code,
        severity=Severity.ERROR,
        text=Text(en=scrub(f"source {name!r}: {en}", configured), zh=scrub(f"来源 {name!r}：{zh}", configured)),
        where=where or configured.where,
        plugin=configured.plugin.name,
        source=name,
    )


def scrub(message: str, configured: ConfiguredSource) -> str:
    """Blot out every secret of the source that a driver may have put into its message."""
    for value in _strings(configured.table.model_extra or {}):
        if value.startswith("env:"):
            try:
                message = message.replace(secret(value), "***")
            except UserError:
                continue
    return message


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _inputs(jobs: Iterable[_Job], hashes: Hashes, root: Path) -> tuple[InputFile, ...]:
    files = {file for job in jobs for file in job.files or ()}
    return tuple(
        InputFile(path=_relative(file, root), sha256=hashes.of(file), size=file.stat().st_size)
        for file in sorted(files)
    )


def _relative(path: Path, root: Path) -> str:
    return path.resolve().relative_to(root.resolve()).as_posix()


def as_fault(problem: Problem) -> Fault:
    """Return a recorded problem in the form the command line prints."""
    return Fault(problem.text.get("en"), problem.text.get("zh"), problem.where)
