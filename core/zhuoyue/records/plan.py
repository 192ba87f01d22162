"""The plan of a pass over records: which cells are read as what, and what is checked on the way, as one SELECT."""

# ruff: noqa: S608 - names and texts in this SQL go through sql.name and sql.quote

from __future__ import annotations

from dataclasses import dataclass, field

from zhuoyue.model.text import Text
from zhuoyue.records.cells import layers
from zhuoyue.records.sql import name
from zhuoyue.records.table import FILE, ROW

_TYPES = {"number": "DECIMAL(18, 9)", **dict.fromkeys(("instant", "period", "moment", "stated"), "TIMESTAMP")}


@dataclass(frozen=True)
class Check:
    """Something that may be wrong with a row, and the SQL that tells."""

    kind: str
    """number, instant, flag, period, no-period or negative."""
    columns: tuple[str, ...]
    """Columns to show."""
    sql: str
    """True for the rows concerned."""
    cells: tuple[str, ...]
    """Aliases of those columns' cells."""
    measures: tuple[str, ...] = ()
    """Ids of the measures which the row, or its target, is left out of; none in the long format."""
    fast: str | None = None
    """The same where every cell can be read; None if it cannot occur then."""


@dataclass
class Plan:
    """Names every cell, reading and condition once; later layers of the SELECT build on earlier ones."""

    raw: dict[str, str] = field(default_factory=dict)
    read: dict[tuple[str, str], str] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    tests: dict[str, str] = field(default_factory=dict)
    marks: dict[str, tuple[str, str]] = field(default_factory=dict)
    """In full, and for a fast pass, which leaves out rows without a period by their group."""
    checks: list[Check] = field(default_factory=list)

    def cell(self, column: str) -> str:
        """Return the alias of a column's text as it is written."""
        return self.raw.setdefault(column, f"r{len(self.raw)}")

    def reading(self, column: str, kind: str) -> str:
        """Return the alias of what a cell says, as text, number, instant, moment, moment_first, stated, flag or period.

        An instant is a local time in the settings' time zone, a moment the same in UTC: differences of moments are
        right when the clocks change. Of two moments that a local time may be, `moment` is the second and `moment_first`
        the first. Stated tells whether the cell itself says how far its time is from UTC.
        """
        cell = self.cell(column)
        known = (column, kind) in self.read
        if kind.startswith(("period", "moment", "stated")) and not known:
            self.reading(column, "instant")
        alias = self.read.setdefault((column, kind), f"u{len(self.read)}")
        if kind not in ("text", "segment", "stated") and not known:
            self.derived[f"b_{alias}"] = (
                f"CASE WHEN {alias} IS NULL AND {cell} IS NOT NULL THEN as_text({cell}) IS NOT NULL ELSE false END"
            )
        return alias

    def bad(self, column: str, kind: str) -> str:
        """Return the alias that tells whether the cell says something else than `kind`."""
        return f"b_{self.reading(column, kind)}"

    def micros(self, start: str, end: str) -> str:
        """Return the alias of the microseconds between two columns' instants."""
        first, last = self.reading(start, "instant"), self.reading(end, "instant")
        alias = f"h_{first}_{last}"
        self.derived[alias] = f"epoch_us({last}) - epoch_us({first})"
        return alias

    def test(self, sql: str) -> str:
        """Return the alias of a condition; the same condition has the same alias, and is tested once."""
        if sql == "true":
            return sql
        known = next((alias for alias, other in self.tests.items() if other == sql), f"w{len(self.tests)}")
        self.tests[known] = sql
        return known

    def mark(self, sql: tuple[str, str]) -> str:
        """Return the alias of the rows that count, in full and for a fast pass."""
        known = next((alias for alias, other in self.marks.items() if other == sql), f"k{len(self.marks)}")
        self.marks[known] = sql
        return known

    def types(self) -> dict[str, str] | None:
        """Return the type of each column that is no text; None if a column is read as two types."""
        kinds: dict[str, set[str]] = {}
        for column, kind in self.read:
            kinds.setdefault(column, set()).add(_TYPES.get(kind.split("_")[0], "VARCHAR"))
        if not self.may_be_fast or any(len(found) > 1 for found in kinds.values()):
            return None
        return {column: found.pop() for column, found in kinds.items() if found != {"VARCHAR"}}

    def audit(self, *, typed: bool = False) -> list[str]:
        """Return aggregates: cells that a fast pass left unread, and the first and last instant it read."""
        periods = {column for column, kind in self.read if kind.startswith("period")}
        instants = [a for (column, kind), a in self.read.items() if kind == "instant" and column not in periods]
        cells = self._cells_to_audit(typed=typed)
        return [
            " + ".join([f"count({cell}) - count({alias})" for cell, alias in cells] or ["0"]) + " AS unread",
            *(f"min({alias}) AS min_{alias}" for alias in instants),
            *(f"max({alias}) AS max_{alias}" for alias in instants),
        ]

    def unread(self, *, typed: bool = False) -> str:
        """Return the condition of a row with a cell, other than a text, that a fast pass left unread."""
        texts = {alias for (_, kind), alias in self.read.items() if kind == "text"}
        cells = [(cell, alias) for cell, alias in self._cells_to_audit(typed=typed) if alias not in texts]
        return " OR ".join([f"({cell} IS NOT NULL AND {alias} IS NULL)" for cell, alias in cells] or ["false"])

    def _cells_to_audit(self, *, typed: bool) -> list[tuple[str, str]]:
        """A segment and a period show what was read themselves, and a typed scan stops at what it can't read."""
        silent = ("segment", "stated")
        read = [(column, kind, alias) for (column, kind), alias in self.read.items() if kind not in silent]
        return [(self.raw[column], alias) for column, kind, alias in read if kind in ("text", "flag") or not typed]

    @property
    def may_be_fast(self) -> bool:
        """Whether every reading has a fast form."""
        return not any(kind == "period" for _, kind in self.read)

    def select(
        self, records: str, *, numbered: bool = False, fast: bool = False, typed: bool = False, texts: bool = True
    ) -> str:
        """Return the SELECT with all aliases over `records`.

        With `fast` only cells written the usual way are read; `audit` tells whether that was enough. With `typed`
        too, the records come with `types`. Without `texts`, no text is read: the engine would read those that nobody
        asks for, which costs a large file a fifth of its time.
        """
        read = {(column, kind): alias for (column, kind), alias in self.read.items() if texts or kind != "text"}
        number = f", {ROW}" if numbered else ""
        cells = [f"{name(column)} AS {alias}" for column, alias in self.raw.items()]
        sql = f"SELECT {FILE}{number}, {', '.join(cells)} FROM {records}"
        checks = {f"c{n}": (check.fast or "false") if fast else check.sql for n, check in enumerate(self.checks)}
        marks = {alias: sql[fast] for alias, sql in self.marks.items()}
        # Where every cell is read, none is bad; if one is not, the fast pass is void anyway.
        derived = {a: sql for a, sql in self.derived.items() if not (fast and a.startswith("b_"))}
        for layer in (*layers(self.raw, read, fast=fast, typed=typed), derived, self.tests, {**marks, **checks}):
            more = "".join(f", {expression} AS {alias}" for alias, expression in layer.items())
            sql = f"SELECT *{more} FROM ({sql})"
        return sql


EXPECTED = {
    "number": Text(en="a number such as 1234.5, 1,234.50 or 95%", zh="数字，如 1234.5、1,234.50 或 95%"),
    "flag": Text(
        en="a yes or no such as 是, 否, √, ×, Y, N, yes, no, true, false, 1 or 0",
        zh="是或否，如 是、否、√、×、Y、N、yes、no、true、false、1、0",
    ),
    "instant": Text(
        en="a day or time such as 2024-03-05 10:20, 2024/3/5, 20240305 or 2024年3月5日",
        zh="日期或时间，如 2024-03-05 10:20、2024/3/5、20240305、2024年3月5日",
    ),
    "moment": Text(
        en="a day or time such as 2024-03-05 10:20 or 2024-03-05T10:20+08:00",
        zh="日期或时间，如 2024-03-05 10:20、2024-03-05T10:20+08:00",
    ),
    "period": Text(
        en="a period such as 2025, 2025-Q1, 2025-03 or 2025年第1季度, no longer than the periods wanted, or a day",
        zh="期间，如 2025、2025-Q1、2025-03、2025年第1季度（不长于所需期间），或日期",
    ),
}
"""What a cell of each kind should have held."""
