"""Criteria in a TOML file of their own: read and checked, with messages for whoever wrote the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zhuoyue.checking import checked
from zhuoyue.criteria_file.levels import check_levels
from zhuoyue.criteria_file.naming import check_names
from zhuoyue.criteria_file.nesting import check_nesting
from zhuoyue.criteria_file.sums import check_sums
from zhuoyue.criteria_file.tables import CriteriaTable
from zhuoyue.criteria_file.variants import names, variants
from zhuoyue.criteria_file.working import Working
from zhuoyue.errors import InputError
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.scheme import Scheme
from zhuoyue.toml import TomlFile, read_toml

__all__ = ["CriteriaFile", "criteria_of", "read_criteria"]


@dataclass(frozen=True)
class CriteriaFile:
    """What a criteria file holds."""

    criteria: Criteria
    """The model."""
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    """Its own schemes by name, each a variant of an installed one."""
    variants: tuple[Mapping[str, object], ...] = ()
    """The `[[schemes]]` tables as they were written, for writing them again."""


def read_criteria(path: Path, shown: str | None = None, schemes: Mapping[str, Scheme] | None = None) -> CriteriaFile:
    """Read a criteria file.

    Args:
        path: the file.
        shown: how messages call it; by default its path as given.
        schemes: the installed schemes by name; None leaves names of schemes unchecked and makes no variants.

    Raises:
        InputError: with every fault, in the order of the file's lines: line, key path, what was expected.
    """
    return criteria_of(read_toml(path, shown), schemes)


def criteria_of(file: TomlFile, schemes: Mapping[str, Scheme] | None = None) -> CriteriaFile:
    """Return what data hold that have the form of a criteria file, wherever they come from; as `read_criteria`."""
    work = Working.of(file)
    tables = work.data.get("schemes")
    known = None if schemes is None else [*schemes, *names(work.data)]
    check_nesting(work)
    made = variants(work, schemes)
    check_names(work, known)
    check_levels(work, {**(schemes or {}), **made})
    check_sums(work)
    _, faults = checked(CriteriaTable, work.data, file)
    work.faults.extend(faults)
    if work.faults:
        raise InputError(*work.sorted())
    criteria, faults = checked(Criteria, work.data, file)
    if criteria is None:
        raise InputError(*faults)
    return CriteriaFile(criteria, made, tuple(tables) if isinstance(tables, list) else ())
