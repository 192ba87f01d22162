"""Exhibits: from a collector over judging to a page that explains them, at the tier that shows them."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from zhuoyue import Exhibit, NumberColumn, Text, TextColumn, store
from zhuoyue.testing import ProjectKit, project

PLUGIN = """
from pathlib import Path
from zhuoyue import (Assumption, Collected, Collector, Evidence, Exhibit, Finding, NumberColumn, Page, Text,
                     TextColumn, hookimpl)

def exhibit(source, name, visibility, **more):
    return Exhibit(
        id=f"{source.name}-{name}", kind=f"stock.{name}", title=Text(zh=f"库存{name}", en=f"Stock {name}"),
        source=source.name, method=Text(zh="按行计数", en="rows counted"), visibility=visibility, items=source.items,
        evidence=(f"{source.name}-list", f"{source.name}-deals"),
        columns=(
            TextColumn(key="part", title="Part", values=("<b>bolt</b>", None)),
            NumberColumn(key="count", title="Count", unit="pcs", decimals=1, values=("12.25", None)),
        ), **more)

class Stock(Collector):
    name = "stock"
    isolated = False

    def inputs(self, source):
        return []

    def collect(self, source):
        assumed = Assumption(key="loss", title="Loss a day", value="10", unit="%", origin="a slide")
        common = dict(kind="record", source=source.name, collected_at=source.instant, items=source.items)
        return Collected(
            evidence=(
                Evidence(id=f"{source.name}-list", title="Stock list (list.csv)", locator="records/list.csv",
                         visibility="public", **common),
                Evidence(id=f"{source.name}-deals", title="Deal book", locator="deals.csv", visibility="confidential",
                         **common),
            ),
            exhibits=(
                exhibit(source, "open", "public", notes=(Text(zh="两行未知", en="one row is unknown"),)),
                exhibit(source, "guess", "internal", assumptions=(assumed,)),
                exhibit(source, "secret", "confidential"),
            ))

@hookimpl
def register_collectors():
    return [Stock]

@hookimpl
def assess_customers(item, dossier):
    found = dossier.exhibits_of("stock.open")
    if found:
        yield Finding(kind="strength", text=f"{len(dossier.exhibits_of('stock.'))} exhibits, open: {found[0].count}",
                      evidence=(found[0].id,), visibility="public")

@hookimpl
def register_pages():
    def view(assessment, language):
        return {"exhibit": assessment.exhibits_of("stock.open")[0]}
    folder = Path(__file__).parent
    chapter = Text(zh="库房", en="Store")
    return [
        Page("stock", Text(zh="库存", en="Stock"), "stock.md.j2", folder, view, chapter=chapter),
        Page("stock-empty", Text(zh="空", en="Empty"), "stock.md.j2", folder, lambda a, l: None, chapter=chapter),
    ]
"""
TEMPLATE = """{% import "macros.html.j2" as m with context %}
<p>{{ m.explain(exhibit) }}</p>
"""
CONFIG = '[plugins]\nlocal = ["stock.py"]\n[[sources]]\nname = "s"\ncollector = "stock"\nitems = ["4.3.2"]\n'


def kit_of(root: Path, tier: str) -> ProjectKit:
    kit = project(root, CONFIG, {"stock.py": PLUGIN, "stock.md.j2": TEMPLATE})
    text = (root / "zhuoyue.toml").read_text("utf-8").replace("[assessment]", f'[assessment]\nvisibility = "{tier}"')
    return kit.write({"zhuoyue.toml": text})


@pytest.mark.parametrize(
    ("tier", "kinds"),
    [
        ("public", ["stock.open"]),
        ("internal", ["stock.open", "stock.guess"]),
        ("confidential", ["stock.open", "stock.guess", "stock.secret"]),
    ],
)
def test_exhibits_keep_to_their_tier_and_reach_those_who_judge(tmp_path: Path, tier: str, kinds: list[str]) -> None:
    document = kit_of(tmp_path, tier).run("assess").assert_success().assessment
    assert [one.kind for one in document.exhibits] == kinds
    result = document.result_of["gbt19580-2012:4.3.2"]
    assert set(result.exhibits) == {one.id for one in document.exhibits}
    (finding,) = result.findings
    assert finding.text.en == f"{len(kinds)} exhibits, open: 2"
    shown = document.exhibits_of("stock.open")[0]
    assert shown.evidence == (("s-list", "s-deals") if tier == "confidential" else ("s-list",))
    text = (tmp_path / "assessment.json").read_text("utf-8")
    assert ("Deal book" in text, "Stock secret" in text) == (tier == "confidential",) * 2


def test_every_exhibit_has_a_place_that_explains_it(tmp_path: Path) -> None:
    kit_of(tmp_path, "internal").run("run").assert_success()
    site = tmp_path / "site/en"
    page = (site / "exhibits/s.html").read_text("utf-8")
    assert 'id="x-s-open"' in page
    assert "Figures explained – Stock list</h1>" in page  # not the source's name
    assert page.index('id="x-s-open"') < page.index('id="x-s-guess"')  # in the collector's order
    assert re.search(r'class="zy-scroll"[^>]*aria-label="Assumptions: Stock guess"', page)
    assert "rows counted" in page
    assert "one row is unknown" in page
    assert "&lt;b&gt;bolt&lt;/b&gt;" in page
    assert "<b>bolt</b>" not in page
    assert "12.3" in page  # one decimal, half up
    assert "model assumption" in page
    assert "a slide" in page
    assert "../stock.html" in page
    assert "x-s-secret" not in page
    assert 'href="exhibits/s.html#x-s-open"' in (site / "stock.html").read_text("utf-8")
    assert not (site / "stock-empty.html").exists()
    item = (site / "categories/4-3/4-3-2.html").read_text("utf-8")
    assert "../../exhibits/s.html#x-s-open" in item
    assert "../../stock.html" in item
    assert "Store" in (site / "index.html").read_text("utf-8")


def test_a_page_belongs_to_the_plugin_with_the_longer_name(tmp_path: Path) -> None:
    other = PLUGIN[: PLUGIN.index("class Stock")] + PLUGIN[PLUGIN.index("@hookimpl\ndef register_pages") :]
    other = other.replace('Page("stock", Text(zh="库存", en="Stock")', 'Page("stock-room", Text(zh="库房", en="Room")')
    kit = kit_of(tmp_path, "internal").write(
        {"stock-room.py": other.replace('Page("stock-empty"', 'Page("stock-room-2"')}
    )
    text = (tmp_path / "zhuoyue.toml").read_text("utf-8").replace('["stock.py"]', '["stock.py", "stock-room.py"]')
    kit.write({"zhuoyue.toml": text}).run("run").assert_success()
    assert (tmp_path / "site/en/stock-room.html").exists()
    page = (tmp_path / "site/en/exhibits/s.html").read_text("utf-8")
    shown = page[page.index("Shown on:") :].partition("</p>")[0]
    assert "../stock.html" in shown
    assert "stock-room" not in shown


def test_a_reference_to_an_exhibit_is_no_dangling_one(tmp_path: Path) -> None:
    kit = kit_of(tmp_path, "internal")
    kit.write({"ratings/a.toml": 'assessor = "T"\n[[ratings]]\nitem = "4.3.2"\npercent = 50\n'
               '[[ratings.strengths]]\ntext = "known"\nevidence = ["s-open", "s-opem"]\n'})  # fmt: skip
    document = kit.run("assess").assert_success().assessment
    (problem,) = [one for one in document.problems if one.code == "unresolved-reference"]
    assert "'s-opem'" in problem.text.en
    assert "'s-open'" in problem.text.en  # the nearest


def test_a_table_is_of_one_length_and_its_columns_differ() -> None:
    def made(*columns: NumberColumn | TextColumn) -> Exhibit:
        text = Text(en="t")
        return Exhibit(id="a", kind="a.b", title=text, source="a", method=text, columns=columns)

    one = NumberColumn(key="n", title=Text(en="n"), values=(Decimal("1.50"), None))
    word = TextColumn(key="w", title=Text(en="w"), values=(Text(zh="甲", en="A"), None))
    good = made(one, word)
    assert good.numbers("n") == (Decimal("1.5"), None)
    assert good.pick(w="甲") == good.pick(w="A") == {"n": Decimal("1.5"), "w": Text(zh="甲", en="A")}
    assert good.pick(w="B") is None
    with pytest.raises(KeyError):
        good.numbers("w")
    with pytest.raises(ValidationError, match="differ in length"):
        made(one, TextColumn(key="w", title=Text(en="w"), values=()))
    with pytest.raises(ValidationError, match="occurs twice"):
        made(one, one)
    assert Exhibit.model_validate_json(good.model_dump_json()) == good


def test_a_document_of_version_2_has_no_exhibits(tmp_path: Path) -> None:
    document = kit_of(tmp_path, "internal").run("assess").assert_success().assessment
    data = store.dumps(document)
    path = tmp_path / "old.json"
    old = json.loads(data)
    old["schema_version"] = 2
    (old["scheme"],) = old.pop("schemes").values()
    del old["exhibits"]
    for result in old["results"]:
        del result["exhibits"]
    path.write_text(json.dumps(old), "utf-8")
    assert store.read(path) == document.model_copy(
        update={
            "exhibits": (),
            "results": tuple(one.model_copy(update={"exhibits": ()}) for one in document.results),
        }
    )
