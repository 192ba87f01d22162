"""The score sheet opens in a second reader and says what the assessment says."""

from __future__ import annotations

import csv
from pathlib import Path

from zhuoyue.testing import project

SHEET = """\
assessor = "T"
stage = "consensus"
[[ratings]]
item = "4.1.2"
percent = 55
[[ratings.strengths]]
text = "=1+1 looks like a formula"
"""


def test_the_sheet_has_every_item_sums_and_no_zero_for_unknown(tmp_path: Path) -> None:
    kit = project(tmp_path, "", {"ratings/a.toml": SHEET}, ("gbt19580", "holistic", "scoresheet"))
    kit.run("assess").assert_success()
    path = Path(kit.run("export", "--to", "scoresheet", language="zh").assert_success().out.strip())
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["条款"] or row["名称"]: row for row in csv.DictReader(stream)}
    assert len(rows) == 7 + 23 + 1
    assert (rows["4.1.2"]["分值"], rows["4.1.2"]["百分比"], rows["4.1.2"]["得分"]) == ("50", "55", "27.5")
    assert rows["4.1.2"]["优势"] == "'=1+1 looks like a formula"
    assert (rows["4.1.3"]["得分"], rows["4.1.3"]["最低"], rows["4.1.3"]["最高"]) == ("", "0", "30")
    assert (rows["总计"]["得分"], rows["总计"]["最低"], rows["总计"]["最高"]) == ("", "27.5", "977.5")


def test_an_unknown_exporter_is_named_with_the_nearest(tmp_path: Path) -> None:
    kit = project(tmp_path, "", {}, ("gbt19580", "holistic", "scoresheet"))
    outcome = kit.run("export", "--to", "scoresheat")
    assert outcome.code == 2
    assert "no exporter 'scoresheat' – did you mean 'scoresheet'?" in outcome.err
