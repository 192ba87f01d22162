"""A small but complete assessment: every state, both languages, hostile text on demand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhuoyue.model.action import Action, ActionStatus
from zhuoyue.model.assessment import (
    Assessment,
    InputFile,
    ItemResult,
    Organisation,
    PluginInfo,
    Provenance,
    Span,
)
from zhuoyue.model.base import Visibility
from zhuoyue.model.criteria import Criteria, Item, ItemKind
from zhuoyue.model.evidence import Evidence, EvidenceKind, EvidenceRole
from zhuoyue.model.finding import Finding, FindingKind, Weight
from zhuoyue.model.measure import Comparison, ComparisonKind, Direction, Measure, Point
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.rating import DimensionNote, Rating, Stage
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import SchemeData
from zhuoyue.model.score import State, Step
from zhuoyue.model.suggestion import Reading, Suggestion, Verdict
from zhuoyue.model.text import Text, same
from zhuoyue.scoring import add_up, score_item
from zhuoyue.toml import read_toml

PLUGINS = Path(__file__).parents[3] / "plugins" / "zhuoyue_plugins"
PERCENTS = [55, 50, 45, 50, 45, 50, 45, 55, 40, 35, 45, 50, 40, 50, 45, 45, 40, 45, 40, 50, 35, 40, 35]
"""The mixed test vector of the criteria: total 450.75."""
INSTANT = datetime(2025, 12, 31, tzinfo=UTC)


class Plain(Scheme):
    """Points × percent / 100."""

    def __init__(self) -> None:
        self.data = SchemeData.model_validate(read_toml(PLUGINS / "holistic" / "holistic.toml").data)

    def check(self, item: Item, percent: Decimal) -> None:
        """Accept everything."""

    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        """Multiply."""
        value = item.points * percent / 100
        step = Step(
            text=Text(zh="分值 × 百分比", en="points × percent"),
            expression=f"{item.points} × {percent} % = {value}",
            value=value,
        )
        return value, (step,)


def criteria() -> Criteria:
    """Return GB/T 19580-2012."""
    return Criteria.model_validate(read_toml(PLUGINS / "gbt19580" / "gbt19580-2012.toml").data)


def sample(*, unrated: tuple[str, ...] = ("4.4.6",), hostile: str = "", many: int = 0, **changes: Any) -> Assessment:
    """Return an assessment.

    Args:
        unrated: codes of items without a rating.
        hostile: text put into every place a record can reach.
        many: extra pieces of evidence.
        changes: fields of the assessment to replace.
    """
    asked, scheme = criteria(), Plain()
    extra = f" {hostile}" if hostile else ""
    evidence = (*_evidence(asked, extra), *_more(asked, many))
    measures = _measures(asked, extra)
    results = tuple(
        _result(scheme, item, None if item.code in unrated else Decimal(percent), evidence, measures, extra)
        for item, percent in zip(asked.items, PERCENTS, strict=True)
    )
    by_id = {result.item: result for result in results}
    categories = {
        category.code: add_up([(item.code, by_id[item.id].score) for item in category.items])
        for category in asked.categories
    }
    fields: dict[str, Any] = {
        "title": Text(zh="卓越绩效自我评价报告", en="Performance excellence self-assessment"),
        "organisation": Organisation(
            name=Text(zh="样例制造有限公司" + extra, en="Sample Manufacturing" + extra), fictional=True
        ),
        "period": Span(start=date(2023, 1, 1), end=date(2025, 12, 31)),
        "as_of": date(2025, 12, 31),
        "languages": ("zh", "en"),
        "visibility": Visibility.INTERNAL,
        "criteria": asked,
        "schemes": {scheme.name: scheme.data},
        "total": add_up(list(categories.items())),
        "categories": categories,
        "results": results,
        "evidence": evidence,
        "measures": measures,
        "narratives": tuple(_narratives(asked, extra)),
        "actions": (
            Action(
                id="a1",
                item=_id(asked, "4.3.3"),
                text=Text(zh="建立投诉闭环跟踪" + extra, en="Track complaints to their end" + extra),
                owner="张伟" + extra,
                due=date(2026, 6, 30),
                status=ActionStatus.RUNNING,
                expected_gain=Decimal(5),
            ),
        ),
        "problems": (
            Problem(
                code="row-skipped",
                severity=Severity.WARNING,
                text=Text(zh="跳过 2 行：金额为空" + extra, en="2 rows skipped: no amount" + extra),
                where="records/complaints.csv:row 12" + extra,
                source="complaints",
                item=_id(asked, "4.7.3"),
            ),
        ),
        "provenance": Provenance(
            version="0.1.0",
            instant=INSTANT,
            plugins=(PluginInfo(name="gbt19580", version="0.1.0", origin="zhuoyue" + extra),),
            inputs=(InputFile(path="records/complaints.csv" + extra, sha256="ab" * 32, size=1234),),
            policy={"unrated": "leave"},
        ),
    }
    return Assessment(**(fields | changes))


def _id(asked: Criteria, code: str) -> str:
    return asked.resolve(code).id


def _evidence(asked: Criteria, extra: str) -> tuple[Evidence, ...]:
    return (
        Evidence(
            id="register-strategy",
            kind=EvidenceKind.DOCUMENT,
            title=Text(zh="战略规划 2024–2026" + extra, en="Strategy plan 2024–2026" + extra),
            source="register",
            locator="documents/strategy.docx" + extra,
            sha256="cd" * 32,
            observed_on=date(2024, 1, 15),
            valid_until=date(2026, 12, 31),
            collected_at=INSTANT,
            items=(_id(asked, "4.2.2"), _id(asked, "4.2.3")),
            role=EvidenceRole.METHOD,
            units=("总部", "一厂"),
        ),
        Evidence(
            id="register-complaints",
            kind=EvidenceKind.RECORD,
            title=Text(zh="顾客投诉处理程序" + extra),
            source="register",
            locator="records/complaints.csv",
            observed_on=date(2022, 3, 1),
            valid_until=date(2024, 12, 31),
            collected_at=INSTANT,
            items=(_id(asked, "4.3.3"),),
            role=EvidenceRole.DEPLOYMENT,
        ),
    )


def _more(asked: Criteria, count: int) -> tuple[Evidence, ...]:
    items = list(asked.items)
    return tuple(
        Evidence(
            id=f"bulk-{number}",
            kind=EvidenceKind.RECORD,
            title=same(f"Record {number}"),
            source="bulk",
            locator=f"records/{number}.csv",
            collected_at=INSTANT,
            items=(items[number % len(items)].id,),
        )
        for number in range(count)
    )


def _measures(asked: Criteria, extra: str) -> tuple[Measure, ...]:
    years = ("2021", "2022", "2023", "2024", "2025")
    return (
        Measure(
            id="csi",
            title=Text(zh="顾客满意度" + extra, en="Customer satisfaction" + extra),
            unit=same("%"),
            decimals=1,
            source="survey",
            method=Text(zh="有效问卷得分的平均值", en="Mean of valid answers"),
            items=(_id(asked, "4.7.3"),),
            evidence=("register-complaints",),
            points=tuple(Point(period=year, value=Decimal(80 + step)) for step, year in enumerate(years)),
            targets=tuple(Point(period=year, value=Decimal(83)) for year in years),
            comparisons=(
                Comparison(
                    kind=ComparisonKind.COMPETITOR,
                    name=Text(zh="主要竞争对手", en="Main competitor"),
                    points=tuple(Point(period=year, value=Decimal(82)) for year in years[2:]),
                ),
            ),
        ),
        Measure(
            id="complaint-rate",
            title=Text(zh="万件投诉率", en="Complaints per 10,000"),
            direction=Direction.LOWER,
            source="complaints",
            items=(_id(asked, "4.7.3"),),
            points=(
                Point(period="2023", value=Decimal("3.2")),
                Point(period="2024", value=None),
                Point(period="2025", value=Decimal("2.1")),
            ),
        ),
    )


def _result(
    scheme: Plain,
    item: Item,
    percent: Decimal | None,
    evidence: tuple[Evidence, ...],
    measures: tuple[Measure, ...],
    extra: str,
) -> ItemResult:
    rating = _rating(item, percent, extra) if percent is not None else None
    mine = tuple(one.id for one in evidence if item.id in one.items)
    numbers = tuple(one.id for one in measures if item.id in one.items)
    return ItemResult(
        item=item.id,
        score=score_item(scheme, item, rating, None, State.NOT_RATED if mine else State.NO_EVIDENCE),
        rating=rating,
        ratings=(rating,) if rating else (),
        findings=_findings(item, extra, mine),
        suggestions=(_suggestion(item, numbers, extra),),
        evidence=mine,
        measures=numbers,
    )


def _rating(item: Item, percent: Decimal, extra: str) -> Rating:
    key = "A" if item.kind is ItemKind.PROCESS else "Le"
    return Rating(
        item=item.id,
        assessor="李敏" + extra,
        stage=Stage.CONSENSUS,
        percent=percent,
        reason=Text(zh="方法系统，推行情况良好" + extra, en="Sound method, well rolled out" + extra),
        rated_on=date(2026, 1, 20),
        dimensions=(DimensionNote(dimension=key, text=Text(zh="方法成形" + extra, en="Method in shape" + extra)),),
    )


def _findings(item: Item, extra: str, mine: tuple[str, ...]) -> tuple[Finding, ...]:
    bold = Weight.BOLD if item.code in {"4.1.2", "4.7.3"} else Weight.NORMAL
    return (
        Finding(
            kind=FindingKind.STRENGTH,
            item=item.id,
            text=Text(zh=f"{item.title.zh}有系统的做法" + extra, en=f"{item.title.en}: a systematic approach" + extra),
            source="李敏",
            weight=bold,
            evidence=mine,
        ),
        Finding(
            kind=FindingKind.IMPROVEMENT,
            item=item.id,
            text=Text(
                zh=f"{item.title.zh}缺少对比数据" + extra, en=f"{item.title.en}: comparison data are missing" + extra
            ),
            source="letci",
            evidence=("no-such-evidence",) if item.code == "4.1.2" else (),
        ),
    )


def _suggestion(item: Item, numbers: tuple[str, ...], extra: str) -> Suggestion:
    keys = ("A", "D", "L", "I") if item.kind is ItemKind.PROCESS else ("Le", "T", "C", "I")
    verdicts = list(Verdict)
    whole = tuple(
        Reading(dimension=key, verdict=verdict, reason=Text(zh="依据记录" + extra, en="From the records" + extra))
        for key, verdict in zip(keys, verdicts, strict=True)
    )
    single = tuple(reading.model_copy(update={"measure": name}) for name in numbers for reading in whole[:3])
    return Suggestion(
        item=item.id,
        source="letci",
        percent=Decimal(50),
        ceiling=Decimal(50),
        readings=(*whole, *single),
        reasons=(Text(zh="四个维度的判断" + extra, en="Verdicts on four dimensions" + extra),),
    )


def _narratives(asked: Criteria, extra: str) -> list[Narrative]:
    text = (
        "# 标题\n\n公司高度重视顾客投诉，建立了**快速响应机制**，见 [[register-complaints]] 与 [[csi]]，"
        "另见 [[missing-thing]]。\n\n| 年份 | 数量 |\n|---|---:|\n| 2024 | 12 |\n\n- 第一\n- 第二\n" + extra
    )
    english = "Complaints are *answered* within a day, see [[register-complaints]].\n" + extra
    return [
        Narrative(code=_id(asked, "4.3.3"), language="zh", markdown=text, locator="narratives/4.3.3.zh.md", words=60),
        Narrative(code=_id(asked, "4.3.3"), language="en", markdown=english, locator="narratives/4.3.3.en.md", words=9),
        Narrative(
            code="P.1a", language="zh", markdown="公司位于宁波。" + extra, locator="narratives/P.1a.zh.md", words=7
        ),
    ]
