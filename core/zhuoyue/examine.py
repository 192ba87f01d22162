"""Applying the rules of good examining to an assessment: selection, exceptions, faulty rules named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhuoyue.discovery import Found
from zhuoyue.errors import ConfigError, Fault, InputError, PluginError, UserError, describe, did_you_mean
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import SLUG, Visibility
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.rule import Examined, Rule, Violation
from zhuoyue.model.text import Text
from zhuoyue.project import Project

Rules = Mapping[str, tuple[Rule, Found]]
"""Rules with the plugins that bring them, by code."""
_CODE = re.compile(r"[A-Z]{1,8}[0-9]{1,6}")


@dataclass(frozen=True)
class Exempt:
    """A rule that need not be kept for some items."""

    code: str
    items: tuple[str, ...]
    """Full ids."""
    reason: str
    where: str


@dataclass(frozen=True)
class Selection:
    """What to apply."""

    rules: Rules
    exceptions: tuple[Exempt, ...]


@dataclass(frozen=True)
class Examination:
    """What the rules found."""

    problems: tuple[Problem, ...]
    """Violations, rules that failed, exceptions that nothing needs."""
    excepted: tuple[tuple[Problem, str], ...]
    """Violations that the config excepts, each with the reason."""


def selected(project: Project, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Selection:
    """Return the rules to apply: those of the config, or others.

    Args:
        project: the opened project.
        select: codes, names or beginnings of codes; if given, `[check] select` and `ignore` do not count.
        ignore: what to leave out besides.

    Raises:
        ConfigError: a code, name or item that does not exist; every one, with its place and the nearest.
    """
    rules, table, file = project.plugins.rules, project.config.check, project.file
    faults: list[Fault] = []
    if select:
        chosen = _matching(rules, [(word, "--select") for word in select], faults)
        dropped: set[str] = set()
    else:
        wanted = [(word, file.where(("check", "select", n))) for n, word in enumerate(table.select or ())]
        chosen = set(rules) if table.select is None else _matching(rules, wanted, faults)
        unwanted = [(word, file.where(("check", "ignore", n))) for n, word in enumerate(table.ignore)]
        dropped = _matching(rules, unwanted, faults)
    dropped |= _matching(rules, [(word, "--ignore") for word in ignore], faults)
    exceptions = tuple(_exceptions(project, rules, faults))
    if faults:
        raise ConfigError(*faults)
    return Selection({code: rules[code] for code in sorted(chosen - dropped)}, exceptions)


def _matching(rules: Rules, words: Iterable[tuple[str, str]], faults: list[Fault]) -> set[str]:
    """Return the codes of the rules that words name by code, name or beginning of the code."""
    found: set[str] = set()
    for word, where in words:
        sought = word.strip().casefold()
        codes = {
            code
            for code, (rule, _) in rules.items()
            if sought and (code.casefold().startswith(sought) or rule.name.casefold() == sought)
        }
        if not codes:
            faults.append(_unknown(word, rules, where))
        found |= codes
    return found


def _unknown(word: str, rules: Rules, where: str) -> Fault:
    if not rules:
        return Fault(f"no rule {word!r}: no plugin brings rules", f"没有规则 {word!r}：没有插件提供规则", where)
    names = [rule.name for rule, _ in rules.values()]
    en, zh = did_you_mean(word, [*rules, *names] if word[:1].islower() else rules)
    return Fault(f"no rule {word!r}{en}", f"没有规则 {word!r}{zh}", where)


def _exceptions(project: Project, rules: Rules, faults: list[Fault]) -> Iterator[Exempt]:
    """Yield the exceptions of the config; rule and items must exist."""
    for index, row in enumerate(project.config.check.exceptions):
        path = ("check", "exceptions", index)
        codes = [code for code, (rule, _) in rules.items() if row.rule in {code, rule.name}]
        if not codes:
            faults.append(_unknown(row.rule, rules, project.file.where((*path, "rule"))))
        items = []
        for place, reference in enumerate(row.items):
            try:
                items.append(project.criteria.resolve(reference).id)
            except InputError as error:
                where = project.file.where((*path, "items", place))
                faults.extend(Fault(fault.en, fault.zh, where) for fault in error.faults)
        for code in codes:
            yield Exempt(code, tuple(items), row.reason, project.file.where(path).split(": ")[0])


def examine(
    project: Project, selection: Selection, assessment: Assessment, previous: Assessment | None = None
) -> Examination:
    """Apply rules to an assessment.

    Args:
        project: the opened project.
        selection: which rules, and where they need not be kept.
        assessment: the present assessment, with everything of every tier.
        previous: the last closed cycle's.
    """
    problems: list[Problem] = []
    excepted: list[tuple[Problem, str]] = []
    used: set[tuple[str, str]] = set()
    for rule, found in selection.rules.values():
        for problem in _applied(rule, found.name, Examined(assessment, previous, project.settings.get(found.name))):
            reason = _reason(selection.exceptions, problem)
            if reason is None:
                problems.append(problem)
            else:
                excepted.append((problem, reason))
                used.add((problem.code, problem.item))
    problems.extend(_unused(selection, used, assessment))
    return Examination(tuple(problems), tuple(excepted))


def _reason(exceptions: Iterable[Exempt], problem: Problem) -> str | None:
    fitting = (one.reason for one in exceptions if one.code == problem.code and problem.item in one.items)
    return next(fitting, None)


def _applied(rule: Rule, plugin: str, examined: Examined) -> list[Problem]:
    """Apply one rule; a rule that fails is named and takes nothing else with it."""
    try:
        return [
            _problem(rule, plugin, violation, examined.assessment) for violation in _violations(rule, plugin, examined)
        ]
    except PluginError as error:
        return [
            Problem(
                code="rule-failed",
                severity=Severity.ERROR,
                text=Text(en=f"rule {rule.code} of plugin {error}", zh=f"规则 {rule.code} 未能执行，插件 {error}"),
                plugin=plugin,
                visibility=Visibility.CONFIDENTIAL,
            )
        ]


def _violations(rule: Rule, plugin: str, examined: Examined) -> list[Violation]:
    if not _CODE.fullmatch(rule.code) or not re.fullmatch(SLUG, rule.name):
        message = f"code {rule.code!r} or name {rule.name!r} is none: expected like HD101 and no-owner-named"
        raise PluginError(plugin, message)
    try:
        violations = list(rule.check(examined) or ())
    except KeyboardInterrupt:
        raise
    except UserError as error:
        raise PluginError(plugin, str(error)) from error
    except BaseException as error:
        raise PluginError(plugin, describe(error)) from error
    for one in violations:
        if not isinstance(one, Violation) or not isinstance(one.text, Text):
            raise PluginError(plugin, f"gave {one!r:.60}; expected a Violation with a Text")
        if one.item and one.item not in examined.assessment.result_of:
            en, _ = did_you_mean(one.item, examined.assessment.result_of)
            raise PluginError(plugin, f"names an item {one.item!r} that is not assessed{en}")
    return violations


def _problem(rule: Rule, plugin: str, violation: Violation, assessment: Assessment) -> Problem:
    return Problem(
        code=rule.code,
        severity=rule.severity,
        text=violation.text,
        where=violation.where or _place(assessment, violation.item),
        plugin=plugin,
        item=violation.item,
        visibility=Visibility.CONFIDENTIAL,
    )


def _place(assessment: Assessment, item: str) -> str:
    """Return where an item is rated, or nothing."""
    result = assessment.result_of.get(item)
    if result is None:
        return ""
    ratings = [result.rating] if result.rating and result.rating.where else list(result.ratings)
    return next((one.where for one in ratings if one.where), "")


def _unused(selection: Selection, used: set[tuple[str, str]], assessment: Assessment) -> Iterator[Problem]:
    """Yield a note for each exception that nothing needs; of rules that were not applied nobody knows."""
    for one in selection.exceptions:
        idle = [item for item in one.items if (one.code, item) not in used]
        if one.code not in selection.rules or not idle:
            continue
        codes = [assessment.criteria.by_id[item].code for item in idle]
        yield Problem(
            code="unused-exception",
            severity=Severity.INFO,
            text=Text(
                en=f"the exception from {one.code} is not needed for {', '.join(codes)}",
                zh=f"{'、'.join(codes)} 不需要 {one.code} 的例外",
            ),
            where=one.where,
        )
