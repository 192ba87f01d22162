"""Problems of a complaint log: which rows, what they say, what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from zhuoyue import Problem, Severity, Text, Visibility
from zhuoyue.records import Odd, advised, quote
from zhuoyue_plugins.complaints.exhibits.accounting import case_tests, row_notes, row_tests
from zhuoyue_plugins.complaints.exhibits.handling import FINDINGS, HANDLING
from zhuoyue_plugins.complaints.reading.log import Log, counts_until

_CODES = {
    "repeated-equal": ("complaints-repeated", Severity.INFO, ("id",)),
    "repeated-contradicting": ("complaints-contradicting", Severity.ERROR, ("id",)),
    "opened-blank": ("complaints-no-receipt", Severity.WARNING, ("id", "opened")),
    "opened-later": ("complaints-later", Severity.INFO, ("id", "opened")),
    "closed-before-opened": ("complaints-early", Severity.WARNING, ("opened", "closed")),
    "replied-before-opened": ("complaints-early", Severity.WARNING, ("opened", "first_reply")),
    "unknown-channel": ("complaints-channel", Severity.INFO, ("channel",)),
    "unknown-severity": ("complaints-severity", Severity.WARNING, ("severity",)),
    "mark-outside-scale": ("complaints-mark", Severity.WARNING, ("satisfaction",)),
    "ambiguous-time": ("complaints-clock", Severity.INFO, ("opened", "first_reply", "closed")),
    "nonexistent-time": ("complaints-clock", Severity.WARNING, ("opened", "first_reply", "closed")),
    "follow-up-orphan": ("complaints-register-orphans", Severity.WARNING, ()),
    "follow-up-nameless": ("complaints-register-orphans", Severity.WARNING, ()),
}
_CUT = 40


def messages(log: Log, counts: Mapping[str, int]) -> Iterator[Problem]:
    """Yield a problem for every kind of dirt that occurs, with its first rows."""
    for key, (code, severity, shown) in _CODES.items():
        count = counts.get(key, 0)
        if count:
            if key == "opened-later" and 2 * count > counts["read"]:
                severity = Severity.WARNING  # a few are entered ahead; most of a log is another year, or misread
            problem = _problem(key, count, code, severity, _odd(log, key, shown), _place(log, key))
            yield advised(problem, log.settings) if severity is Severity.ERROR else problem


def _place(log: Log, key: str) -> str:
    return log.follow_up.place if log.follow_up and key.startswith("follow-up") else log.dataset.place


def _problem(key: str, count: int, code: str, severity: Severity, rows: Sequence[Odd], place: str) -> Problem:
    more = ("……", ", …") if count > len(rows) else ("", "")
    several = len({row.place for row in rows}) > 1
    zh = "、".join(f"{row.place if several else ''}第 {row.row} 行{_cells(row)}" for row in rows) + more[0]
    en = ", ".join(f"{row.place + ':' if several else ''}row {row.row}{_cells(row)}" for row in rows) + more[1]
    found, done = FINDINGS[key], HANDLING[key]
    plural = "row" if count == 1 else "rows"
    text = Text(
        zh=f"{count} 行：{found.zh}{f'：{zh}' if rows else ''}；{done.zh}",
        en=f"{count} {plural}: {found.en}{f': {en}' if rows else ''}; {done.en}",
    )
    where = f"{rows[0].place}:row {rows[0].row}" if rows else place
    return Problem(code=code, severity=severity, text=text, where=where)


def _cells(row: Odd) -> str:
    cells = [repr(cell[:_CUT]) for cell in row.cells.values() if cell is not None]
    return f" {' – '.join(cells)}" if cells else ""


def _odd(log: Log, key: str, shown: Sequence[str]) -> Sequence[Odd]:
    """Return the first rows: repeated ones by their numbers, as the records themselves do not say so."""
    if key.startswith("follow-up"):
        return ()
    if key.startswith("repeated"):
        kind = key.removeprefix("repeated-")
        found = log.run(f"SELECT id FROM all_rows WHERE repeat = {quote(kind)} ORDER BY rid LIMIT 3")  # noqa: S608
        condition = f"id IN ({', '.join(quote(row['id']) for row in found)})"
        return _public(log, log.rows.odd(condition, shown, limit=6))
    of_cases = case_tests(log)
    condition = {**row_tests(log), **row_notes(log), **of_cases}[key]
    if key in of_cases:
        condition = f"{counts_until(log.end)} AND {condition}"
    # Rows are looked for in the records as they are: what only the joined tables tell is left away.
    condition = condition.replace("repeat IS NULL AND ", "")
    return _public(log, log.rows.odd(condition, shown))


def _public(log: Log, rows: Sequence[Odd]) -> Sequence[Odd]:
    """Leave the numbers of cases away where the public reads."""
    if log.source.visibility is not Visibility.PUBLIC:
        return rows
    return [replace(row, cells={key: cell for key, cell in row.cells.items() if key != "id"}) for row in rows]
