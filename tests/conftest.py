"""What several tests share."""

from __future__ import annotations

import re
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


CUSTOMERS = ("complaints", "contact-matrix", "customer-knowledge", "key-accounts", "satisfaction", "survey-programme")
"""Plugins, and collectors of the same names, that read what customers say."""


@pytest.fixture(scope="session")
def copied_example() -> Callable[..., Path]:
    """Return what copies the example organisation to a new folder, without what earlier runs have left in it.

    With `customers=False` the sources about customers are left out, with `customers=True` all others are: a test that
    needs one half only need not wait for both. Either way it is reported in one model only.
    """

    def left(folder: str, names: list[str]) -> set[str]:
        return {"assessment.json", "site", ".zhuoyue"} & set(names) if Path(folder) == EXAMPLE else set()

    def copied(target: Path, customers: bool | None = None) -> Path:
        root = Path(shutil.copytree(EXAMPLE, target, ignore=left))
        if customers is not None:
            config = root / "zhuoyue.toml"
            parts = re.split(r"(?m)^(?=# ---- )", config.read_text("utf-8"))
            config.write_text("".join(part for part in parts if _wanted(part, customers)), "utf-8")
        return root

    return copied


def _wanted(part: str, customers: bool) -> bool:
    """Tell whether a part of the example's config has no sources, or those that are wanted."""
    if "\n[crosswalk]\n" in part or 'collector = "cmmi-generic"' in part:
        return False
    collectors = set(re.findall(r'(?m)^collector = "(.+)"$', part))
    return not collectors or bool(collectors.intersection(CUSTOMERS)) is customers
