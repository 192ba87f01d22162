"""The plugin's pages; each is left out where it has nothing to show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhuoyue import Assessment, Page, Text

_CHAPTER = Text(zh="顾客", en="Customers")
_TEMPLATES = Path(__file__).parent / "templates"
View = Mapping[str, Any] | None


def _overview(assessment: Assessment, language: str) -> View:
    from zhuoyue_plugins.satisfaction.view_overview import overview

    return overview(assessment, language)


def _drivers(assessment: Assessment, language: str) -> View:
    from zhuoyue_plugins.satisfaction.view_drivers import drivers

    return drivers(assessment, language)


def _items(assessment: Assessment, language: str) -> View:
    from zhuoyue_plugins.satisfaction.view_items import items

    return items(assessment, language)


def _segments(assessment: Assessment, language: str) -> View:
    from zhuoyue_plugins.satisfaction.view_segments import segments

    return segments(assessment, language)


def _loyalty(assessment: Assessment, language: str) -> View:
    from zhuoyue_plugins.satisfaction.view_loyalty import loyalty

    return loyalty(assessment, language)


def _method(assessment: Assessment, language: str) -> View:
    from zhuoyue_plugins.satisfaction.view_method import method

    return method(assessment, language)


def _page(slug: str, zh: str, en: str, view: Any) -> Page:
    return Page(slug, Text(zh=zh, en=en), f"{slug}.md.j2", _TEMPLATES, view, _CHAPTER)


PAGES = (
    _page("satisfaction", "满意度与忠诚度", "Satisfaction and loyalty", _overview),
    _page("satisfaction-drivers", "满意度：驱动因素", "Satisfaction: what drives it", _drivers),
    _page("satisfaction-items", "满意度：各题项", "Satisfaction: question by question", _items),
    _page("satisfaction-segments", "满意度：各细分市场", "Satisfaction: segments", _segments),
    _page("satisfaction-loyalty", "满意度：从满意到忠诚", "Satisfaction: from satisfied to loyal", _loyalty),
    _page("satisfaction-method", "满意度：方法与可信度", "Satisfaction: method and quality", _method),
)
"""In the order of the navigation."""
