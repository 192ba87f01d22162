"""What several tests share."""

from __future__ import annotations

import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/huadong-precision"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the language, time stamp or plugin selection of whoever runs it."""
    for name in ("ZHUOYUE_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH", "ZHUOYUE_LOAD_PLUGINS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def _heeded_ctrl_c() -> None:
    """Undo what a shell does to a job in the background: it has all its children ignore Ctrl-C."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URI of a real PostgreSQL server, from a wheel.

    Its folder is not pytest's: the server runs as another user, and every pytest run closes its folder to others.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pgserver asks platformdirs for a folder that a container may lack
        import pgserver

        with tempfile.TemporaryDirectory(prefix="zhuoyue-pg-", ignore_cleanup_errors=True) as folder:
            server = pgserver.get_server(folder)
            yield server.get_uri()
            server.cleanup()


@pytest.fixture(scope="session")
def copied_example() -> Callable[[Path], Path]:
    """Return what copies the example organisation to a new folder, without what earlier runs have left in it."""

    def left(folder: str, names: list[str]) -> set[str]:
        return {"assessment.json", "site", ".zhuoyue"} & set(names) if Path(folder) == EXAMPLE else set()

    return lambda target: Path(shutil.copytree(EXAMPLE, target, ignore=left))
