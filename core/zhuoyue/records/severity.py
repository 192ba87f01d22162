"""How grave a record that cannot be read is: what `on_bad_value` says."""

from __future__ import annotations

from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.text import Text
from zhuoyue.records.settings import RecordsSettings


def advised(problem: Problem, settings: RecordsSettings) -> Problem:
    """Give a problem of unreadable rows the severity that `on_bad_value` asks for; an error says how to go on."""
    if settings.on_bad_value == "report":
        return problem.model_copy(update={"severity": Severity.WARNING})
    text = Text(
        en=f'{problem.text.en}; mend the file, or accept it with on_bad_value = "report"',
        zh=f'{problem.text.zh}；请改正文件，或设置 on_bad_value = "report" 予以接受',
    )
    return problem.model_copy(update={"text": text})
