"""Find the programs that tests drive: a browser, a font with Chinese, LibreOffice; install them when asked and allowed.

python tools/find_programs.py            prints the programs, or how to get them
python tools/find_programs.py --install  gets what is missing: from Debian as root; a browser else from Playwright
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from zhuoyue.errors import InputError
from zhuoyue.export import browser

NO_BROWSER = (
    "browser tests need Chromium, Chrome or Edge: install one, or name it in ZHUOYUE_BROWSER"
    " (Debian: apt-get install chromium)"
)
NO_FONT = "browser tests need a font with Chinese characters (Debian: apt-get install fonts-noto-cjk)"
NO_OFFICE = "tests of scoring sheets need LibreOffice Calc: install it (Debian: apt-get install libreoffice-calc-nogui)"


def find_browser() -> Path | None:
    """Return the browser that the product itself would print with."""
    try:
        return browser.find()
    except InputError:
        return None


def find_office() -> Path | None:
    """Return LibreOffice with Calc, which tests have open and save workbooks."""
    program = next((found for name in ("soffice", "libreoffice") if (found := shutil.which(name))), None)
    if program is None:
        return None
    folder = Path(program).resolve().parent
    # Debian's packages share the program; Calc is a library beside it.
    return Path(program) if not sys.platform.startswith("linux") or (folder / "libsclo.so").is_file() else None


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
        missing += [] if find_office() else ["libreoffice-calc-nogui"]
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
    """Return 0 if every test can run here."""
    if "--install" in sys.argv[1:]:
        install()
    browser_found, office, font = find_browser(), find_office(), chinese_font_present()
    needed = ((NO_BROWSER, browser_found is None), (NO_OFFICE, office is None), (NO_FONT, not font))
    faults = [text for text, missing in needed if missing]
    for text in faults:
        print(f"error: {text}", file=sys.stderr)
    if not faults:
        print(browser_found, office, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
