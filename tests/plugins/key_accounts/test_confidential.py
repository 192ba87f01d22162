"""Names of accounts and contact persons stay with those who may see them: everything published is searched for them."""

from __future__ import annotations

from pathlib import Path

from zhuoyue import Assessment, Visibility
from zhuoyue.report.edition import Edition
from zhuoyue.testing import project
from zhuoyue_plugins.key_accounts.pages.declared import PAGES, view, view_accounts

from .conftest import CONFIG, HEADS, Kit, exhibit, rows

PLUGINS = ("gbt19580", "holistic", "key-accounts")
TOP = ("revenue", "register", "visits", "tiers", "default_tier")
COMPANIES = [f"Vermilion{chr(65 + number)} & Söhne <b>{number}</b>" for number in range(14)]
PEOPLE = [f"Ottoline Quill{chr(97 + number)}" for number in range(14)]
STRANGERS = ["Marmoset Holdings", "Wombat | Partners", "Nightjar Trust"]
SECRETS = ["Vermilion", "Söhne", "Ottoline", "Quill", "Marmoset", "Wombat", "Nightjar"]


def files() -> dict[str, str | bytes]:
    """Return records in which the account is known by its name, and names stand where they do not belong."""
    revenue, register, visits = [], [], []
    for number, (company, person) in enumerate(zip(COMPANIES, PEOPLE, strict=True)):
        until = 36 if number % 5 else 14
        for at in range(until):
            revenue.append(f'"{company}",{2023 + at // 12}-{at % 12 + 1:02d},{(number + 1) * 11},L{number % 2},3')
            if at % 4 == 0:
                visits.append(f'"{company}",{2023 + at // 12}-{at % 12 + 1:02d}-05,call,x')
        contact = person if number != 3 else ""
        register.append(
            f'"{company}","{company}",G{number % 3},20{10 + number}-02-03,{contact},2024-01-0{number % 9 + 1},'
        )
    revenue += [
        f"{STRANGERS[0]},2024-05,9,L0,1",
        f'"{COMPANIES[1]}",2024-05,{PEOPLE[1]},L0,1',
        f'"{COMPANIES[2]}",{PEOPLE[2]},4,L0,1',
    ]
    register += [
        f'"{COMPANIES[4]}",again,G1,{PEOPLE[5]},{PEOPLE[6]},{COMPANIES[7]},',
        f"{STRANGERS[2]},x,G1,2025-01-01,,,",
    ]
    visits += [f"{STRANGERS[1]},2024-05-05,call,x", f'"{COMPANIES[1]}",{PEOPLE[8]},call,x']
    tables = {"revenue": revenue, "register": register, "visits": visits}
    return {f"{name}.csv": "\n".join([HEADS[name], *lines]) + "\n" for name, lines in tables.items()}


def config(published: str, source: str, names: str = "") -> str:
    """Return a project's config: the settings of the tests' config under `[[sources]]`."""
    text = CONFIG
    for table in TOP:
        text = text.replace(f"[[{table}]]", f"[[sources.{table}]]").replace(f"[{table}]", f"[sources.{table}]")
    text = text.replace("[register.fields]", "[sources.register.fields]")
    text = text.replace('path = "register.csv"', 'unique = "Account"\npath = "register.csv"')
    head = f'name = "src"\ncollector = "key-accounts"\nitems = ["4.3.3", "4.7.3"]\nvisibility = "{source}"\n'
    return f'visibility = "{published}"\n[[sources]]\n{head}{names}{text}'


def published(root: Path) -> dict[str, str]:
    """Return the text of everything that is published: the assessment, the site, its search index."""
    places = [root / "assessment.json", *(root / "site").rglob("*")]
    return {
        place.relative_to(root).as_posix(): place.read_text(encoding="utf-8", errors="replace")
        for place in places
        if place.is_file() and place.suffix in (".json", ".html", ".js", ".xml", ".txt", ".md", ".csv")
    }


def pages(assessment: Assessment, language: str) -> dict[str, str]:
    """Return every page of the site as it is handed to the site engine."""
    return {leaf.path: leaf.text for leaf in Edition(assessment, language, pages=PAGES).leaves()}


def test_the_public_site_names_nobody(tmp_path: Path) -> None:
    outcome = project(tmp_path, config("public", "public"), files(), PLUGINS).run("run")
    texts = published(tmp_path)
    assert any(name.endswith("key-accounts.html") for name in texts)
    assert any("search" in name for name in texts)
    assert not {(name, secret) for name, text in texts.items() for secret in SECRETS if secret in text}
    assert not [secret for secret in SECRETS if secret in outcome.out + outcome.err]
    page = next(text for name, text in texts.items() if name.endswith("en/key-accounts-accounts.html"))
    assert "Account 01" in page
    kinds = {one.kind for one in outcome.assessment.exhibits}
    assert {"key-accounts.accounts", "key-accounts.records"} <= kinds
    assert not {"key-accounts.named", "key-accounts.strangers"} & kinds


def test_an_internal_report_names_nobody_and_still_finds(tmp_path: Path) -> None:
    assessment = project(tmp_path, config("internal", "internal"), files(), PLUGINS).run("assess").assessment
    texts = [(tmp_path / "assessment.json").read_text(encoding="utf-8")]
    texts += [text for language in ("zh", "en") for text in pages(assessment, language).values()]
    assert not [secret for text in texts for secret in SECRETS if secret in text]
    mine = [one for result in assessment.results for one in result.findings if one.source == "key-accounts"]
    assert mine
    assert all(one.visibility is Visibility.INTERNAL for one in mine)
    assert view(assessment.model_copy(update={"exhibits": ()}), "en") is None
    assert view_accounts(assessment.model_copy(update={"exhibits": ()}), "en") is None


def test_at_their_tier_everybody_is_named(tmp_path: Path) -> None:
    assessment = project(tmp_path, config("confidential", "internal"), files(), PLUGINS).run("assess").assessment
    text = pages(assessment, "en")["key-accounts-accounts.md"]
    for secret in ("Vermilion", "Söhne", "Ottoline Quilla", "Marmoset Holdings", "Wombat | Partners", "Nightjar Trust"):
        assert secret in text
    assert "<b>1</b>" not in text
    assert "&lt;b&gt;1&lt;/b&gt;" in text
    # The problems quote the cells that stand in the wrong place, and the accounts that occur twice.
    quoted = " ".join(problem.text.en for problem in assessment.problems)
    assert PEOPLE[1] in quoted
    assert COMPANIES[4] in quoted
    assert "src-concentration-complete" in {one.id for one in assessment.exhibits}


def test_an_organisation_may_name_them_to_more_readers(kit: Kit) -> None:
    kit.write(revenue="A0,2025-01,5,L,1", register="A0,Vermilion,G1,2019-01-01,Ottoline,2025-01-01,")
    for names, expected in (("internal", Visibility.INTERNAL), ("public", Visibility.INTERNAL)):
        collected = kit.collect(visibility=Visibility.INTERNAL, names=names)
        assert exhibit(collected, "named").visibility is expected
        # Figures of few accounts are withheld all the same.
        assert exhibit(collected, "tiers-complete").visibility is Visibility.CONFIDENTIAL


def _few(kit: Kit) -> Kit:
    """Write 3 gold accounts, 8 silver and 30 bronze ones."""
    sizes = [150] * 3 + [60] * 8 + [10] * 30
    lines = [
        f"A{number},{year}-{month:02d},{size},L1,1"
        for number, size in enumerate(sizes)
        for year in (2024, 2025)
        for month in range(1, 13)
    ]
    return kit.write(revenue="\n".join(lines))


def test_figures_of_few_accounts_are_withheld(kit: Kit) -> None:
    collected = _few(kit).collect(visibility=Visibility.INTERNAL)
    last = {row["tier"]: row for row in rows(collected, "tiers") if row["period"] == "2025"}
    assert last["Gold"]["revenue"] is None
    assert last["Gold"]["accounts"] == 3
    assert last["Silver"]["revenue"] is None  # else the total would give gold away
    assert last["Bronze"]["revenue"] == 3600
    assert last["all"]["revenue"] == 3 * 1800 + 8 * 720 + 30 * 120
    shown = exhibit(collected, "tiers")
    assert shown.visibility is Visibility.INTERNAL
    assert any("fewer than 5" in note.en for note in shown.notes)
    whole = exhibit(collected, "tiers-complete")
    assert whole.visibility is Visibility.CONFIDENTIAL
    assert whole.items == ()
    assert None not in whole.numbers("revenue")


def test_nothing_is_withheld_from_those_who_see_everything(kit: Kit) -> None:
    collected = _few(kit).collect(visibility=Visibility.CONFIDENTIAL)
    assert None not in exhibit(collected, "tiers").numbers("revenue")
    assert not [one for one in collected.exhibits if one.id.endswith("-complete")]


def test_the_curve_shows_no_single_account(kit: Kit) -> None:
    collected = _few(kit).collect(visibility=Visibility.INTERNAL)
    assert exhibit(collected, "lorenz").count == 6  # 41 accounts: five steps of eight
    assert exhibit(collected, "lorenz-complete").count == 42
    assert exhibit(collected, "concentration").column("largest") is None
    assert exhibit(collected, "concentration-complete").column("largest") is not None


def test_the_pseudonymous_list_tells_nothing_that_identifies(kit: Kit) -> None:
    _few(kit).write(register="A0,Vermilion,G1,2019-01-01,Ottoline,2025-01-01,")
    collected = kit.collect(visibility=Visibility.INTERNAL)
    keys = [column.key for column in exhibit(collected, "accounts").columns]
    assert not {"revenue", "segment", "start", "name", "number"} & set(keys)
    named = exhibit(collected, "named")
    assert named.visibility is Visibility.CONFIDENTIAL
    by_number = {row["number"]: row["account"] for row in rows(collected, "named")}
    assert len(set(by_number.values())) == 41
    assert "Vermilion" not in "".join(
        one.model_dump_json() for one in collected.exhibits if one.visibility is not Visibility.CONFIDENTIAL
    )
