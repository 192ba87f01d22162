"""What several tests share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the language, time stamp or plugin selection of whoever runs it."""
    for name in ("ZHUOYUE_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH", "ZHUOYUE_LOAD_PLUGINS"):
        monkeypatch.delenv(name, raising=False)
