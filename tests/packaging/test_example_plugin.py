"""The example distribution, built and installed as a stranger's, takes part through its entry point."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from zhuoyue.testing import LOAD, project

ROOT = Path(__file__).resolve().parents[2]
SHEET = """\
assessor = "T"
[[ratings]]
item = "4.7.2"
percent = 40
[[ratings.improvements]]
text = { zh = "缺少对比。另有他事。", en = "No comparison. More to say." }
"""


def test_it_adds_a_page_a_filter_and_a_file(tmp_path: Path) -> None:
    site_packages = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--target", str(site_packages), str(ROOT / "plugins/zhuoyue-example")], check=True)
    root = tmp_path / "project"
    project(root, "", {"ratings/a.toml": SHEET})
    environment = os.environ | {
        "PYTHONPATH": str(site_packages),
        LOAD: "gbt19580,holistic,example",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "zhuoyue.cli", "run", str(root), "--lang", "en"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads((root / "next-steps.json").read_text("utf-8")) == [
        {"item": "4.7.2", "points": "48", "text": {"zh": "缺少对比。另有他事。", "en": "No comparison. More to say."}}
    ]
    for language, sentence, rest in (("zh", "缺少对比。", "另有他事"), ("en", "No comparison.", "More to say")):
        (page,) = (root / "site" / language).rglob("*next-steps*.html")
        text = page.read_text("utf-8")
        assert sentence in text
        assert rest not in text
