"""Reading cases, and holding a rule against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from zhuoyue.checking import checked
from zhuoyue.errors import Fault, InputError, describe, did_you_mean
from zhuoyue.model.rule import Examined, Rule, Violation
from zhuoyue.rule_cases.building import assessment
from zhuoyue.rule_cases.tables import CaseFile, CaseTable
from zhuoyue.toml import TomlFile, read_toml


@dataclass(frozen=True)
class RuleCase:
    """One case, ready to be applied to."""

    rule: str
    """Code or name of the rule."""
    file: str
    """File it stands in."""
    table: CaseTable
    """The case as written."""
    examined: Examined
    """What the rule looks at."""

    def __str__(self) -> str:
        return f"{Path(self.file).stem}: {self.table.name}"

    def found(self, rules: Iterable[Rule]) -> list[Violation]:
        """Apply the case's rule, which is one of `rules`, and return what it says."""
        every = {name: rule for rule in rules for name in (rule.code, rule.name)}
        if self.rule not in every:
            en, zh = did_you_mean(self.rule, every)
            raise InputError(Fault(f"no rule {self.rule!r}{en}", f"没有规则 {self.rule!r}{zh}", self.file))
        return list(every[self.rule].check(self.examined))

    def check(self, rules: Iterable[Rule]) -> None:
        """Fail unless the rule speaks where the case expects it, in the words it expects."""
        violations = self.found(rules)
        said = "\n".join(f"{one.text.en}\n{one.text.zh}" for one in violations)
        codes = sorted(one.item.rpartition(":")[2] for one in violations)
        assert codes == sorted(self.table.expect), f"spoke of {codes}, not {sorted(self.table.expect)}\n{said}"  # noqa: S101  this is a test kit
        for words in self.table.says:
            assert words in said, f"{words!r} is not in\n{said}"  # noqa: S101


def rule_cases(folder: str | Path, settings: type[BaseModel] | None = None) -> list[RuleCase]:
    """Read the cases of all TOML files of a folder, by file name.

    Args:
        folder: where the files are; each has `rule` and `[[cases]]`.
        settings: model of the plugin's own table, if it has one.

    Raises:
        InputError: a file or case is wrong; with file and line.
    """
    paths = sorted(Path(folder).glob("*.toml"))
    if not paths:
        raise InputError(Fault("no *.toml files there", "没有 *.toml 文件", str(folder)))
    return [case for path in paths for case in _cases(path, settings)]


def read_cases(path: Path) -> tuple[CaseFile, TomlFile]:
    """Read one file of cases; raises InputError with every fault."""
    file = read_toml(path, path.name)
    cases, faults = checked(CaseFile, file.data, file)
    if cases is None:
        raise InputError(*faults)
    return cases, file


def _cases(path: Path, settings: type[BaseModel] | None) -> Iterator[RuleCase]:
    cases, file = read_cases(path)
    for index, table in enumerate(cases.cases):
        where = file.where(("cases", index))
        try:
            previous = assessment(table.previous) if table.previous is not None else None
            own = settings.model_validate(table.settings) if settings else None
            yield RuleCase(cases.rule, str(path), table, Examined(assessment(table), previous, own))
        except InputError as error:
            raise InputError(*(Fault(one.en, one.zh, one.where or where) for one in error.faults)) from error
        except ValidationError as error:
            message = f"case {table.name!r}: {describe(error)}"
            raise InputError(Fault(message, message, where)) from error
