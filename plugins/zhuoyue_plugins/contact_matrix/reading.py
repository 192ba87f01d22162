"""From rows to matrices: wide, long or written in the config; what cannot be read is named with row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhuoyue import Problem, Severity, Text, did_you_mean
from zhuoyue.records import FILE, ROW, Dataset, advised, name
from zhuoyue_plugins.contact_matrix.availability import Availability, Speller
from zhuoyue_plugins.contact_matrix.matrix import Matrix
from zhuoyue_plugins.contact_matrix.settings import ContactMatrixSettings

_SHOWN = 3
_YEAR = re.compile(r"((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True)
class Mark:
    """A cell as written, and where."""

    place: str
    row: int | None
    """None in the config."""
    column: str
    information: str | None
    channel: str | None
    word: str | None
    year: str | None = None

    @property
    def where(self) -> str:
        """The cell, as a message names it."""
        row = f":row {self.row}, column {self.column}" if self.row is not None else f": {self.column}"
        return f"{self.place}{row}"


@dataclass(frozen=True)
class Readout:
    """The matrices that marks make, by year, and what was wrong with marks."""

    matrices: tuple[Matrix, ...]
    problems: tuple[Problem, ...]


def marks_of(dataset: Dataset, settings: ContactMatrixSettings) -> Iterator[Mark]:
    """Yield every cell of the tables; settings name the columns."""
    columns = list(settings.kinds())
    cells = ", ".join(f"as_text({name(column)}) AS {name(column)}" for column in columns)
    rows = dataset.run(
        f"SELECT {FILE}, {ROW}, {cells} FROM {dataset.records(numbered=True)} ORDER BY {FILE}, {ROW}"  # noqa: S608
    )
    shown = {
        file: dataset.rows_shown(file, [row[ROW] for row in rows if row[FILE] == file])
        for file in {row[FILE] for row in rows}
    }
    fields = settings.fields
    for row in rows:
        if all(row[column] is None for column in columns):
            continue
        place, number = dataset.places[row[FILE]], shown[row[FILE]].get(row[ROW], row[ROW])
        said = _word(row[fields.information or ""])
        year = row[fields.year] if fields.year else None
        if fields.channel and fields.availability:
            word = row[fields.availability]
            yield Mark(place, number, fields.availability, said, _word(row[fields.channel]), word, year)
            continue
        for channel in settings.channels:
            yield Mark(place, number, channel, said, channel, row[channel], year)


def _word(cell: str | None) -> str | None:
    """Return a name that can be seen: control characters alone are none."""
    return cell if cell and any(letter.isprintable() for letter in cell) else None


def marks_here(settings: ContactMatrixSettings, where: str) -> Iterator[Mark]:
    """Yield every cell of a matrix that stands in the config."""
    channels = settings.channels or tuple(dict.fromkeys(c for row in settings.matrix.values() for c in row))
    for information, row in settings.matrix.items():
        for channel in channels:
            yield Mark(where, None, f"matrix.{information}.{channel}", information, channel, row.get(channel) or None)


def read(marks: Iterable[Mark], settings: ContactMatrixSettings) -> Readout:
    """Make matrices of marks, one a year, the oldest first."""
    marks = list(marks)
    own = {Availability(key): tuple(words) for key, words in settings.spellings.model_dump().items()}
    speller = Speller(own)
    problems = [*_nameless(marks, settings), *_unknown_words(marks, speller, settings)]
    sound = [one for one in marks if one.information and one.channel]
    dated, wrong = _by_year(sound, settings)
    problems += wrong
    matrices = []
    for year, group in sorted(dated.items(), key=lambda entry: entry[0] or ""):
        cells, repeated = _cells(group, speller, settings)
        problems += repeated
        matrices.append(_matrix(group, cells, settings, year))
    return Readout(tuple(matrices), tuple(advised(one, settings) for one in problems))


def _matrix(
    marks: Sequence[Mark],
    cells: Mapping[tuple[str, str], Availability],
    settings: ContactMatrixSettings,
    year: str | None,
) -> Matrix:
    named = dict.fromkeys(one.channel for one in marks if one.channel)
    listed = [one for one in settings.channels if one in named]
    return Matrix(
        information=tuple(dict.fromkeys(one.information for one in marks if one.information)),
        channels=tuple(dict.fromkeys([*listed, *named])),
        cells=cells,
        year=year,
    )


def _cells(
    marks: Sequence[Mark], speller: Speller, settings: ContactMatrixSettings
) -> tuple[dict[tuple[str, str], Availability], list[Problem]]:
    """Read the words; of a cell that occurs again the first word counts, so that files may complete each other."""
    cells: dict[tuple[str, str], Availability] = {}
    first: dict[tuple[str, str], Mark] = {}
    again: list[tuple[Mark, Mark]] = []
    for mark in marks:
        key = (mark.information or "", mark.channel or "")
        if key in first and first[key].word is not None:
            again += [(first[key], mark)] if mark.word is not None else []
            continue
        first[key] = mark
        said = speller.read(mark.word) if mark.word else None
        if mark.word is None and settings.empty == "none":
            said = Availability.NONE
        if said is not None:
            cells[key] = said
    return cells, list(_repeated(again, settings))


def _by_year(
    marks: Sequence[Mark], settings: ContactMatrixSettings
) -> tuple[dict[str | None, list[Mark]], list[Problem]]:
    if not settings.fields.year:
        return ({None: list(marks)} if marks else {}), []
    groups: dict[str | None, list[Mark]] = {}
    undated: list[Mark] = []
    for mark in marks:
        match = _YEAR.match(mark.year or "")
        if match is None:
            undated.append(mark)
        else:
            groups.setdefault(match[1], []).append(mark)
    return groups, list(_undated(undated, settings.fields.year))


def _undated(marks: Sequence[Mark], column: str) -> Iterator[Problem]:
    rows = list(dict.fromkeys((one.place, one.row, one.year) for one in marks))
    for place, row, year in rows[:_SHOWN]:
        said_en, said_zh = (f"{year!r} is no year", f"{year!r} 不是年份") if year else ("no year", "没有年份")
        yield _problem(
            "contact-matrix-no-year",
            f"{said_en}; expected 2025 or a day, and the row was left out ({len(rows)} such rows)",
            f"{said_zh}，应为 2025 或日期，该行已剔除（此类行共 {len(rows)} 行）",
            f"{place}:row {row}, column {column}",
        )


def _nameless(marks: Sequence[Mark], settings: ContactMatrixSettings) -> Iterator[Problem]:
    rows = list(dict.fromkeys((one.place, one.row) for one in marks if not one.information))
    for place, row in rows[:_SHOWN]:
        yield _problem(
            "contact-matrix-no-name",
            f"the row names no kind of information and was left out ({len(rows)} such rows)",
            f"该行没有信息项名称，已剔除（此类行共 {len(rows)} 行）",
            f"{place}:row {row}, column {settings.fields.information}",
        )
    lost = [one for one in marks if one.information and not one.channel]
    for one in lost[:_SHOWN]:
        yield _problem(
            "contact-matrix-no-name",
            f"the row names no channel and was left out ({len(lost)} such rows)",
            f"该行没有渠道名称，已剔除（此类行共 {len(lost)} 行）",
            f"{one.place}:row {one.row}, column {settings.fields.channel}",
        )


def _unknown_words(marks: Sequence[Mark], speller: Speller, settings: ContactMatrixSettings) -> Iterator[Problem]:
    wrong: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.information and mark.word and speller.read(mark.word) is None:
            wrong.setdefault(mark.word, []).append(mark)
    for word, places in wrong.items():
        en, zh = did_you_mean(word, speller.choices)
        also = ", ".join(one.where for one in places[1:_SHOWN]) + (", …" if len(places) > _SHOWN else "")
        more_en, more_zh = (f"; also at {also}", f"；另见 {also}") if len(places) > 1 else ("", "")
        yield _problem(
            "contact-matrix-unknown-word",
            f"{_cut(word)!r} does not say when the information is given{_few(en)}; the cell counts as not stated. "
            f"Your own words go under spellings{more_en}",
            f"{_cut(word)!r} 未说明何时可以查询{_few(zh).rstrip('？')}；该单元格按未填写处理，"
            f"自用写法可列入 spellings{more_zh}",
            places[0].where,
        )


def _few(hint: str) -> str:
    """Of all words that are known, a message repeats the usual ones only."""
    if "did you mean" in hint or "是否应为" in hint:
        return hint
    return " – expected one of: always, office, none" if hint.startswith(" ") else "，应为 全天、工作时间、无 之一"


def _cut(word: str) -> str:
    return word if len(word) <= 40 else f"{word[:40]}…"


def _repeated(again: Sequence[tuple[Mark, Mark]], settings: ContactMatrixSettings) -> Iterator[Problem]:
    """Name the rows that repeat a kind (or, in the long form, a kind and channel): the first counts."""
    rows: dict[tuple[str, int | None], list[tuple[Mark, Mark]]] = {}
    for first, mark in again:
        rows.setdefault((mark.place, mark.row), []).append((first, mark))
    for pairs in rows.values():
        first, mark = pairs[0]
        what = f"{mark.information} – {mark.channel}" if settings.long else str(mark.information)
        differs = any(one.word != other.word for one, other in pairs)
        yield _problem(
            "contact-matrix-repeated",
            f"{_cut(what)!r} stands in row {first.row} already, with {'other' if differs else 'the same'} words; "
            "that row counts",
            f"{_cut(what)!r} 已见于第 {first.row} 行，内容{'不同' if differs else '相同'}；以该行为准",
            f"{mark.place}:row {mark.row}, column {settings.fields.information}",
        )


def _problem(code: str, en: str, zh: str, where: str) -> Problem:
    return Problem(code=code, severity=Severity.ERROR, text=Text(en=en, zh=zh), where=where)
