"""The same cases say the same, whether in text or Parquet, with typed columns or written ones, all clean or one odd."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhuoyue import Collected

from .conftest import collect

FIELDS = {
    "id": "n", "opened": "o", "first_reply": "r", "closed": "c", "channel": "w", "hand_overs": "h", "satisfaction": "m",
    "escalated": "e",
}  # fmt: skip
Row = list[Any]


def cases() -> list[Row]:
    rng = random.Random(3)
    rows: list[Row] = []
    for number in range(300):
        opened = dt.datetime(2024, 1, 1) + dt.timedelta(minutes=rng.randrange(60 * 24 * 700))  # noqa: DTZ001
        reply = opened + dt.timedelta(minutes=rng.randrange(600))
        closed = reply + dt.timedelta(minutes=rng.randrange(4000)) if rng.random() < 0.9 else None
        words = rng.choice(["phone", "mail", "400热线"])
        rows.append(
            [f"C{number}", opened, reply, closed, words, rng.randrange(4), rng.randrange(1, 6), rng.random() < 0.2]
        )
    return rows


def written(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return {None: "", True: "yes", False: "no"}[cell] if cell is None or isinstance(cell, bool) else str(cell)


def as_csv(rows: list[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(FIELDS.values())
    writer.writerows([written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")


def parquet(rows: list[Row], types: list[pa.DataType], convert: Callable[[Any], Any] = lambda cell: cell) -> bytes:
    columns = zip(*([convert(cell) for cell in row] for row in rows), strict=True)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)]
    out = io.BytesIO()
    pq.write_table(pa.table(dict(zip(FIELDS.values(), arrays, strict=True))), out)
    return out.getvalue()


TEXT, TIME = pa.string(), pa.timestamp("us")
TYPED = [TEXT, TIME, TIME, TIME, TEXT, pa.int32(), pa.int64(), pa.bool_()]
ZONED = [TEXT, *[pa.timestamp("ms", tz="Asia/Shanghai")] * 3, TEXT, pa.float64(), pa.decimal128(5, 1), TEXT]


def zoned(cell: Any) -> Any:
    if isinstance(cell, dt.datetime):
        return cell - dt.timedelta(hours=8)
    return written(cell) if isinstance(cell, bool) else cell


FORMATS: dict[str, Callable[[list[Row]], bytes]] = {
    "a.parquet": lambda rows: parquet(rows, TYPED),
    "texts.parquet": lambda rows: parquet(rows, [TEXT] * 8, lambda cell: written(cell) or None),
    "zoned.parquet": lambda rows: parquet(rows, ZONED, zoned),
    "floats.parquet": lambda rows: parquet(rows, [*TYPED[:5], pa.float32(), pa.float64(), TEXT], as_flag),
}


def as_flag(cell: Any) -> Any:
    return written(cell) if isinstance(cell, bool) else cell


def shown(collected: Collected) -> list[Any]:
    measures = [(one.id, one.points, one.segments) for one in collected.measures]
    return [*measures, *((one.kind, one.columns) for one in collected.exhibits)]


def run(root: Path, name: str, content: bytes, **more: Any) -> Collected:
    (root / name).write_bytes(content)
    return collect(root, {"path": name, "fields": FIELDS, "satisfied_from": 4, "split_by": "channel", **more})


@pytest.mark.parametrize("name", FORMATS)
def test_text_and_parquet_say_the_same(tmp_path: Path, name: str) -> None:
    rows = cases()
    assert shown(run(tmp_path, name, FORMATS[name](rows))) == shown(run(tmp_path, "a.csv", as_csv(rows)))


@pytest.mark.parametrize(
    ("clean", "odd"),
    [("400热线", "\u3000400热线 "), (",yes", ", Yes"), (",no", ",×"), ("2024-06-", "2024年6月")],
)
def test_one_odd_cell_changes_nothing(tmp_path: Path, clean: str, odd: str) -> None:
    text = as_csv(cases()).decode("utf-8")
    assert clean in text
    mixed = text.replace(clean, odd, 1)
    if odd.endswith("月"):
        # 2024-06-05 10:00 becomes 2024年6月05日 10:00.
        start = mixed.index(odd) + len(odd)
        mixed = mixed[: start + 2] + "日" + mixed[start + 2 :]
    assert shown(run(tmp_path, "b.csv", mixed.encode("utf-8"))) == shown(run(tmp_path, "a.csv", text.encode("utf-8")))


def test_a_bad_cell_in_parquet_is_named(tmp_path: Path) -> None:
    rows = [[written(cell) for cell in row] for row in cases()]
    rows[200][3] = "soon"
    collected = run(tmp_path, "a.parquet", parquet(rows, [TEXT] * 8, lambda cell: cell or None))
    (problem,) = collected.problems
    assert problem.where == "a.parquet:row 201, column c"
    assert "'soon'" in problem.text.en


def test_a_digit_may_mean_unknown(tmp_path: Path) -> None:
    rows = cases()
    content = FORMATS["a.parquet"](rows)
    with_nulls = run(tmp_path, "a.parquet", content, null_values=["", "3"])
    (row,) = [one for one in with_nulls.exhibits if one.kind == "complaints.fields"]
    assert row.pick(field="hand_overs")["blank"] == sum(case[5] == 3 for case in rows)  # type: ignore[index]
