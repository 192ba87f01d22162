"""Runs plugins' work in processes of its own: a hang, a crash or an exit costs one task, not the run."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from zhuoyue.errors import UserError, describe

T = TypeVar("T")


@dataclass(frozen=True)
class Task(Generic[T]):
    """A module-level function, its picklable arguments, and how long it may take."""

    key: str
    function: Callable[..., T]
    arguments: tuple[Any, ...]
    timeout: float
    isolated: bool = True


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What became of a task: a value, or the error (`TimeoutError`, `CrashError`, `TaskError` or a `UserError`)."""

    key: str
    value: T | None
    error: BaseException | None


class CrashError(Exception):
    """The process died: killed, exited or crashed in native code."""


class TaskError(Exception):
    """The function raised; the message says what and where, since a traceback does not cross processes."""


def run(tasks: Sequence[Task[T]], workers: int) -> Iterator[Outcome[T]]:
    """Run tasks, at most `workers` at a time, and yield each outcome as it comes.

    Tasks that say they are safe run in this process, without a time limit.
    """
    for task in tasks:
        if not task.isolated:
            yield _here(task)
    apart = [task for task in tasks if task.isolated]
    if apart:
        yield from _apart(apart, workers)


def _here(task: Task[T]) -> Outcome[T]:
    try:
        return Outcome(task.key, task.function(*task.arguments), None)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return Outcome(task.key, None, error)


def _apart(tasks: Sequence[Task[T]], workers: int) -> Iterator[Outcome[T]]:
    with _pool(min(workers, len(tasks))) as pool:
        futures = {
            pool.schedule(_guarded, args=(task.function, *task.arguments), timeout=task.timeout): task for task in tasks
        }
        for future in concurrent.futures.as_completed(futures):
            yield _outcome(futures[future].key, future)


def _guarded(function: Callable[..., T], *arguments: Any) -> T:
    """Run in the worker; let through only exceptions that survive the way back."""
    try:
        return function(*arguments)
    except UserError:
        raise
    except BaseException as error:
        raise TaskError(describe(error)) from None


@contextmanager
def _pool(workers: int) -> Iterator[Any]:
    """Open a pool; on an exception (Ctrl-C too) stop its processes at once."""
    from pebble import ProcessPool

    # Spawned, not forked: a fork would copy threads' locks, and a fork server an earlier environment.
    pool = ProcessPool(max_workers=workers, context=multiprocessing.get_context("spawn"))
    try:
        yield pool
    except BaseException:
        pool.stop()  # type: ignore[no-untyped-call]
        raise
    else:
        pool.close()  # type: ignore[no-untyped-call]
    finally:
        pool.join()


def _outcome(key: str, future: concurrent.futures.Future[T]) -> Outcome[T]:
    from pebble import ProcessExpired

    try:
        return Outcome(key, future.result(), None)
    except ProcessExpired as error:
        return Outcome(key, None, CrashError(f"exit code {error.exitcode}"))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return Outcome(key, None, error)
