"""What a user may write of tables in `[[sources]]`: where they are and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from zhuoyue.errors import SettingError
from zhuoyue.model.text import Text


def listed(value: Any) -> Any:
    """Return a single text or table as a list of one."""
    return [value] if isinstance(value, (str, dict)) else value


Strings = Annotated[tuple[str, ...], BeforeValidator(listed)]
"""A list of texts; a single one may stand without brackets."""


class SettingsTable(BaseModel):
    """Base of every table of a collector's settings: no unknown keys, documented by attribute docstrings."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class RecordsSettings(SettingsTable):
    """Settings of every collector that reads tables; a collector adds its own."""

    path: Strings = ()
    """Files of the project: CSV, TSV, Parquet, Excel or SQLite; `*` and `**` are allowed."""
    uri: str | None = Field(default=None, pattern=r"^env:[A-Za-z_][A-Za-z0-9_]*$")
    """PostgreSQL: `env:NAME`, the environment variable that holds the connection URI."""
    table: str | None = None
    """Table or view of a database."""
    query: str | None = None
    """One SELECT; on files it reads the table `data`, on a database it runs in the database."""
    sheets: Strings = ()
    """Sheets of a workbook, `*` for all; left out: the first."""
    skip_rows: int = Field(default=0, ge=0, le=100)
    """Lines or rows above the header."""
    header_rows: int = Field(default=1, ge=1, le=5)
    """Rows of a workbook's header; several are joined with a slash: `实际值/2025`."""
    encoding: str = "auto"
    """Encoding of text files; auto: UTF-8, UTF-16 or GB18030 by content."""
    delimiter: Literal["auto", ",", "\t", ";", "|"] = "auto"
    """Delimiter of text files."""
    title: Text | None = None
    """Name of the records as evidence."""
    unique: str | None = None
    """Column that identifies a record; a record that occurs again is counted once (its first row)."""
    null_values: tuple[str, ...] = ("", "-", "—", "N/A", "n/a", "NULL", "无")
    """Cells that mean unknown."""
    suffixes: tuple[str, ...] = ()
    """Units that may follow a number in a cell and are dropped, e.g. 件."""
    timezone: str = "Asia/Shanghai"
    """Time zone in which times that carry an offset are read."""
    on_bad_value: Literal["fail", "report"] = "fail"
    """A cell of the wrong type or a row of the wrong length: stop the run, or leave the row out and warn."""
    memory_limit: str = Field(default="1GB", pattern=r"^\d+(\.\d+)?\s*(MB|GB)$")
    """Memory the query engine may take."""
    columns: dict[str, Strings] = {}
    """Names under which a column occurs in the files, by the name used here."""
    optional: tuple[str, ...] = ()
    """Columns that some files may lack; their cells are then unknown."""

    @model_validator(mode="after")
    def _one_origin(self) -> RecordsSettings:
        if bool(self.path) == bool(self.uri):
            raise SettingError(
                "needs either path (files) or uri (PostgreSQL)",
                "path（文件）和 uri（PostgreSQL）应写其中一个，且只写一个",
            )
        if self.uri and not (self.table or self.query):
            raise SettingError("uri needs table or query", "写了 uri，还需要 table 或 query")
        if self.table and self.query:
            raise SettingError("has both table and query; keep one", "同时写了 table 和 query，请只保留一个")
        return self

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how each column is read: as text, number, instant, moment, flag or period."""
        return {}

    def needed(self) -> tuple[str, ...]:
        """Return the columns that are read, each once."""
        return tuple(dict.fromkeys([*([self.unique] if self.unique else []), *self.kinds()]))
