"""Running collectors: faults are isolated, unchanged sources cost nothing, secrets stay secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhuoyue.testing import ProjectKit, project

COLLECTOR = """
import os, sys, time
from pathlib import Path
from pydantic import BaseModel
from zhuoyue import Collected, Collector, Evidence

class Settings(BaseModel):
    do: str = "ok"
    file: str = ""
    uri: str = ""

class Odd(Collector):
    name = "odd"
    settings = Settings

    def inputs(self, source):
        return [source.path(source.settings.file)] if source.settings.file else []

    def collect(self, source):
        do = source.settings.do
        with (source.root / "runs.txt").open("a") as stream:
            stream.write(source.name + "\\n")
        if do == "raise":
            raise RuntimeError("boom")
        if do == "hang":
            time.sleep(60)
        if do == "exit":
            sys.exit(3)
        if do == "die":
            os._exit(4)
        if do == "segfault":
            import ctypes; ctypes.string_at(0)
        if do == "rubbish":
            return {"a": 1}
        if do == "leak":
            raise RuntimeError("cannot reach " + source.secret(source.settings.uri))
        return Collected(evidence=(Evidence(id=source.name + "-1", kind="document", title="文件", source=source.name,
            locator="x", collected_at=source.instant, items=("4.3.3",)),))

def register_collectors():
    return [Odd]
"""


def kit(tmp_path: Path, *sources: str, timeout: float = 60) -> ProjectKit:
    tables = "".join(f'[[sources]]\nname = "s{n}"\ncollector = "odd"\n{text}\n' for n, text in enumerate(sources))
    config = f'[plugins]\nlocal = ["odd.py"]\n[collect]\ntimeout = {timeout}\n{tables}'
    return project(tmp_path, config, {"odd.py": COLLECTOR})


def runs(root: Path) -> list[str]:
    path = root / "runs.txt"
    return sorted(path.read_text().split()) if path.exists() else []


@pytest.mark.parametrize(
    ("do", "code", "message"),
    [
        ("raise", "collector-failed", "RuntimeError: boom (odd.py:"),
        ("hang", "collector-timeout", "stopped after 1 s without an answer"),
        ("exit", "collector-failed", "SystemExit: 3"),
        ("die", "collector-crash", "its process ended unexpectedly (exit code 4)"),
        ("segfault", "collector-crash", "its process ended unexpectedly"),
        ("rubbish", "collector-failed", "collect returned dict; expected Collected"),
    ],
)
def test_a_broken_collector_is_a_recorded_problem_and_the_others_are_read(
    tmp_path: Path, do: str, code: str, message: str
) -> None:
    timeout = "timeout = 1\n" if do == "hang" else ""
    outcome = kit(tmp_path, f'{timeout}do = "{do}"', 'do = "ok"').run("assess")
    assert outcome.code == 3
    assessment = outcome.assessment
    (problem,) = [one for one in assessment.problems if one.severity == "error"]
    assert problem.code == code
    assert message in problem.text.en
    assert "'s0'" in problem.text.en
    assert problem.where.startswith("zhuoyue.toml:")
    assert [one.id for one in assessment.evidence] == ["s1-1"]


def test_an_unchanged_source_is_not_read_again(tmp_path: Path) -> None:
    project_kit = kit(tmp_path, 'file = "a.txt"', 'file = "b.txt"').write({"a.txt": "1", "b.txt": "1"})
    project_kit.run("assess").assert_success()
    first = (tmp_path / "assessment.json").read_bytes()
    project_kit.run("assess").assert_success()
    assert runs(tmp_path) == ["s0", "s1"]
    assert (tmp_path / "assessment.json").read_bytes() == first
    project_kit.write({"b.txt": "2"})
    project_kit.run("assess").assert_success()
    assert runs(tmp_path) == ["s0", "s1", "s1"]
    project_kit.run("assess", "--no-cache").assert_success()
    assert runs(tmp_path) == ["s0", "s0", "s1", "s1", "s1"]


def test_changed_settings_and_changed_code_are_read_again(tmp_path: Path) -> None:
    kit(tmp_path, 'do = "ok"').run("assess").assert_success()
    kit(tmp_path, 'do = "fine"').run("assess").assert_success()
    assert runs(tmp_path) == ["s0", "s0"]
    changed = kit(tmp_path, 'do = "fine"').write({"odd.py": COLLECTOR + "\n# changed\n"})
    changed.run("assess").assert_success()
    assert runs(tmp_path) == ["s0", "s0", "s0"]


def test_a_damaged_cache_is_read_anew(tmp_path: Path) -> None:
    project_kit = kit(tmp_path, 'do = "ok"')
    project_kit.run("assess").assert_success()
    for path in (tmp_path / ".zhuoyue/cache").rglob("*.json"):
        path.write_text("{half")
    project_kit.run("assess").assert_success()
    assert runs(tmp_path) == ["s0", "s0"]


def test_a_secret_never_reaches_messages_or_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_URI", "postgresql://me:hunter2@db/x")
    outcome = kit(tmp_path, 'do = "leak"\nuri = "env:DB_URI"').run("assess")
    assert outcome.code == 3
    assert "cannot reach ***" in outcome.err
    written = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.json"))
    assert "hunter2" not in outcome.err + outcome.out + written


def test_invalid_input_is_refused_and_the_earlier_document_stays(tmp_path: Path) -> None:
    project_kit = kit(tmp_path, 'file = "a.txt"').write({"a.txt": "1"})
    project_kit.run("assess").assert_success()
    before = (tmp_path / "assessment.json").read_bytes()
    (tmp_path / "a.txt").unlink()
    outcome = project_kit.run("assess")
    assert outcome.code == 2
    assert "a.txt: no such file or folder" in outcome.err
    assert (tmp_path / "assessment.json").read_bytes() == before
    outcome = project_kit.run("assess", "--keep-going")
    assert outcome.code == 2
    assert [one.code for one in outcome.assessment.problems] == ["source-invalid"]
    previous = json.loads((tmp_path / ".zhuoyue/previous.json").read_bytes())
    assert previous == json.loads(before)


def test_ids_that_collide_and_unknown_items_in_records_are_named(tmp_path: Path) -> None:
    code = COLLECTOR.replace('source.name + "-1"', '"same"').replace('items=("4.3.3",)', 'items=("4.3.33",)')
    outcome = kit(tmp_path, "", "").write({"odd.py": code}).run("assess")
    assert outcome.code == 2
    assert "id 'same' occurs twice, in source 's0' and in 's1'" in outcome.err
    assert "gbt19580-2012 has no item '4.3.33' – did you mean '4.3.3'?" in outcome.err


def test_any_damaged_cache_file_is_as_good_as_none(tmp_path: Path) -> None:
    project_kit = kit(tmp_path, 'file = "a.txt"').write({"a.txt": "1"})
    project_kit.write({"odd.py": COLLECTOR + "def assess_strategy(item, dossier): return ()\n"})
    project_kit.run("assess").assert_success()
    before = (tmp_path / "assessment.json").read_bytes()
    for content in ("[1]", "{half", '{"x": [1]}', ""):
        for path in (tmp_path / ".zhuoyue/cache").rglob("*.json"):
            path.write_text(content)
        project_kit.run("assess").assert_success()
        assert (tmp_path / "assessment.json").read_bytes() == before


def test_failures_stand_in_the_order_of_the_config_whichever_ends_first(tmp_path: Path) -> None:
    code = COLLECTOR.replace(
        'if do == "raise":', 'if do == "raise":\n            time.sleep(0.5 if source.name == "s0" else 0)'
    )
    outcome = kit(tmp_path, 'do = "raise"', 'do = "raise"', 'do = "raise"').write({"odd.py": code}).run("assess")
    assert [problem.source for problem in outcome.assessment.problems] == ["s0", "s1", "s2"]


def test_changed_criteria_are_collected_for_anew(tmp_path: Path) -> None:
    criteria = """
    from zhuoyue import Criteria
    def register_criteria():
        items = [dict(code=code, title="x", kind="process", points=10) for code in {codes}]
        category = dict(code="1", title="x", theme="customers", items=items)
        yield Criteria(id="own-1", family="own", edition="1", title="x", scheme="holistic",
                       total=10 * len(items), categories=[category])
    """
    code = COLLECTOR.replace('items=("4.3.3",)', "items=tuple(item.code for item in source.criteria.items)")
    config = '[plugins]\nlocal = ["odd.py", "own.py"]\n[[sources]]\nname = "s0"\ncollector = "odd"\n'
    kit_ = project(tmp_path, config, {"odd.py": code, "own.py": criteria.format(codes=["1.1"])})
    text = (tmp_path / "zhuoyue.toml").read_text("utf-8")
    kit_.write({"zhuoyue.toml": text.replace("[assessment]", '[assessment]\ncriteria = "own-1"')})
    kit_.run("assess").assert_success()
    kit_.write({"own.py": criteria.format(codes=["1.1", "1.2"])})
    assessment = kit_.run("assess").assert_success().assessment
    assert assessment.evidence[0].items == ("own-1:1.1", "own-1:1.2")
