"""Write every generated file from the code it describes; `--check` fails if one is not current."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from reference import cli, config, hooks, model, readmes, rules

ROOT = Path(__file__).resolve().parents[1]


def generated() -> Iterator[tuple[Path, str]]:
    """Yield each generated file and the text it should have."""
    from zhuoyue import store

    yield ROOT / "config.example.toml", config.example()
    yield ROOT / "docs/reference/config.md", config.page()
    yield ROOT / "docs/reference/config.schema.json", _json(config.schema())
    yield ROOT / "docs/reference/assessment.schema.json", _json(store.schema())
    yield ROOT / "docs/reference/assessment.md", model.page()
    yield ROOT / "docs/reference/hooks.md", hooks.page()
    yield ROOT / "docs/reference/cli.md", cli.page()
    yield from readmes.pages(ROOT)
    yield from rules.pages(ROOT)
    for name in ("iframe-worker.js", "iframe-worker.LICENSE.txt"):  # lets the search work from disk, as in reports
        yield ROOT / "docs/assets" / name, (ROOT / "site_template/assets" / name).read_text("utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for path, text in generated():
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale.append(path.relative_to(ROOT))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    for path in stale:
        print(f"{'not current' if check else 'written'}: {path}")
    if check and stale:
        print("run: python tools/regenerate.py")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
