"""Find the browser that browser tests drive, and a font with Chinese; install both when asked and allowed.

python tools/find_browser.py            prints the browser, or how to get one
python tools/find_browser.py --install  gets what is missing: from Debian as root, else from Playwright
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
NO_BROWSER = (
    "browser tests need Chromium, Chrome or Edge: install one, or name it in ZHUOYUE_BROWSER"
    " (Debian: apt-get install chromium)"
)
NO_FONT = "browser tests need a font with Chinese characters (Debian: apt-get install fonts-noto-cjk)"


def find_browser() -> Path | None:
    """Return the program in ZHUOYUE_BROWSER, else the first one installed, else Playwright's own."""
    named = os.environ.get("ZHUOYUE_BROWSER")
    if named:
        return Path(found) if (found := shutil.which(named)) else None
    return next((program for program in _candidates() if program.is_file()), None)


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    yield from map(Path, USUAL_PLACES)
    yield from _from_playwright()


def _from_playwright() -> Iterator[Path]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:  # found before the development packages are installed
        return
    with sync_playwright() as playwright:
        yield Path(playwright.chromium.executable_path)


def chinese_font_present() -> bool:
    """Ask fontconfig on Linux; other systems come with Chinese fonts."""
    if not sys.platform.startswith("linux"):
        return True
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout.strip())


def install() -> None:
    """Get what is missing, in the way this machine allows."""
    if _is_debian_root():
        missing = [] if find_browser() else ["chromium"]
        missing += [] if chinese_font_present() else ["fonts-noto-cjk", "fontconfig"]
        if missing:
            quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
            # A package list partly out of reach may still hold what is needed, so this may fail.
            subprocess.run([*apt, "update"], env=quiet, check=False)
            _loudly([*apt, "install", "-y", "--no-install-recommends", *missing], quiet)
    if not os.environ.get("ZHUOYUE_BROWSER") and not find_browser():
        _loudly([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def _is_debian_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _loudly(command: list[str], environment: dict[str, str]) -> None:
    print("+", " ".join(command), file=sys.stderr)
    subprocess.run(command, env=environment, check=False, stdout=sys.stderr)


def main() -> int:
    """Return 0 if browser tests can run here."""
    if "--install" in sys.argv[1:]:
        install()
    program, font = find_browser(), chinese_font_present()
    faults = [text for text, missing in ((NO_BROWSER, program is None), (NO_FONT, not font)) if missing]
    for text in faults:
        print(f"error: {text}", file=sys.stderr)
    if program and not faults:
        print(program)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
