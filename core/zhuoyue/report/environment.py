"""The Jinja2 environment of the site: escaping, writing numbers and days, speaking the page's language."""

from __future__ import annotations

import gettext
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from zhuoyue.charts.number import percent, written
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Category, Item
from zhuoyue.model.text import Text
from zhuoyue.report.escape import markdown
from zhuoyue.report.glossary import Glossary

EXTENSIONS = ("jinja2.ext.i18n",)


class Compiled(BytecodeCache):
    """Compiled templates in memory, by name and content: the second language need not compile again."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str | None], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is known."""
        code = self._code.get((bucket.key, bucket.checksum))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember what was compiled."""
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


COMPILED = Compiled()


def environment(
    loader: BaseLoader, language: str, translations: gettext.NullTranslations, glossary: Glossary
) -> Environment:
    """Return an environment that escapes everything and speaks `language`."""
    made = Environment(
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=COMPILED,
        extensions=EXTENSIONS,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(language=language, other="en" if language == "zh" else "zh", glossary=glossary)
    made.filters.update(
        say=say,
        md=md,
        words=words,
        number=number,
        points=points,
        percent=_percent,
        day=day,
        term=term,
        called=called,
        figure=_figure,
        lowest=_lowest,
        rated=_rated,
    )
    return made


@pass_context
def say(context: Context, text: Text | str | None) -> Markup:
    """Return a text for HTML, in the page's language; marked with its own when there is only the other one."""
    if text is None:
        return Markup()
    if isinstance(text, str):
        return escape(text)
    language = str(context["language"])
    said = escape(text.get(language))
    spoken = text.language(language)
    return said if spoken == language else Markup('<span lang="{}">{}</span>').format(_tag(spoken), said)


@pass_context
def _figure(context: Context, of: Item | Category) -> str:
    """Return what an item or a category got, as a percent or level."""
    found: Text = context["assessment"].figure(of)
    return found.get(str(context["language"]))


@pass_context
def _lowest(context: Context, category: Category) -> str:
    """Return the lowest figure among a category's items; a dash while one is unknown."""
    found: Text | None = context["assessment"].lowest(category)
    return found.get(str(context["language"])) if found else "–"


@pass_context
def _rated(context: Context, percent: Decimal | None, of: Item | Category) -> str:
    """Return a rating of an item, or a percent of a category, as its scheme shows it; a dash without one."""
    assessment: Assessment = context["assessment"]
    if percent is None or assessment.in_percents(of):
        return _percent(percent)
    return assessment.read_by(of).shown_mean(percent).get(context["language"])


@pass_context
def called(context: Context, name: str) -> str:
    """Return the full name of a person known by a short one."""
    full: str = context["assessment"].called(name, str(context["language"]))
    return full


@pass_context
def md(context: Context, text: Text | str) -> Markup:
    """Return a text for a line of Markdown, a heading above all."""
    return markdown(words(context, text))


@pass_context
def words(context: Context, text: Text | str | None) -> str:
    """Return a bilingual text as a plain string in the page's language."""
    return text.get(str(context["language"])) if isinstance(text, Text) else text or ""


@pass_context
def term(context: Context, text: Text | str) -> Markup:
    """Return one of our own texts for HTML, terms explained by tooltips."""
    marked: Markup = context["glossary"].mark(words(context, text))
    return marked


def points(value: Decimal | None) -> str:
    """Write points, exactly; a dash when unknown."""
    return "–" if value is None else written(value)


def number(value: Decimal | None, decimals: int | None = None) -> str:
    """Write a number half-up with so many decimals; a dash when unknown."""
    return "–" if value is None else written(value, decimals)


def _percent(value: Decimal | None, decimals: int = 1) -> str:
    """Write a percent with at most so many decimals; a dash when unknown."""
    if value is None:
        return "–"
    return percent(value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP).normalize())


def day(value: date | None) -> str:
    """Write a day as YYYY-MM-DD, the same in both languages; a dash when unknown."""
    return "–" if value is None else value.strftime("%Y-%m-%d")


def _tag(language: str) -> str:
    return "zh-Hans" if language == "zh" else language


def catalogue(po: Any) -> gettext.NullTranslations:
    """Return translations from a parsed .po catalogue (`babel.messages.catalog.Catalog`)."""
    return _Translations({entry.id: entry.string for entry in po if entry.id and not entry.fuzzy})


class _Translations(gettext.NullTranslations):
    """Translations from a dictionary; what is missing stays English."""

    def __init__(self, strings: dict[Any, Any]) -> None:
        super().__init__()
        self._strings = strings

    def gettext(self, message: str) -> str:
        """Translate a message."""
        return self._strings.get(message) or message

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Translate a message that depends on a number; Chinese has one form."""
        strings = self._strings.get((singular, plural))
        return strings[0] if strings and strings[0] else super().ngettext(singular, plural, n)
