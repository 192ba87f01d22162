"""`assessment.json`: written whole, read with migration, compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zhuoyue.atomic import write_bytes, write_text
from zhuoyue.errors import Fault, InputError, system_reason
from zhuoyue.model.assessment import SCHEMA_VERSION, Assessment
from zhuoyue.model.base import plain
from zhuoyue.model.finding import FindingKind, finding_id
from zhuoyue.model.score import Score
from zhuoyue.model.text import Text

ASSESSMENT = "assessment.json"
"""Name of the result document in the project folder."""
PREVIOUS = ".zhuoyue/previous.json"
"""Where the document that was there before is kept."""


def _to_2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 gave findings an id; the rest it added may be absent."""
    results = []
    for result in data.get("results", ()):
        findings = [one | {"id": _finding_id(one)} for one in result.get("findings", ())]
        results.append(result | {"findings": findings})
    return data | {"schema_version": 2, "results": results}


def _finding_id(finding: dict[str, Any]) -> str:
    return finding_id(finding["item"], FindingKind(finding["kind"]), Text.model_validate(finding["text"]))


def _to_3(data: dict[str, Any]) -> dict[str, Any]:
    """Version 3 added exhibits, which may be absent."""
    return data | {"schema_version": 3}


def _to_4(data: dict[str, Any]) -> dict[str, Any]:
    """Version 4 knows several schemes; before, the criteria's one scored every item."""
    data = dict(data)
    scheme = data.pop("scheme", None)
    return data | {"schema_version": 4, "schemes": {scheme["name"]: scheme} if isinstance(scheme, dict) else {}}


MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _to_2, 2: _to_3, 3: _to_4}
"""From a schema version to the next."""


def dumps(assessment: Assessment) -> str:
    """Return the document as JSON text; equal assessments give equal text."""
    return json.dumps(assessment.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def write(assessment: Assessment, path: Path, previous: Path | None = None) -> bool:
    """Write the document unless it is there already, byte for byte.

    Returns:
        Whether anything was written. What was there before is kept at `previous`.

    Raises:
        OSError: disk full and the like; the earlier document is untouched.
    """
    text = dumps(assessment)
    before = path.read_bytes() if path.is_file() else None
    if before == text.encode("utf-8"):
        return False
    if before is not None and previous is not None:
        write_bytes(previous, before)
    write_text(path, text)
    return True


def read(path: Path) -> Assessment:
    """Read a document of this or an earlier schema version.

    Raises:
        InputError: it is missing, damaged, or of a later version.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        hint_en, hint_zh = "run `zhuoyue assess` first", "请先运行 `zhuoyue assess`"
        en, zh = system_reason(error)
        raise InputError(
            Fault(
                f"cannot be read ({en}); {hint_en}",
                f"无法读取（{zh}）；{hint_zh}",
                str(path),
            )
        ) from error
    except ValueError as error:
        raise InputError(Fault(f"is damaged: {error}", f"文件已损坏：{error}", str(path))) from error
    data = _migrated(data, path)
    try:
        return Assessment.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(key) for key in first["loc"])
        message = f"{place}: {first['msg']}"
        raise InputError(
            Fault(f"is not an assessment: {message}", f"不是有效的评价文件：{message}", str(path))
        ) from error


def _migrated(data: Any, path: Path) -> dict[str, Any]:
    version = data.get("schema_version") if isinstance(data, dict) else None
    if not isinstance(version, int) or version > SCHEMA_VERSION or version < 1:
        raise InputError(
            Fault(
                f"has schema version {version!r}; this zhuoyue reads 1 to {SCHEMA_VERSION}",
                f"的结构版本为 {version!r}；当前版本可读取 1 至 {SCHEMA_VERSION}",
                str(path),
            )
        )
    while version < SCHEMA_VERSION:
        data = MIGRATIONS[version](data)
        version += 1
    result: dict[str, Any] = data
    return result


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document."""
    found = Assessment.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "zhuoyue assessment"} | found


@dataclass(frozen=True)
class Change:
    """One difference between two assessments."""

    kind: str
    """`score`, `state`, `item` (added or dropped), `finding`, `measure`, `evidence`, `criteria` or `problem`."""
    subject: str
    """Code or id."""
    before: str
    after: str
    delta: Decimal | None = None
    """Points gained or lost, where both are known."""


def diff(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """Return what changed, total first, then items in the criteria's order, then facts."""
    return tuple(_changes(before, after))


def _changes(before: Assessment, after: Assessment) -> Iterator[Change]:
    if before.criteria.id != after.criteria.id:
        yield Change("criteria", "criteria", before.criteria.id, after.criteria.id)
    if before.total is not None and after.total is not None:
        yield from _score("total", before.total, after.total)
    if before.criteria.id != after.criteria.id:
        return  # a code means different items in different criteria
    yield from _items(before, after)
    yield from _facts("measure", _latest(before), _latest(after))
    hashes = [{one.id: (one.sha256 or "–")[:12] for one in report.evidence} for report in (before, after)]
    yield from _facts("evidence", *hashes)


def _items(before: Assessment, after: Assessment) -> Iterator[Change]:
    """Yield what changed of each item; tailoring may have added or dropped some in between."""
    was, now = ({item.code: item for item in one.criteria.items} for one in (before, after))
    for code in [*now, *(code for code in was if code not in now)]:
        old, new = (one.get(code) for one in (was, now))
        if old is None or new is None:
            yield Change("item", code, str(old.title) if old else "–", str(new.title) if new else "–")
            continue
        then, result = before.result_of[old.id], after.result_of[new.id]
        change = _score(code, then.score, result.score)
        if before.total is None or after.total is None:  # no points to tell: percents and levels
            change = (_unpointed(one, before.coded(old), after.coded(new)) for one in change)
        yield from change
        known, found = ({one.text for one in which.findings} for which in (then, result))
        yield from (Change("finding", code, "–", str(one.text)) for one in result.findings if one.text not in known)
        yield from (Change("finding", code, str(one.text), "–") for one in then.findings if one.text not in found)


def _unpointed(change: Change, before: str, after: str) -> Change:
    return replace(change, before=before, after=after, delta=None) if change.kind == "score" else change


def _score(subject: str, before: Score, after: Score) -> Iterator[Change]:
    if before.state is not after.state and before.value == after.value:
        yield Change("state", subject, before.state, after.state)
    elif shown(before) != shown(after):
        known = before.value is not None and after.value is not None
        delta = after.value - before.value if known and after.value is not None and before.value is not None else None
        yield Change("score", subject, shown(before), shown(after), delta)


def _facts(kind: str, before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key, "–"), after.get(key, "–")
        if old != new:
            yield Change(kind, key, old, new)


def _latest(assessment: Assessment) -> dict[str, str]:
    return {
        measure.id: f"{measure.latest.period} {plain(measure.latest.value)}"
        for measure in assessment.measures
        if measure.latest is not None and measure.latest.value is not None
    }


def shown(score: Score) -> str:
    """Return a score as text: its value, or its range, or its state."""
    if score.value is not None:
        return plain(score.value)
    return f"{plain(score.low)}…{plain(score.high)}" if score.high > score.low else score.state.value
