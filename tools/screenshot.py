"""Take the pictures of the README from a built site.

    python tools/screenshot.py examples/huadong-precision/site docs/assets

writes summary-zh.png and summary-en.png: the front page of each language, 1280 × 800, light.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from find_programs import NO_BROWSER, NO_FONT, chinese_font_present, find_browser

WIDTH, HEIGHT = 1280, 800
LIMIT = 300_000
"""Bytes that a picture in the repository may have."""


def take(site: Path, folder: Path) -> list[Path]:
    """Photograph the front page of each language; raises SystemExit when there is no browser or no page."""
    from playwright.sync_api import ViewportSize, sync_playwright

    program = find_browser()
    if program is None:
        sys.exit(NO_BROWSER)
    if not chinese_font_present():
        sys.exit(NO_FONT)
    pages = [page for page in (site / language / "index.html" for language in ("zh", "en")) if page.is_file()]
    if not pages:
        sys.exit(f"{site}: no site there; build one with `zhuoyue run`")
    folder.mkdir(parents=True, exist_ok=True)
    pictures = [folder / f"summary-{page.parent.name}.png" for page in pages]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for page, picture in zip(pages, pictures, strict=True):
            size: ViewportSize = {"width": WIDTH, "height": HEIGHT}
            tab = browser.new_page(viewport=size, color_scheme="light", reduced_motion="reduce")
            tab.goto(page.resolve().as_uri())
            tab.wait_for_load_state("networkidle")
            tab.screenshot(path=picture)
        browser.close()
    return pictures


def main() -> int:
    """Take the pictures and say how large they are."""
    parser = argparse.ArgumentParser(description="Take the pictures of the README from a built site.")
    parser.add_argument("site", type=Path, help="folder of a built site")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs/assets"), help="where the pictures go")
    arguments = parser.parse_args()
    large = False
    for picture in take(arguments.site, arguments.folder):
        size = picture.stat().st_size
        large = large or size > LIMIT
        print(f"{picture}: {size} bytes{', too large' if size > LIMIT else ''}")
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
