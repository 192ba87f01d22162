"""Check the example: every reference resolves, and tables in the narratives agree with the records.

Usage: python check.py   (needs PyYAML; prints the problems found and ends with 1 if there are any)
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
ITEMS = [
    "4.1.2",
    "4.1.3",
    "4.1.4",
    "4.2.2",
    "4.2.3",
    "4.3.2",
    "4.3.3",
    "4.4.2",
    "4.4.3",
    "4.4.4",
    "4.4.5",
    "4.4.6",
    "4.4.7",
    "4.5.2",
    "4.5.3",
    "4.6.2",
    "4.6.3",
    "4.7.2",
    "4.7.3",
    "4.7.4",
    "4.7.5",
    "4.7.6",
    "4.7.7",
]
PROFILE = ("P.1a", "P.1b", "P.2a", "P.2b", "P.2c")
LINK = re.compile(r"\[\[([^\]]+)\]\]")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def documents() -> dict[str, dict[str, Any]]:
    """All documents by id, from the register and from front matter."""
    with (HERE / "documents" / "register.csv").open(encoding="utf-8", newline="") as file:
        found: dict[str, dict[str, Any]] = {
            row["id"]: {**row, "items": row["items"].split(";")} for row in csv.DictReader(file)
        }
    for path in sorted((HERE / "documents").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if text.startswith("---\n"):
            head = yaml.safe_load(text.split("---\n")[1])
            found[head["id"]] = {**head, "file": path.name}
    return found


def check_documents(known: dict[str, dict[str, Any]], kpis: set[str]) -> Iterator[str]:
    """Files, items and related KPI of every document exist, and no file is left over."""
    for name, document in known.items():
        if not (HERE / "documents" / document["file"]).is_file():
            yield f"{name}: no file {document['file']}"
        related = document.get("relates_to") or []
        related = related.split(";") if isinstance(related, str) else related
        yield from (f"{name}: unknown item {item}" for item in document["items"] if item not in ITEMS)
        yield from (f"{name}: unknown KPI {kpi}" for kpi in related if kpi not in kpis)
    files = {path.name for path in (HERE / "documents").iterdir()} - {"register.csv"}
    yield from (f"not registered: {name}" for name in files - {document["file"] for document in known.values()})


def check_narratives(known: set[str]) -> Iterator[str]:
    """Both languages are there, links resolve and agree, and rows that cite a KPI carry its yearly figures."""
    yearly = json.loads((HERE / "figures.json").read_text(encoding="utf-8"))["yearly"]
    for code in (*PROFILE, *ITEMS):
        links = []
        for name in (f"{code}.md", f"{code}.en.md"):
            text = (HERE / "narratives" / name).read_text(encoding="utf-8")
            links.append(set(LINK.findall(text)))
            yield from (f"{name}: unknown {link}" for link in links[-1] - known)
            for line in text.splitlines():
                yield from (f"{name}: {problem}" for problem in check_row(line, yearly))
        if links[0] != links[1]:
            yield f"{code}: links differ between languages: {sorted(links[0] ^ links[1])}"


def check_row(line: str, yearly: dict[str, dict[str, dict[str, str]]]) -> Iterator[str]:
    """A table row whose first cell names one KPI shows its overall figures of three years."""
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    links = LINK.findall(cells[0])
    if not line.startswith("|") or len(links) != 1 or len(cells) < 4 or not links[0].startswith("KPI-"):
        return
    shown = [NUMBER.search(cell.replace(" ", "").replace("−", "-")) for cell in cells[1:4]]
    wanted = yearly[links[0]].get("", {})
    got = [Decimal(match[0]) if match else None for match in shown]
    if got != [Decimal(value) for value in wanted.values()]:
        yield f"{links[0]}: {got} instead of {list(wanted.values())}"


def check_ratings(known: set[str]) -> Iterator[str]:
    """The team rated every item but 4.4.6 once, with evidence that exists and texts in both languages."""
    sheet = tomllib.loads((HERE / "ratings" / "consensus.toml").read_text(encoding="utf-8"))
    rated = [rating["item"] for rating in sheet["ratings"]]
    if rated != [item for item in ITEMS if item != "4.4.6"]:
        yield f"rated items: {rated}"
    for rating in sheet["ratings"]:
        for finding in [*rating["strengths"], *rating["improvements"]]:
            missing = set(finding["evidence"]) - known
            yield from (f"rating {rating['item']}: unknown {name}" for name in missing)
            if set(finding["text"]) != {"zh", "en"}:
                yield f"rating {rating['item']}: text lacks a language"


def main() -> int:
    """Print every problem; the number of problems decides the exit code."""
    kpis = set(json.loads((HERE / "figures.json").read_text(encoding="utf-8"))["yearly"])
    known = documents()
    problems = [
        *check_documents(known, kpis),
        *check_narratives(set(known) | kpis),
        *check_ratings(set(known) | kpis),
    ]
    for problem in problems:
        print(problem)
    print(f"{len(known)} documents, {len(kpis)} KPI, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
