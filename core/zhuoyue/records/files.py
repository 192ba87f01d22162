"""The files of a source: which they are, and which reader each takes by its content."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.model.collector import Source
from zhuoyue.records.database import Pick, read_sqlite
from zhuoyue.records.settings import RecordsSettings
from zhuoyue.records.sql import name
from zhuoyue.records.table import Table
from zhuoyue.records.textfile import Desk, read_text
from zhuoyue.records.workbook import read_workbook

if TYPE_CHECKING:
    import pyarrow as pa

_BOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb")
_DATABASES = (".db", ".sqlite", ".sqlite3", ".db3")


def expand(source: Source) -> tuple[Path, ...]:
    """Return the files that `path` names, each once, in order of name; all are inside the project.

    Raises:
        InputError: nothing matches, a file is missing, or one leaves the project; with the nearest name.
    """
    settings: RecordsSettings = source.settings
    found: dict[Path, None] = {}
    faults: list[Fault] = []
    for pattern in settings.path:
        try:
            found |= dict.fromkeys(_matches(source, pattern))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(*faults)
    return tuple(found)


def _matches(source: Source, pattern: str) -> list[Path]:
    if not glob.has_magic(pattern):
        return [_existing(source, pattern)]
    parts = PurePosixPath(pattern.replace("\\", "/")).parts
    fixed = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    folder = source.path("/".join(parts[:fixed]) or ".")
    # Excel leaves a lock file `~$name.xlsx` beside a workbook that is open.
    names = sorted(p for p in folder.glob("/".join(parts[fixed:])) if p.is_file() and not p.name.startswith("~$"))
    if not names:
        en, zh = did_you_mean(parts[-1], [p.name for p in folder.iterdir() if p.is_file()])
        raise InputError(Fault(f"no file matches this pattern{en}", f"没有文件匹配该模式{zh}", pattern))
    # The name as the user wrote it: a link that leaves the project is refused, and the message names it.
    return [source.path("/".join((*parts[:fixed], *path.relative_to(folder).parts))) for path in names]


def _existing(source: Source, relative: str) -> Path:
    try:
        path = source.path(relative)
    except InputError:
        wanted = source.root / relative
        if not wanted.parent.is_dir() or not wanted.resolve().is_relative_to(source.root.resolve()):
            raise
        en, zh = did_you_mean(wanted.name, [p.name for p in wanted.parent.iterdir()])
        raise InputError(Fault(f"no such file{en}", f"文件不存在{zh}", relative)) from None
    if path.is_dir():
        raise InputError(Fault("is a folder; name a file or use '*'", "是文件夹，请指定文件或使用 '*'", relative))
    return path


def beside(path: Path) -> Iterator[Path]:
    """Yield the file and what SQLite keeps beside it: their content decides the result too."""
    yield path
    for ending in ("-wal", "-journal"):
        other = path.with_name(path.name + ending)
        if other.exists():
            yield other


def read_file(source: Source, path: Path, desk: Desk, pick: Pick) -> Iterator[Table]:
    """Yield the tables of a file. What it is, its first bytes say; its ending only shapes the message.

    Raises:
        InputError: the file cannot be read, or is not what its ending says.
    """
    settings: RecordsSettings = source.settings
    shown = source.relative(path)
    try:
        with path.open("rb") as file:
            start = file.read(16)
        if not start:
            raise InputError(Fault("is empty (0 bytes)", "文件为空（0 字节）", shown))
        if start.startswith(b"SQLite format 3\0"):
            yield read_sqlite(path, shown, settings, pick)
        elif start.startswith(b"PAR1"):
            yield _read_parquet(path, shown, desk)
        elif start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or path.suffix.lower() in _BOOKS:
            yield from read_workbook(path, shown, settings)
        elif path.suffix.lower() in (*_DATABASES, ".parquet"):
            raise InputError(_mislabelled(path, shown))
        else:
            yield read_text(path, shown, settings, desk)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            Fault(
                f"cannot be read: {reason}; is it open in another program?",
                f"无法读取：{reason}；是否正被其他程序打开？",
                shown,
            )
        ) from error


def _mislabelled(path: Path, shown: str) -> Fault:
    kind = "Parquet file" if path.suffix.lower() == ".parquet" else "SQLite database"
    kind_zh = "Parquet 文件" if path.suffix.lower() == ".parquet" else "SQLite 数据库"
    return Fault(
        f"is not a {kind} in spite of its name; it may be damaged or incomplete",
        f"扩展名表示 {kind_zh}，但内容不是，文件可能已损坏或不完整",
        shown,
    )


def _read_parquet(path: Path, shown: str, desk: Desk) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            columns: Sequence[str] = file.schema_arrow.names
            types = tuple(_held(kind) for kind in file.schema_arrow.types)
            rows = file.metadata.num_rows
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(
            Fault(
                "is not a complete Parquet file; it may still be being written",
                "不是完整的 Parquet 文件，可能正在写入",
                shown,
            )
        ) from error
    sha256 = desk.pool.submit(desk.hashed, path)
    cells = tuple(f"{name(column)}::VARCHAR" for column in columns)
    return Table(
        path.stem, shown, tuple(columns), path=path.resolve(), sha256=sha256, parquet=cells, types=types, rows=rows
    )


def _held(kind: pa.DataType) -> str:
    """Return what a column holds: text, time, whole, decimal, float, flag, or another word."""
    import pyarrow as pa

    tests = {
        "text": pa.types.is_string(kind) or pa.types.is_large_string(kind),
        # A time with a zone is written with its offset, which a plain cast would drop.
        "time": pa.types.is_date(kind) or (pa.types.is_timestamp(kind) and kind.tz is None),
        "whole": pa.types.is_integer(kind),
        "decimal": pa.types.is_decimal(kind),
        "float": pa.types.is_floating(kind),
    }
    return next((word for word, meant in tests.items() if meant), str(kind))
