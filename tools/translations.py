"""Keep the catalogues of interface texts complete: what templates say in English, they say in Chinese too.

python tools/translations.py check     fails on missing, doubtful, unused or ill-fitting translations
python tools/translations.py update    adds new texts to the catalogues, drops those no longer used
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "site_template" / "translations"
# The same settings as those of the environment that renders the templates.
JINJA = {
    "extensions": "jinja2.ext.i18n",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}
SOURCES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("jinja2.ext:babel_extract", "site_template/**/*.j2", JINJA),
    ("jinja2.ext:babel_extract", "plugins/zhuoyue_plugins/**/*.j2", JINJA),
    ("python", "core/zhuoyue/report/**/*.py", {}),
    ("python", "core/zhuoyue/site*.py", {}),
    ("python", "core/zhuoyue/export/**/*.py", {}),
)
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def extract() -> Catalog:
    """Collect the texts that templates and view models ask to be translated."""
    used = Catalog()
    for method, pattern, options in SOURCES:
        for file in sorted(ROOT.glob(pattern)):
            found = extract_from_file(
                method, file, DEFAULT_KEYWORDS, ["Translators:"], options, strip_comment_tags=True
            )
            for line, text, comments, context in found:
                place = (file.relative_to(ROOT).as_posix(), line)
                used.add(text, locations=[place], auto_comments=comments, context=context)
    return used


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """Read every catalogue."""
    for file in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        with file.open("rb") as stream:
            yield file, read_po(stream, locale=file.parts[-3])


def faults(catalogue: Catalog, used: Catalog) -> Iterator[str]:
    """Say what is wrong with one catalogue."""
    for message in used:
        if message.id and catalogue.get(message.id, message.context) is None:
            yield f"missing: {message.id!r}"
    for message in catalogue:
        if not message.id:  # the header
            continue
        if used.get(message.id, message.context) is None:
            yield f"no longer used: {message.id!r}"
        elif not all(_forms(message.string)):
            yield f"not translated: {message.id!r}"
        elif message.fuzzy:
            yield f"doubtful (fuzzy): {message.id!r}"
        elif not _placeholders_fit(message):
            yield f"other placeholders than in the English text: {message.id!r}"
    yield from (f"no longer used: {key!r}" for key in catalogue.obsolete)


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _placeholders_fit(message: Message) -> bool:
    """A plural form may leave out the number; otherwise both say the same."""
    asked = {name for form in _forms(message.id) for name in PLACEHOLDER.findall(form)}
    said = {name for form in _forms(message.string) for name in PLACEHOLDER.findall(form)}
    return said <= asked if message.pluralizable else said == asked


def check() -> int:
    """Print every fault; return how the program ends."""
    used = extract()
    count = 0
    read = list(catalogues())
    for file, catalogue in read:
        for fault in faults(catalogue, used):
            print(f"{file.relative_to(ROOT).as_posix()}: {fault}", file=sys.stderr)
            count += 1
    if not read:
        print(f"no catalogue under {CATALOGUES.relative_to(ROOT).as_posix()}", file=sys.stderr)
    return 1 if count or not read else 0


def update() -> int:
    """Rewrite the catalogues in the order of their sources, old translations kept."""
    used = extract()
    for file, catalogue in catalogues():
        # A guess by likeness would have to be checked word for word; an empty entry at least says what it is.
        catalogue.update(used, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
        with file.open("wb") as stream:
            write_po(stream, catalogue, width=110, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return 0


if __name__ == "__main__":
    command = {"check": check, "update": update}.get(sys.argv[1] if len(sys.argv) == 2 else "")
    if command is None:
        sys.exit("usage: python tools/translations.py check|update")
    sys.exit(command())
