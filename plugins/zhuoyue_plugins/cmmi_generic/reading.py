"""From rows to appraisals, one a year; what cannot be read is named with row and column, and the rest goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhuoyue import Problem, did_you_mean
from zhuoyue.records import Row
from zhuoyue_plugins.cmmi_generic.appraisal import Appraisal, Characterisation, Decision, appraise
from zhuoyue_plugins.cmmi_generic.faults import Faults, cut, few
from zhuoyue_plugins.cmmi_generic.marks import CHOICES, Mark, Speller
from zhuoyue_plugins.cmmi_generic.practices import codes, goals, read_code
from zhuoyue_plugins.cmmi_generic.settings import CmmiGenericSettings

_YEAR = re.compile(r"((?:19|20)\d{2})(?!\d)")
_YES = {"yes": True, "y": True, "true": True, "是": True, "达成": True, "满足": True, "satisfied": True}
_NO = {"no": False, "n": False, "false": False, "否": False, "未达成": False, "不满足": False, "unsatisfied": False}
_GOAL_WORDS = _YES | _NO
_UNNAMED = ""
"""Instance of rows where the settings name no column of instances."""


@dataclass
class _Year:
    """What the rows of one year say."""

    rows: list[Characterisation] = field(default_factory=list)
    seen: dict[tuple[str, str, str], Row] = field(default_factory=dict)
    decisions: dict[tuple[str, str], Decision] = field(default_factory=dict)
    decided: dict[tuple[str, str], Row] = field(default_factory=dict)


class Reader:
    """Reads rows one by one and remembers what was wrong."""

    def __init__(self, settings: CmmiGenericSettings) -> None:
        self._settings = settings
        self._speller = Speller(settings.words.model_dump())
        self._years: dict[str, _Year] = {}
        self._faults = Faults(settings)
        self._add = self._faults.add

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong."""
        return self._faults.problems

    def read(self, rows: Sequence[Row]) -> tuple[Appraisal, ...]:
        """Return an appraisal for each year, the oldest first."""
        for row in rows:
            self._row(row)
        found = sorted(self._years.items())
        appraisals = tuple(self._appraisal(year, said) for year, said in found)
        self._check_performed(appraisals)
        return tuple(one for one in appraisals if one.processes)

    def _row(self, row: Row) -> None:
        process, code, year = row.word("process"), self._code(row), self._year(row)
        if process is None:
            self._add(
                "cmmi-generic-no-name",
                "the row names no process and was left out",
                "该行没有过程名称，已剔除",
                row.where("process"),
            )
        if process is None or code is None or year is None:
            return
        mine = self._years.setdefault(year, _Year())
        if any(row.word(key) for key in ("decided", "decided_by", "reason")):
            self._decision(row, process, code, mine)
        if code in goals():
            self._no_mark_of_a_goal(row)
        elif self._characterises(row):
            self._characterisation(row, process, code, mine)

    def _characterises(self, row: Row) -> bool:
        """Tell whether a row speaks of an instance: one that holds a decision alone does not."""
        if "instance" in row.columns:
            return bool(row.word("instance") or row.word("mark") or not row.word("decided"))
        return bool(row.word("mark") or not row.word("decided"))

    def _characterisation(self, row: Row, process: str, code: str, mine: _Year) -> None:
        instance = row.word("instance")
        if instance is None and "instance" in row.columns:
            self._add(
                "cmmi-generic-no-name",
                "the row names no instance and was left out",
                "该行没有实例名称，已剔除",
                row.where("instance"),
            )
            return
        key = (process, instance or _UNNAMED, code)
        if key in mine.seen:
            self._repeated(row, mine.seen[key], code)
            return
        mine.seen[key] = row
        texts = {name: row.word(name) for name in ("artefacts", "affirmations", "weakness")}
        mine.rows.append(Characterisation(process, key[1], code, self._mark(row), **texts))

    def _mark(self, row: Row) -> Mark | None:
        word = row.word("mark")
        if word is None:
            self._add(
                "cmmi-generic-no-mark",
                "the row has no mark: the practice counts as not characterised",
                "该行没有判定：该实践按未判定处理",
                row.where("mark"),
            )
            return None
        mark = self._speller.read(word)
        if mark is None:
            en, zh = few(did_you_mean(word, self._speller.choices))
            self._add(
                "cmmi-generic-unknown-mark",
                f"{cut(word)!r} is no characterisation{en}; the practice counts as not characterised. "
                "Your own words go under words",
                f"{cut(word)!r} 不是有效判定{zh}；该实践按未判定处理，自用写法可列入 words",
                row.where("mark"),
            )
        return mark

    def _code(self, row: Row) -> str | None:
        word = row.word("practice")
        code = read_code(word) if word else None
        if word is None:
            self._add(
                "cmmi-generic-no-name",
                "the row names no practice and was left out",
                "该行没有实践，已剔除",
                row.where("practice"),
            )
        elif code is None:
            en, zh = did_you_mean(word.upper().replace(" ", ""), codes())
            if "did you mean" not in en:
                en, zh = " – expected GP 2.1 to GP 2.10, GP 3.1, GP 3.2", "，应为 GP 2.1 至 GP 2.10、GP 3.1、GP 3.2"
            self._add(
                "cmmi-generic-unknown-practice",
                f"{cut(word)!r} is no generic practice of CMMI v1.3{en}; the row was left out",
                f"{cut(word)!r} 不是 CMMI v1.3 的通用实践{zh.rstrip('？')}；该行已剔除",
                row.where("practice"),
            )
        return code

    def _year(self, row: Row) -> str | None:
        """Return the year of a row, empty where the settings name no column, None where the cell holds none."""
        if "year" not in row.columns:
            return ""
        word = row.word("year")
        if match := _YEAR.match(word or ""):
            return match[1]
        said_en, said_zh = "no year", "没有年份"
        if word:
            said_en, said_zh = f"{cut(word)!r} is no year", f"{cut(word)!r} 不是年份"
        self._add(
            "cmmi-generic-no-year",
            f"{said_en}; expected 2025 or a day, and the row was left out",
            f"{said_zh}，应为 2025 或日期，该行已剔除",
            row.where("year"),
        )
        return None

    def _decision(self, row: Row, process: str, code: str, mine: _Year) -> None:
        key = (process, code)
        value = self._decided(row, code)
        missing = [name for name in ("decided_by", "reason") if not row.word(name)]
        for name in missing if row.word("decided") else ():
            what_en, what_zh = ("person", "决定人") if name == "decided_by" else ("reason", "理由")
            self._add(
                "cmmi-generic-decision-incomplete",
                f"the decision names no {what_en} and does not count: a decision has a person and a reason",
                f"该决定没有写明{what_zh}，不予采用：决定须有决定人和理由",
                row.where(name),
            )
        if value is None or missing:
            return
        decision = Decision(value, row.word("decided_by") or "", row.word("reason") or "")
        if key not in mine.decisions:
            mine.decisions[key], mine.decided[key] = decision, row
        elif mine.decisions[key] != decision:
            first = mine.decided[key].number
            self._add(
                "cmmi-generic-decision-repeated",
                f"{cut(process)} – {code} is decided in row {first} already, differently; that row counts",
                f"{cut(process)} – {code} 已在第 {first} 行作出不同的决定；以该行为准",
                row.where("decided"),
            )

    def _decided(self, row: Row, code: str) -> Mark | bool | None:
        """Return what a cell decides; what it may say depends on whether it is of a practice or of a goal."""
        word = row.word("decided")
        if word is None:
            if row.word("decided_by") or row.word("reason"):
                self._add(
                    "cmmi-generic-decision-incomplete",
                    "person or reason stand without a decision and do not count",
                    "只有决定人或理由而没有决定，不予采用",
                    row.where("decided"),
                )
            return None
        if code in goals():
            if (said := _GOAL_WORDS.get(word.casefold())) is not None:
                return said
            choices, choices_zh = "yes or no", "是 或 否"
        else:
            if (mark := self._speller.read(word)) in CHOICES:
                return mark
            choices, choices_zh = "LI or PI", "LI 或 PI"
        self._add(
            "cmmi-generic-decision-unknown",
            f"{cut(word)!r} cannot be decided here – expected {choices}; the decision does not count",
            f"此处不能决定为 {cut(word)!r}，应为 {choices_zh}；该决定不予采用",
            row.where("decided"),
        )
        return None

    def _no_mark_of_a_goal(self, row: Row) -> None:
        if row.word("mark"):
            self._add(
                "cmmi-generic-mark-of-goal",
                "a goal has no mark of its own: it comes from its practices; the mark was left out",
                "目标本身没有判定，由其各项实践得出；该判定已剔除",
                row.where("mark"),
            )

    def _appraisal(self, year: str, said: _Year) -> Appraisal:
        settings = self._settings
        assume = settings.assume_performed
        appraisal = appraise(said.rows, said.decisions, settings.performed, assume=assume, year=year or None)
        known = {one.name for one in appraisal.processes}
        for key, row in said.decided.items():
            if key[0] not in known:
                en, zh = did_you_mean(key[0], known)
                self._add(
                    "cmmi-generic-decision-nowhere",
                    f"no row characterises process {cut(key[0])!r}{en}; the decision does not count",
                    f"没有任何行判定过程 {cut(key[0])!r}{zh}；该决定不予采用",
                    row.where("process"),
                )
        for key, came in appraisal.overruled.items():
            self._not_open(said.decided[key], key, came)
        return appraisal

    def _not_open(self, row: Row, key: tuple[str, str], came: str) -> None:
        if key[1] in goals():
            why_en, why_zh = "its practices do not allow it yet", "其各项实践尚不允许"
        elif came:
            why_en, why_zh = f"its instances come to {came}", f"各实例汇总为 {came}"
        else:
            why_en, why_zh = "not every instance is characterised", "并非每个实例都已判定"
        self._add(
            "cmmi-generic-decision-not-open",
            f"{cut(key[0])} – {key[1]} is not left to the team: {why_en}; the decision does not count",
            f"{cut(key[0])} – {key[1]} 无须由评价组决定：{why_zh}；该决定不予采用",
            row.where("decided"),
        )

    def _check_performed(self, appraisals: Sequence[Appraisal]) -> None:
        known = {one.name for appraisal in appraisals for one in appraisal.processes}
        for name in self._settings.performed if known else ():
            if name not in known:
                en, zh = did_you_mean(name, known)
                self._add(
                    "cmmi-generic-unknown-process",
                    f"{cut(name)!r} is no process of the records{en}",
                    f"{cut(name)!r} 不是记录中的过程{zh}",
                    f"performed.{name}",
                )

    def _repeated(self, row: Row, first: Row, code: str) -> None:
        same = {key: row.word(key) for key in row.columns} == {key: first.word(key) for key in row.columns}
        en, zh = ("the same", "相同") if same else ("other", "不同")
        hint_en, hint_zh = "", ""
        if code == "GP2.1" and "GP" not in (row.word("practice") or "").upper():
            hint_en = "; if it means GP 2.10, write it so: a workbook drops the last zero of a number"
            hint_zh = "；若指 GP 2.10，请写成 GP 2.10：工作簿会去掉数字末尾的零"
        self._add(
            "cmmi-generic-repeated",
            f"this process, instance and practice stand in row {first.number} already, with {en} content; "
            f"that row counts{hint_en}",
            f"同一过程、实例和实践已见于第 {first.number} 行，内容{zh}；以该行为准{hint_zh}",
            row.where("practice"),
        )
