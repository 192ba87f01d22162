"""Printing with a browser: Chromium, Chrome or Edge, whichever is found, run apart and without network."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from zhuoyue.errors import Fault, InputError

VARIABLE = "ZHUOYUE_BROWSER"
"""Environment variable that names the browser."""
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
)
PLAYWRIGHT = {
    "linux": ".cache/ms-playwright",
    "darwin": "Library/Caches/ms-playwright",
    "win32": "AppData/Local/ms-playwright",
}
"""Where Playwright keeps its browsers, from the user's home."""
_IN_CACHE = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
    "chromium-*/chrome-win*/chrome.exe",
)
PATIENCE = 600
"""Seconds after which a browser will not come back."""
_ARGUMENTS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--export-tagged-pdf",
)


def find() -> Path | None:
    """Return the browser that ZHUOYUE_BROWSER names, else the first one installed; None when there is none.

    Raises:
        InputError: ZHUOYUE_BROWSER names something that is not there; no other browser stands in for it.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        return next((path for path in _candidates() if path.is_file()), None)
    found = shutil.which(named)
    if found is None:
        raise InputError(Fault(f"no such program: {named}", f"找不到程序：{named}", VARIABLE))
    return Path(found)


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    yield from map(Path, USUAL_PLACES)
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / PLAYWRIGHT.get(sys.platform, ".cache"))
    for pattern in _IN_CACHE:
        yield from sorted(cache.glob(pattern), reverse=True)


def print_to(program: Path, html: Path, pdf: Path) -> None:
    """Print a file with a browser of its own profile, which is gone afterwards.

    Raises:
        InputError: the browser wrote nothing, or did not come back.
    """
    # A browser's helpers may write into the profile still while it is removed.
    with tempfile.TemporaryDirectory(prefix="zhuoyue-browser-", ignore_cleanup_errors=True) as profile:
        command = [str(program), *_ARGUMENTS, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}"]
        if _root():
            command.append("--no-sandbox")  # as root there is no other way; what is printed is our own file
        _run([*command, html.as_uri()], program)
    if not pdf.is_file() or not pdf.stat().st_size:
        raise InputError(
            Fault(
                f"{program.name} wrote no PDF; try --engine weasyprint, or another browser in {VARIABLE}",
                f"{program.name} 没有生成 PDF；可改用 --engine weasyprint，或用 {VARIABLE} 指定其他浏览器",
                str(program),
            )
        )


def _run(command: list[str], program: Path) -> None:
    """Run the browser; whatever happens, it ends with us."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as process:  # noqa: S603 - a browser the user has installed
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise InputError(
                Fault(
                    f"{program.name} did not finish within {PATIENCE} s",
                    f"{program.name} 在 {PATIENCE} 秒内没有完成",
                    str(program),
                )
            ) from error
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the browser and its helpers, which are one session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, 9)
        elif process.poll() is None:
            process.kill()
    process.wait()


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
