"""`[[schemes]]`: variants of installed schemes, made without Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zhuoyue.checking import checked
from zhuoyue.criteria_file.placing import placed, unplaced
from zhuoyue.criteria_file.tables import SchemeTable
from zhuoyue.criteria_file.working import Working
from zhuoyue.errors import did_you_mean
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_check import DataFault, band_faults, dimension_faults
from zhuoyue.model.scheme_data import Band, Scale, SchemeData


def variants(work: Working, known: Mapping[str, Scheme] | None) -> dict[str, Scheme]:
    """Return the file's own schemes by name; without `known` schemes they are only checked for their form."""
    made: dict[str, Scheme] = {}
    for index, table in _tables(work):
        if known is None:
            continue
        if table.name in known or table.name in made:
            work.fault(
                ("schemes", index, "name"),
                f"a scheme {table.name!r} exists already; choose another name",
                f"评分方案 {table.name!r} 已存在，请另取名称",
            )
            continue
        base = known.get(table.like) or made.get(table.like)
        if base is None:
            en, zh = did_you_mean(table.like, [*known, *made])
            work.fault(("schemes", index, "like"), f"no scheme {table.like!r}{en}", f"没有评分方案 {table.like!r}{zh}")
            continue
        scheme = _variant(work, index, table, base)
        if scheme is not None:
            made[table.name] = scheme
    return made


def _variant(work: Working, index: int, table: SchemeTable, base: Scheme) -> Scheme | None:
    """Return the variant; None, and its faults told, where its data are wrong in form or do not go with the rule."""
    levels = (table.scale or base.data.scale) is Scale.LEVEL
    merged = _merged(table, base.data)
    if table.bands is not None:
        if _tell(work, index, table, unplaced(table.bands, levels=levels)):
            return None
        merged["bands"] = placed(table.bands, levels=levels)
        bands = [Band.model_validate(one) for one in merged["bands"]]
        if _tell(work, index, table, band_faults(bands)):
            return None
    if _tell(work, index, table, dimension_faults(table.dimensions or ())):
        return None
    data, faults = checked(SchemeData, merged, work.file, ("schemes", index))
    work.faults.extend(faults)
    if data is None:
        return None
    data = base.completed(data, table.model_fields_set)
    return None if _tell(work, index, table, base.check_data(data)) else base.like(data)


_LISTS = ("bands", "dimensions")
"""What is written as tables of its own: as a whole it stands where the first of them does."""


def _tell(work: Working, index: int, table: SchemeTable, found: Iterable[DataFault]) -> bool:
    """Tell what is wrong with a variant; return whether anything is."""
    every = list(found)
    for path, fault in every:
        first = (0,) if len(path) == 1 and path[0] in _LISTS and getattr(table, str(path[0])) else ()
        work.fault(("schemes", index, *path, *first), fault.en, fault.zh)
    return bool(every)


def _tables(work: Working) -> Iterator[tuple[int, SchemeTable]]:
    raw = work.data.pop("schemes", None)
    if raw is None:
        return
    if isinstance(raw, dict):
        work.fault(("schemes",), "write [[schemes]] with two brackets on each side", "请写作 [[schemes]]（双层方括号）")
        raw = [raw]
    for index, one in enumerate(raw if isinstance(raw, list) else ()):
        table, faults = checked(SchemeTable, one, work.file, ("schemes", index))
        work.faults.extend(faults)
        if table is not None:
            yield index, table


def _merged(table: SchemeTable, base: SchemeData) -> dict[str, Any]:
    """Return the base's data with what the table says otherwise; its source is the file's own."""
    own = table.model_dump(exclude_none=True, exclude_unset=True, exclude={"like"})
    adapted = {"zh": f"本准则自定，改自评分方案 {base.name}", "en": f"Our own, adapted from the scheme {base.name}"}
    return base.model_dump() | {"source": adapted} | own


def names(data: Mapping[str, Any]) -> list[str]:
    """Return the names of a file's own schemes, as far as they are readable."""
    raw = data.get("schemes")
    tables = [raw] if isinstance(raw, dict) else raw if isinstance(raw, list) else []
    return [one["name"] for one in tables if isinstance(one, dict) and isinstance(one.get("name"), str)]
