"""Every figure from a data frame, however it was read."""

from __future__ import annotations

from typing import Any

from log import AGES, CELL, FIELDS, Figures, say


def figures_of(log: Any) -> Figures:
    import pandas as pd

    end = pd.Timestamp("2026-01-01")
    found: Figures = {"records|read": len(log)}
    assert not log["编号"].duplicated().any()
    late, blank = log["受理"] >= end, log["受理"].isna()
    found |= {"records|opened_blank": int(blank.sum()), "records|opened_later": int(late.sum())}
    found |= {f"records|filled_{role}": int(log[column].count()) for role, column in FIELDS.items()}
    log = log[~(late | blank)]
    _pandas_notes(log, end, found)
    log["y"] = log["受理"].dt.year
    log["q"] = log["y"] * 10 + log["受理"].dt.quarter
    log["m"] = log["y"] * 100 + log["受理"].dt.month
    for word, name in (("close", "关闭"), ("reply", "答复")):
        hours = (log[name] - log["受理"]).dt.total_seconds() / 3600
        log[f"{word}_hours"] = hours.where(hours >= 0)
        age = (end - log["受理"]).dt.total_seconds() / 3600
        missing = log[name].isna() if word == "close" else log[name].isna() & log["关闭"].isna()
        log[f"{word}_known"] = log[f"{word}_hours"].notna() | (missing & (age > 24))
        log[f"{word}_kept"] = log[f"{word}_hours"] <= 24
    log["first_known"] = log["关闭"].notna() & log["转办"].notna()
    log["first"] = log["first_known"] & (log["转办"] == 0) & ~log["重开"]
    log["mark"] = log["满意度"].where(log["满意度"].between(1, 5))
    log["satisfied"] = log["mark"] >= 4
    _pandas_periods(log, found)
    _pandas_keyed(log, found)
    _pandas_open(log, end, found)
    return {key: float(value) for key, value in found.items()}


def _pandas_notes(log: Any, end: Any, found: Figures) -> None:
    opened, reply, closed = log["受理"], log["答复"], log["关闭"]
    tests = {
        "counted": opened.notna(), "closed": closed >= opened, "closed_before_opened": closed < opened,
        "never_closed": closed.isna(), "replied": reply >= opened, "replied_before_opened": reply < opened,
        "reply_not_recorded": reply.isna() & closed.notna(), "not_replied": reply.isna() & closed.isna(),
        "day_only": opened == opened.dt.normalize(), "reopened": log["重开"], "closed_later": closed >= end,
        "replied_after_closed": (reply > closed) & (closed >= opened),
        "mark_outside_scale": log["满意度"].notna() & ~log["满意度"].between(1, 5), "ids_blank": log["编号"].isna(),
    }  # fmt: skip
    found |= {f"records|{key}": int(test.sum()) for key, test in tests.items()}
    stages = {
        "receive": opened, "track": log["编号"], "acknowledge": reply, "assess": log["程度"],
        "investigate": log["原因"], "close": closed, "collect": log["类别"], "satisfaction": log["满意度"],
    }  # fmt: skip
    found |= {f"stages|{stage}": int(column.count()) for stage, column in stages.items()}
    found["stages|analyse"] = int((log["类别"].notna() | log["原因"].notna()).sum())


def _pandas_periods(log: Any, found: Figures) -> None:
    both = ["close_hours", "reply_hours"]
    flags = ["first_known", "first", "升级", "重开", "satisfied"]
    sums = ["close_known", "close_kept", "reply_known", "reply_kept", *flags]
    for keys in (["y"], ["q"], ["m"], ["q", "产品"], ["m", "产品"]):
        groups = log.groupby(keys, observed=True)
        total = groups[[*sums, "转办", "mark"]].sum()
        total["n"], total["marks"], total["handed"] = groups.size(), groups["mark"].count(), groups["转办"].count()
        kind = "-".join(keys).replace("产品", "part")
        if "m" in keys:
            for at, row in total.iterrows():
                months = {"cases": row["n"], "decided": row["close_known"], "in_time": row["close_kept"]}
                say(found, _place(kind, at), months)
            continue
        total[["close_median", "reply_median"]] = groups[both].median()
        total[["close_p90", "reply_p90"]] = groups[both].quantile(0.9)
        for at, row in total.iterrows():
            say(found, _place(kind, at), _pandas_figures(row))


def _place(kind: str, at: Any) -> str:
    return "|".join([kind, *map(str, at if isinstance(at, tuple) else (at,))])


def _pandas_figures(row: Any) -> dict[str, Any]:
    return {
        "cases": row["n"],
        "closed_in_promise": 100 * row["close_kept"] / row["close_known"],
        "answered_in_promise": 100 * row["reply_kept"] / row["reply_known"],
        "close_median_hours": row["close_median"],
        "close_p90_hours": row["close_p90"],
        "reply_median_hours": row["reply_median"],
        "reply_p90_hours": row["reply_p90"],
        "reopened": 100 * row["重开"] / row["n"],
        "first_contact": 100 * row["first"] / row["first_known"],
        "escalated": 100 * row["升级"] / row["n"],
        "hand_overs": row["转办"] / row["handed"],
        "handling_satisfaction": row["mark"] / row["marks"],
        "handling_satisfied": 100 * row["satisfied"] / row["marks"],
    }


def _pandas_keyed(log: Any, found: Figures) -> None:
    kinds = {"cells": list(CELL), "drilldown": ["类别", "原因", "产品"], "hand-overs": ["转办"]}
    for kind, keys in kinds.items():
        groups = log.groupby(keys, observed=True)
        total = groups[["close_known", "close_kept"]].sum()
        total["n"] = groups.size()
        if kind == "cells":
            total["median"] = groups["close_hours"].median()
        for at, row in total.iterrows():
            figures = {"cases": row["n"], "decided": row["close_known"], "in_time": row["close_kept"]}
            say(found, _place(kind, at), figures | ({"median_hours": row["median"]} if kind == "cells" else {}))


def _pandas_open(log: Any, end: Any, found: Figures) -> None:
    import pandas as pd

    still = log[log["关闭"].isna() | (log["关闭"] >= end)]
    age = (end - still["受理"]) / pd.Timedelta(days=1)
    bins = pd.cut(age, [0, 1, 3, 7, 30, 90, 1e9], labels=list(AGES))
    for (severity, bucket), n in still.groupby(["程度", bins], observed=True).size().items():
        found[f"backlog-severity|{bucket}|{severity}|cases"] = n
    for _, row in still.nsmallest(10, "受理").iterrows():
        found[f"oldest|{row['编号']}|age_days"] = (end - row["受理"]) / pd.Timedelta(days=1)
    hours = log["close_hours"].fillna((end - log["受理"]).dt.total_seconds() / 3600)
    days = ((hours - 24) / 24).clip(lower=0)[log["close_hours"].notna() | log["关闭"].isna()]
    estimates = pd.DataFrame(
        {"cases": 1, "late": days > 0, "delay_days": days, "linear": (0.1 * days).clip(upper=1)}
    ).assign(compound=1 - 0.9**days)
    for year, row in estimates.groupby(log["y"]).sum().iterrows():
        say(found, f"loss|{year}", dict(row))
