"""Changing a sheet's file in place: every layout that TOML allows, and nothing touched that is not meant."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli

from zhuoyue.model.criteria import Criteria
from zhuoyue.model.text import Text
from zhuoyue.project import open_project
from zhuoyue.rating_sheet import FindingRow, QuestionRow, RatingRow, RatingSheet
from zhuoyue.testing import project
from zhuoyue.toml import read_toml
from zhuoyue.worksheet.edit import edited

TABLES = """\
# head
assessor = "chen"

# about
[[ratings]]
item = "4.3.3"
percent = 45 # sure
# before the notes
[ratings.dimensions]
A = "a" # keep
# first
[[ratings.strengths]]
text = "s1" # one
# second
[[ratings.strengths]]
text = { en = "s2" }

# untouched
[[ratings]]
item = "4.4.5"
reason = '''
# no comment
[[ratings.strengths]]
'''

# themes
[[key_themes]]
kind = "strength"
scope = "process"
text = "t"
"""
INLINE = """\
assessor = "chen"
[[ratings]]
item = "gbt19580-2012:4.3.3"
percent = 45 # sure
dimensions = { A = "a" }
strengths = [{ text = "s1" }, { text = "s2" }] # short
[[ratings]] # second
item = "4.4.5"
reason = "r" # keep
"""
DOTTED = INLINE.replace("dimensions = { A =", "dimensions.A =").replace('"a" }', '"a" # note')
ARRAY = """\
# kept
assessor = "chen"
ratings = [{ item = "4.3.3", percent = 45, dimensions = { A = "a" }, strengths = [{ text = "s1" }, { text = "s2" }] }]
"""
CHANGES: dict[str, Any] = {
    "percent": Decimal("62.5"),
    "reason": Text(zh="因为", en="because"),
    "dimensions.A": None,
    "dimensions.D": Text(zh="展开"),
    "strengths": (FindingRow(text=Text(en="s2")), FindingRow(text=Text(en="s3"))),
    "questions": (QuestionRow(text=Text(en="q"), answer=Text(en="a")),),
}


@pytest.fixture(scope="module")
def criteria(tmp_path_factory: pytest.TempPathFactory) -> Criteria:
    return open_project(project(tmp_path_factory.mktemp("p")).root).criteria


def change(text: str, criteria: Criteria, folder: Path) -> tuple[str, RatingSheet]:
    """Apply the changes to 4.3.3 and a new row to 4.1.2; return the text and what it must say."""
    path = folder / "chen.toml"
    path.write_bytes(text.encode())
    file = read_toml(path)
    before = RatingSheet.model_validate(file.data)
    new = {"percent": Decimal(20), "dimensions.A": Text(en="new")}
    old = before.ratings[0]
    rows = (
        old.model_copy(
            update={key: value for key, value in CHANGES.items() if "." not in key}
            | {"dimensions": {"D": CHANGES["dimensions.D"]}}
        ),
        *before.ratings[1:],
        RatingRow(item="4.1.2", percent=Decimal(20), dimensions={"A": Text(en="new")}),
    )
    sheet = before.model_copy(update={"ratings": rows})
    prefix = criteria.id
    return edited(text, file, sheet, {f"{prefix}:4.3.3": CHANGES, f"{prefix}:4.1.2": new}, criteria), sheet


@pytest.mark.parametrize("text", [TABLES, INLINE, DOTTED, ARRAY, TABLES.replace("\n", "\r\n")])
def test_every_layout_says_afterwards_what_it_should(text: str, criteria: Criteria, tmp_path: Path) -> None:
    result, sheet = change(text, criteria, tmp_path)
    assert RatingSheet.model_validate(tomli.loads(result)) == sheet


def test_comments_and_untouched_rows_stay(criteria: Criteria, tmp_path: Path) -> None:
    result, _ = change(TABLES, criteria, tmp_path)
    untouched = TABLES[TABLES.index("\n# untouched") : TABLES.index("\n# themes")]
    assert result.startswith(
        '# head\nassessor = "chen"\n\n# about\n[[ratings]]\nitem = "4.3.3"\npercent = 62.5 # sure\n'
    )
    assert "# before the notes\n[ratings.dimensions]\n" in result
    assert '# second\n[[ratings.strengths]]\ntext = { en = "s2" }\n' in result
    assert untouched in result
    assert result.endswith(TABLES[TABLES.index("\n# themes") :])
    inline, _ = change(INLINE, criteria, tmp_path)
    assert inline.count("percent = 62.5 # sure") == 1
    assert '[[ratings]] # second\nitem = "4.4.5"\nreason = "r" # keep\n' in inline
    windows, _ = change(TABLES.replace("\n", "\r\n"), criteria, tmp_path)
    assert "\n" not in windows.replace("\r\n", "")
    array, _ = change(ARRAY, criteria, tmp_path)
    assert array.startswith("# kept\n")
