"""The pages: every figure leads to its explanation, in both languages; hostile words stay words."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue import Assessment, Exhibit, NumberColumn, TextColumn, Visibility, same
from zhuoyue.report.edition import Edition
from zhuoyue.testing import project
from zhuoyue_plugins.key_accounts.exhibits.read_back import num
from zhuoyue_plugins.key_accounts.pages import charts
from zhuoyue_plugins.key_accounts.pages.charts import known
from zhuoyue_plugins.key_accounts.pages.declared import PAGES

PLUGINS = ("gbt19580", "holistic", "key-accounts")
SOURCE = """
[[sources]]
name = "{name}"
collector = "key-accounts"
items = ["4.3.3", "4.7.3"]
lost_after_months = 3
smallest_curve = 6
[sources.revenue]
path = "{name}.csv"
fields = {{ account = "Account", month = "Month", amount = "Amount", product_line = "Line", margin = "Amount" }}
[sources.register]
path = "register.csv"
fields = {{ account = "Account", segment = "Group", start = "Start", contact = "Contact", updated = "Updated" }}
[sources.visits]
path = "visits.csv"
fields = {{ account = "Account", date = "Date" }}
[sources.targets]
visits_met = 90
[[sources.tiers]]
name = "gold"
title = {{ zh = "金牌 <b>", en = "Gold <b>" }}
when = {{ average_monthly_revenue_at_least = 100 }}
"""
HOSTILE = "</td><script>alert(1)</script> {{ 7*7 }} | `x`"


def files() -> dict[str, str | bytes]:
    """Return 60 accounts, half of them new, some lost, of a hostile customer group and product line."""
    revenue, register, visits = ["Account,Month,Amount,Line"], ["Account,Group,Start,Contact,Updated"], ["Account,Date"]
    for number in range(60):
        begins = 0 if number % 2 else number % 22
        ends = begins + 2 + number % 9 if number % 4 == 0 else 36
        for at in range(begins, ends):
            line = HOSTILE if number % 3 else "plain"
            revenue.append(f"A{number},{2023 + at // 12}-{at % 12 + 1:02d},{(number + 1) * 7},{line}")
        since = f"{2023 + begins // 12}-{begins % 12 + 1:02d}-01" if begins else "2020-05-05"
        group = HOSTILE if number % 2 else "plain"
        register.append(f"A{number},{group},{since},Li,2025-0{number % 9 + 1}-01")
        visits += [f"A{number},{year}-0{month}-09" for year in (2023, 2024, 2025) for month in (2, 5, 8)]
    first = "\n".join(revenue)
    return {"a.csv": first, "b.csv": first, "register.csv": "\n".join(register), "visits.csv": "\n".join(visits)}


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    root: Path = tmp_path_factory.mktemp("project")
    config = SOURCE.format(name="a") + SOURCE.format(name="b")
    return project(root, config, files(), PLUGINS).run("assess").assert_success().assessment


def leaves(assessment: Assessment, language: str) -> dict[str, str]:
    return {leaf.path: leaf.text for leaf in Edition(assessment, language, pages=PAGES).leaves()}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_and_table_leads_to_its_explanation(assessment: Assessment, language: str) -> None:
    text = leaves(assessment, language)["key-accounts.md"]
    for name in ("a", "b"):
        assert f"{{ #{name} }}" in text
        for key in (
            "rules",
            "tiers",
            "moves",
            "concentration",
            "lorenz",
            "churn",
            "new",
            "survival",
            "lifetimes",
            "log-rank",
            "visits",
            "records",
            "assumed",
        ):
            assert re.search(rf'class="zy-why" href="[^"]*#x-{name}-{key}"', text), key
    assert text.count("<figure") >= 2 * 8
    assert text.count("zy-tag--model") >= 2
    assert not re.search(r"(?m)^[ \t]+<(figure|table|ul|div)", text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_words_stay_words(assessment: Assessment, language: str) -> None:
    pages = leaves(assessment, language)
    assert any("7*7" in text for text in pages.values())
    for text in pages.values():
        assert "<script>alert" not in text
        assert "金牌 <b>" not in text
        assert "Gold <b>" not in text


def test_the_page_has_the_figures_of_the_exhibits(assessment: Assessment) -> None:
    text = leaves(assessment, "en")["key-accounts.md"]
    shown = next(one for one in assessment.exhibits if one.id == "a-concentration")
    top = shown.numbers("top")[-1]
    assert f"{top:.1f}" in text
    assert "top 20 %" in text
    assert "right-censored" in text


def test_the_list_is_under_pseudonyms(assessment: Assessment) -> None:
    text = leaves(assessment, "en")["key-accounts-accounts.md"]
    assert text.count("Account 01<") == 2
    assert ">A1<" not in text


def test_measures_have_targets(assessment: Assessment) -> None:
    measure = next(one for one in assessment.measures if one.id == "a-visits-met")
    assert {point.value for point in measure.targets} == {90}
    assert {one.id for one in assessment.measures} == {
        f"{name}-{key}" for name in ("a", "b") for key in ("retention", "new-loss", "visits-met", "top-fifth")
    }


def test_a_curve_ends_where_few_are_watched_but_not_where_they_enter_late() -> None:
    steps = [(0, 3), (6, 4), (12, 30), (18, 6), (24, 4), (30, 2)]
    exhibit = Exhibit(
        id="a-survival",
        kind="key-accounts.survival",
        title=same("survival"),
        source="a",
        method=same("method"),
        columns=(
            *(TextColumn(key=key, title=same(key), values=(same("all"),) * 6) for key in ("dimension", "group")),
            NumberColumn(key="month", title=same("month"), values=tuple(Decimal(month) for month, _ in steps)),
            NumberColumn(key="share", title=same("share"), values=tuple(Decimal(100 - month) for month, _ in steps)),
            *(NumberColumn(key=key, title=same(key), values=(None,) * 6) for key in ("low", "high")),
            NumberColumn(key="at_risk", title=same("at_risk"), values=tuple(Decimal(watched) for _, watched in steps)),
            NumberColumn(key="lost", title=same("lost"), values=(Decimal(1),) * 6),
        ),
        visibility=Visibility.INTERNAL,
    )
    months = [int(num(row, "month") or 0) for row in known(list(exhibit.rows()))]
    assert months == [0, 6, 12, 18]
    assert charts.survival(exhibit, "all", "en") is not None
