"""`zhuoyue init` makes a project that works, and its own ten-line plugin shows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from zhuoyue import store
from zhuoyue.cli.main import main


def test_the_starter_project_is_assessed_without_a_warning(tmp_path: Path) -> None:
    root = tmp_path / "mine"
    assert main(["init", str(root), "--lang", "en"]) == 0
    assert main(["check", str(root), "--lang", "en"]) == 0
    assert main(["assess", str(root), "--lang", "en", "--quiet"]) == 0
    assessment = store.read(root / "assessment.json")
    findings = assessment.result_of["gbt19580-2012:4.3.3"].findings
    assert "house_rules" in [finding.source for finding in findings]
    assert assessment.result_of["gbt19580-2012:4.3.3"].score.value == Decimal("22.5")
    assert assessment.result_of["gbt19580-2012:4.7.3"].score.value == 32
    counts = assessment.measure_by_id["complaints-per-year"].points
    rows = (root / "records/complaints.csv").read_text("utf-8").splitlines()[1:]
    years = [row.split(",")[1][:4] for row in rows]
    assert [(point.period, point.value) for point in counts] == [
        (year, years.count(year)) for year in ("2023", "2024", "2025")
    ]
