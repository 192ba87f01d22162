"""Ids, codes, themes, kinds and schemes that are not what they should be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from zhuoyue.criteria_file.tables import CRITERIA_ID, ITEM_CODE
from zhuoyue.criteria_file.working import Path, Working
from zhuoyue.errors import did_you_mean, nearest, short

THEMES = {
    "leadership": "领导",
    "strategy": "战略",
    "customers": "顾客与市场",
    "resources": "资源",
    "process": "过程",
    "measurement": "测量、分析与改进",
    "results": "结果",
}
"""Themes and what they are called in Chinese."""
KINDS = {"process": "过程", "result": "结果"}
"""Kinds of items and what they are called in Chinese."""
ROLL_UPS = {"sum": "合计", "mean": "平均", "lowest": "取最低"}
"""Ways of rolling up and what they are called in Chinese."""
_ALSO = {
    "customer": "customers",
    "顾客": "customers",
    "客户": "customers",
    "市场": "customers",
    "leader": "leadership",
    "people": "resources",
    "人力资源": "resources",
    "员工": "resources",
    "运营": "process",
    "operations": "process",
    "processes": "process",
    "测量": "measurement",
    "知识管理": "measurement",
    "results": "result",
    "average": "mean",
    "平均值": "mean",
    "minimum": "lowest",
    "最低": "lowest",
    "total": "sum",
}
"""Other words that people write for them."""


def check_names(work: Working, schemes: Iterable[str] | None) -> None:
    """Tell of names that mean nothing, and put something in their place.

    Args:
        work: the file.
        schemes: names of the schemes there are; None when they are not known.
    """
    known = None if schemes is None else list(schemes)
    _texts(work, work.data, (), ("id", "family", "edition"))
    _id(work)
    _one_of(work, work.data, "roll_up", (), ROLL_UPS, "roll_up")
    _scheme(work, work.data, (), known)
    for path, category in work.categories:
        _texts(work, category, path, ("code",))
        _one_of(work, category, "theme", path, THEMES, "theme", required=True)
        _scheme(work, category, path, known)
    for path, item in work.items:
        _texts(work, item, path, ("code",))
        _code(work, item, path)
        _one_of(work, item, "theme", path, THEMES, "theme")
        _one_of(work, item, "kind", path, KINDS, "kind", required=True)
        _scheme(work, item, path, known)


def _texts(work: Working, table: dict[str, Any], path: Path, keys: tuple[str, ...]) -> None:
    """Tell of numbers where a code belongs: TOML would make 4.1 of 4.10."""
    for key in keys:
        value = table.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            work.fault((*path, key), f'put it in quotes: {key} = "{value}"', f'请加引号：{key} = "{value}"')
            table[key] = str(value)


def _id(work: Working) -> None:
    value = work.data.get("id")
    if not isinstance(value, str) or re.match(CRITERIA_ID, value):
        return
    better = re.sub(r"[^a-z0-9.-]+", "-", value.lower()).strip("-.")
    en, zh = (f", e.g. {better!r}", f"，例如 {better!r}") if re.match(CRITERIA_ID, better) else ("", "")
    work.fault(
        ("id",),
        f"{short(value)!r}: use small ASCII letters, digits, dots and hyphens{en}; the name goes into title",
        f"{short(value)!r}：只能用小写英文字母、数字、点和连字符{zh}；名称请写在 title 中",
    )
    work.data["id"] = "x"


def _code(work: Working, item: dict[str, Any], path: Path) -> None:
    value = item.get("code")
    if not isinstance(value, str) or re.match(ITEM_CODE, value):
        return
    better = re.sub(r"[^A-Za-z0-9.]+", ".", value).strip(".")
    en, zh = (f", e.g. {better!r}", f"，例如 {better!r}") if better else (', e.g. "1.1"', '，例如 "1.1"')
    work.fault(
        (*path, "code"),
        f"{short(value)!r}: the code of an item has letters, digits and dots only{en}",
        f"{short(value)!r}：条款代码只能用英文字母、数字和点{zh}",
    )
    item["code"] = better or f"x{path[1]}.{path[3]}"


def _one_of(
    work: Working,
    table: dict[str, Any],
    key: str,
    path: Path,
    words: Mapping[str, str],
    name: str,
    *,
    required: bool = False,
) -> None:
    """Tell of a word that is none of the few there are."""
    value = table.get(key)
    if value in words or (value is None and not required):
        return
    default = next(iter(words))
    listed_zh = "、".join(f"{word}（{zh}）" for word, zh in words.items())
    if value is None:
        en, zh = f"{name} is required: one of {', '.join(words)}", f"缺少 {name}，应为以下之一：{listed_zh}"
        place: Path = path
    else:
        said = short(str(value))
        meant = _meant(said, words)
        hint_en, hint_zh = (f" – did you mean {meant!r}?", f"，是否应为 {meant!r}？") if meant else ("", "。")
        en = (
            f"no {name} {said!r}{hint_en} There are: {', '.join(words)}"
            if meant
            else (f"no {name} {said!r} – expected one of: {', '.join(words)}")
        )
        zh = f"{name} 不能是 {said!r}{hint_zh}可用的有：{listed_zh}"
        place = (*path, key)
    work.fault(place, en, zh)
    table[key] = default


def _meant(said: str, words: Mapping[str, str]) -> str | None:
    also = _ALSO.get(said.strip().casefold())
    if also in words:
        return also
    chinese = {zh: word for word, zh in words.items()}
    if said in chinese:
        return chinese[said]
    inside = [word for zh, word in chinese.items() if said and (said in zh or zh in said)]
    return inside[0] if len(inside) == 1 else nearest(said, words)


def _scheme(work: Working, table: dict[str, Any], path: Path, known: list[str] | None) -> None:
    value = table.get("scheme")
    if known is None or not isinstance(value, str) or value in known:
        return
    en, zh = did_you_mean(value, known)
    work.fault((*path, "scheme"), f"no scheme {short(value)!r}{en}", f"没有评分方案 {short(value)!r}{zh}")
    table["scheme"] = known[0] if known else "x"
