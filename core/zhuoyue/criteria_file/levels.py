"""Words for the levels of an item, which must be levels of the scheme that scores it."""

from __future__ import annotations

from collections.abc import Mapping

from zhuoyue.criteria_file.working import Working
from zhuoyue.errors import did_you_mean, short
from zhuoyue.model.scheme import Scheme


def check_levels(work: Working, schemes: Mapping[str, Scheme]) -> None:
    """Tell of words for levels that the item's scheme does not have.

    Args:
        work: the file.
        schemes: every scheme by name, the file's own included.
    """
    for path, item in work.items:
        category = work.data["categories"][path[1]]
        name = item.get("scheme") or category.get("scheme") or work.data.get("scheme")
        scheme, levels = schemes.get(str(name)), item.get("levels")
        if scheme is None or not isinstance(levels, dict):
            continue
        known = [band.label for band in scheme.data.bands]
        for key in levels:
            if str(key) not in known:
                en, zh = did_you_mean(str(key), known)
                said = short(str(key))
                place = (*path, "levels", key)
                work.fault(
                    place, f"the scheme {name} has no level {said!r}{en}", f"评分方案 {name} 没有等级 {said!r}{zh}"
                )
