"""The result document: byte-identical, whole, migrated, compared."""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from zhuoyue import InputError, store
from zhuoyue.testing import ProjectKit, project

DOCUMENTS = Path(__file__).parent / "documents"
SHEET = 'assessor = "T"\nstage = "consensus"\n[[ratings]]\nitem = "4.1.2"\npercent = {}\n'


def kit(tmp_path: Path, percent: int = 50) -> ProjectKit:
    return project(tmp_path, "", {"ratings/final.toml": SHEET.format(percent)})


def test_the_same_inputs_elsewhere_give_the_same_bytes(tmp_path: Path) -> None:
    documents = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        kit(tmp_path / name).run("assess").assert_success()
        documents.append((tmp_path / name / "assessment.json").read_bytes())
    assert documents[0] == documents[1]


def test_the_instant_comes_from_the_config_or_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kit(tmp_path).run("assess").assessment.provenance.instant.isoformat() == "2025-12-31T00:00:00+00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert kit(tmp_path).run("assess").assessment.provenance.instant.isoformat() == "2026-01-01T00:00:00+00:00"


def test_reading_gives_back_what_was_written_and_it_fits_the_schema(tmp_path: Path) -> None:
    kit(tmp_path).run("assess").assert_success()
    path = tmp_path / "assessment.json"
    assert store.dumps(store.read(path)) == path.read_text("utf-8")
    jsonschema.Draft202012Validator(store.schema()).validate(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{half", "is damaged"),
        ('{"schema_version": 99}', "this zhuoyue reads 1 to"),
        ('{"schema_version": 1, "title": 3}', "is not an assessment"),
        ("[]", "has schema version None"),
    ],
)
def test_a_bad_document_is_refused_with_a_reason(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "assessment.json"
    path.write_text(content)
    with pytest.raises(InputError, match=message):
        store.read(path)


def test_a_document_of_every_earlier_version_is_read(tmp_path: Path) -> None:
    """The documents were written by the releases of their day."""
    for version in range(1, store.SCHEMA_VERSION):
        path = tmp_path / f"{version}.json"
        path.write_bytes(gzip.decompress((DOCUMENTS / f"assessment-{version}.json.gz").read_bytes()))
        assessment = store.read(path)
        assert assessment.schema_version == store.SCHEMA_VERSION
        assert assessment.results[0].score.value == Decimal("27.5")
        assert all(one.id for result in assessment.results for one in result.findings)


def test_a_disk_that_is_full_leaves_the_earlier_document_whole(tmp_path: Path) -> None:
    kit(tmp_path).run("assess").assert_success()
    before = (tmp_path / "assessment.json").read_bytes()
    kit(tmp_path, 55)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    command = [
        sys.executable,
        "-c",
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from zhuoyue.cli.main import run; run()",
        "assess",
        "--no-cache",
        str(tmp_path),
    ]
    done = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, env=os.environ | {"LANG": "C"})
    assert done.returncode == 3
    assert "what was there before is untouched" in done.stderr
    assert (tmp_path / "assessment.json").read_bytes() == before
    assert not list(tmp_path.glob(".*.part"))


def test_diff_names_what_changed_with_points(tmp_path: Path) -> None:
    kit(tmp_path).run("assess").assert_success()
    before = store.read(tmp_path / "assessment.json")
    kit(tmp_path, 60).run("assess").assert_success()
    changes = store.diff(before, store.read(tmp_path / "assessment.json"))
    scores = [(one.subject, one.before, one.after, one.delta) for one in changes if one.kind == "score"]
    assert ("4.1.2", "25", "30", Decimal(5)) in scores
    assert ("total", "25…975", "30…980", None) in scores
    outcome = kit(tmp_path, 60).run("diff")
    assert "4.1.2" in outcome.out
    assert "25 → 30  (+5)" in outcome.out
