"""The stages of complaints handling that ISO 10002 (GB/T 19012) speaks of, in own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhuoyue import SettingError, Text, did_you_mean


@dataclass(frozen=True)
class Stage:
    """One stage."""

    title: Text
    """What it is called here."""
    part: str
    """`case`: a step of one case; `system`: care for the process as a whole."""
    roles: tuple[str, ...] = ()
    """Fields of the log in which the stage leaves a trace by itself."""


def _case(zh: str, en: str, *roles: str) -> Stage:
    return Stage(Text(zh=zh, en=en), "case", roles)


def _system(zh: str, en: str, *roles: str) -> Stage:
    return Stage(Text(zh=zh, en=en), "system", roles)


STAGES: Mapping[str, Stage] = {
    "communicate": _case("公开投诉途径", "make known where and how to complain"),
    "receive": _case("受理", "receive the complaint", "opened"),
    "track": _case("编号跟踪", "give it a number and follow it", "id"),
    "acknowledge": _case("告知已收到", "tell the customer that it has arrived", "first_reply"),
    "assess": _case("初步评估", "judge how grave and urgent it is", "severity"),
    "investigate": _case("调查原因", "look into the circumstances", "cause"),
    "respond": _case("作出处理", "answer with a remedy", "outcome"),
    "communicate-decision": _case("告知处理决定", "tell the customer what was decided"),
    "close": _case("关闭", "close the case", "closed"),
    "collect": _system("归集信息", "collect what cases tell", "category"),
    "analyse": _system("分析与评价", "analyse causes and trends", "category", "cause"),
    "satisfaction": _system("调查处理满意度", "ask how satisfied complainants are with the handling", "satisfaction"),
    "audit": _system("审核投诉处理过程", "audit the process"),
    "management-review": _system("管理评审", "review by top management"),
    "improvement": _system("持续改进", "improve products and the process", "improvement", "verified"),
}
"""Stages by the name they have in the settings and in the exhibit."""


def unknown_stage(stage: str) -> SettingError:
    """Return what is wrong with a stage that is none of `STAGES`."""
    en, zh = did_you_mean(stage, STAGES)
    return SettingError(
        f"stages: unknown stage {stage!r}{en}; stages: {', '.join(STAGES)}",
        f"stages：未知的阶段 {stage!r}{zh}；阶段有：{'、'.join(STAGES)}",
    )
