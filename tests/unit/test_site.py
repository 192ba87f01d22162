"""Building the site: what appears, what is left alone, what an organisation may replace."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sample import sample

from zhuoyue.config import SiteConfig
from zhuoyue.errors import ConfigError
from zhuoyue.model.page import Page
from zhuoyue.model.text import Text
from zhuoyue.site import Built, build
from zhuoyue.site_source import write_source
from zhuoyue.swap import MANIFEST

HOSTILE = (
    "<script>window.hacked=1</script>{{7*7}}[x](javascript:alert(1)){: onclick=alert(1) }"
    "\"'><img src=x onerror=alert(1)>"
)


def pages_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html") if path.name != "404.html"}


class Text2Links(HTMLParser):
    """What a page links to, and what it is called."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.title = ""
        self.handlers: list[str] = []
        self._in_title = False
        self._main = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._in_title = tag == "title" and not self.title
        self._main = self._main or tag == "article"
        if tag == "a" and self._main and given.get("href"):
            self.links.append(str(given["href"]))
        if given.get("id"):
            self.ids.add(str(given["id"]))
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self._main = self._main and tag != "article"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            self._in_title = False


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("project")
    return build(sample(), SiteConfig(), root, root / "site")


def quick(**changes: Any) -> Any:
    return sample(languages=("en",), **changes)


def test_both_languages_have_the_same_pages(built: Built) -> None:
    zh, en = pages_of(built.folder / "zh"), pages_of(built.folder / "en")
    assert zh == en
    assert {"index.html", "scorecard.html", "categories/4-1/index.html", "categories/4-3/4-3-3.html"} <= zh
    assert built.pages == len(zh) + len(en)
    assert built.warnings == ()


def test_every_link_inside_the_site_leads_somewhere(built: Built) -> None:
    pages = {path.resolve(): Text2Links(path.read_text("utf-8")) for path in built.folder.rglob("*.html")}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            if re.match(r"https?:|mailto:", target):
                continue
            found = pages.get((path.parent / target).resolve() if target else path)
            if found is None or (anchor and anchor not in found.ids):
                broken.append(f"{path.name} -> {link}")
    assert broken == []


def test_no_page_asks_another_machine_for_anything(built: Built) -> None:
    pattern = re.compile(r'(?:src|href)="(?:https?:)?//')
    found = [path.name for path in built.folder.rglob("*.html") if pattern.search(path.read_text("utf-8"))]
    assert found == []


def test_front_page_leads_to_the_default_language(built: Built) -> None:
    page = (built.folder / "index.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=zh/index.html">' in page
    assert 'href="en/index.html"' in page


def test_an_unchanged_site_is_left_alone_at_once(tmp_path: Path) -> None:
    build(quick(), SiteConfig(), tmp_path, tmp_path / "site")
    stamp = (tmp_path / "site" / "en" / "index.html").stat().st_mtime_ns
    assert build(quick(), SiteConfig(), tmp_path, tmp_path / "site").skipped
    assert (tmp_path / "site" / "en" / "index.html").stat().st_mtime_ns == stamp
    (tmp_path / "site" / "en" / "scorecard.html").unlink()
    assert not build(quick(), SiteConfig(), tmp_path, tmp_path / "site").skipped
    assert not build(quick(), SiteConfig(colour="#7a1f3d"), tmp_path, tmp_path / "site").skipped
    assert sorted(path.name for path in tmp_path.iterdir()) == [".zhuoyue", "site"]


@pytest.mark.parametrize("change", [lambda text: "", lambda text: text[: len(text) // 2], str.swapcase])
def test_a_damaged_page_is_mended(tmp_path: Path, change: Any) -> None:
    out = build(quick(), SiteConfig(), tmp_path, tmp_path / "site").folder
    page = out / "en" / "scorecard.html"
    text = page.read_text("utf-8")
    page.write_text(change(text), "utf-8")
    assert not build(quick(), SiteConfig(), tmp_path, out).skipped
    assert page.read_text("utf-8") == text


def test_what_the_user_put_into_the_site_stays_there(tmp_path: Path) -> None:
    out = build(quick(), SiteConfig(), tmp_path, tmp_path / "site").folder
    (out / "CNAME").write_text("report.example.org", "utf-8")
    (out / ".git").mkdir()
    (out / ".git" / "HEAD").write_text("ref: refs/heads/pages", "utf-8")
    assert build(quick(), SiteConfig(), tmp_path, out).skipped
    assert not build(quick(), SiteConfig(colour="#7a1f3d"), tmp_path, out).skipped
    assert (out / "CNAME").read_text("utf-8") == "report.example.org"
    assert (out / ".git" / "HEAD").read_text("utf-8") == "ref: refs/heads/pages"
    assert build(quick(), SiteConfig(colour="#7a1f3d"), tmp_path, out).skipped


def test_a_run_that_was_killed_leaves_nothing_for_good(tmp_path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from sample import sample\n"
        "from zhuoyue.config import SiteConfig; from zhuoyue.site import build\n"
        f"root = Path({str(tmp_path)!r})\n"
        "build(sample(languages=('en',)), SiteConfig(), root, root / 'site', progress=lambda *one: os._exit(9))\n"
    )
    path = {"PYTHONPATH": str(Path(__file__).parent / "report")}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=os.environ | path).returncode == 9
    assert len(list(tmp_path.glob(".site-*"))) == 1
    build(quick(), SiteConfig(), tmp_path, tmp_path / "site")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".zhuoyue", "site"]


def test_skipping_does_not_load_the_engine(tmp_path: Path) -> None:
    build(quick(), SiteConfig(), tmp_path, tmp_path / "site")
    code = (
        "import sys; from pathlib import Path; from sample import sample\n"
        "from zhuoyue.config import SiteConfig; from zhuoyue.site import build\n"
        f"root = Path({str(tmp_path)!r})\n"
        "assert build(sample(languages=('en',)), SiteConfig(), root, root / 'site').skipped\n"
        "assert not {'mkdocs', 'jieba', 'material'} & set(sys.modules)\n"
    )
    folder = Path(__file__).parent / "report"
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": str(folder)})


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(quick(), SiteConfig(), tmp_path, tmp_path / name)
    for path in (tmp_path / "one").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failing_build_leaves_the_earlier_site_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    build(quick(), SiteConfig(), tmp_path, tmp_path / "site")
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}

    def fail(done: int, total: int) -> None:
        if done > total / 2:
            raise fault

    with pytest.raises(type(fault)):
        build(quick(unrated=()), SiteConfig(), tmp_path, tmp_path / "site", progress=fail)
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".zhuoyue", "site"]


def test_progress_counts_every_page_once(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    done = build(quick(), SiteConfig(), tmp_path, tmp_path / "site", progress=lambda *one: seen.append(one))
    assert seen == [(number, done.pages) for number in range(1, done.pages + 1)]


def test_a_folder_that_is_not_a_site_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.docx").write_text("years of work", "utf-8")
    with pytest.raises(ConfigError, match="not an earlier site"):
        build(quick(), SiteConfig(), tmp_path, tmp_path / "site")
    with pytest.raises(ConfigError, match="project itself"):
        build(quick(), SiteConfig(), tmp_path, tmp_path)


def test_missing_files_of_the_settings_are_all_named(tmp_path: Path) -> None:
    settings = SiteConfig(logo="logo.svg", styles=("a.css", "b.css"), templates="mine")
    with pytest.raises(ConfigError) as caught:
        build(quick(), settings, tmp_path, tmp_path / "site")
    assert [fault.where for fault in caught.value.faults] == [
        "site.logo: logo.svg",
        "site.styles: a.css",
        "site.styles: b.css",
        "site.templates: mine",
    ]


def test_files_of_the_settings_are_of_the_right_kind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("", "utf-8")
    settings = SiteConfig(logo="folder", styles=("file", "folder"), templates="file")
    with pytest.raises(ConfigError) as caught:
        build(quick(), settings, tmp_path, tmp_path / "site")
    assert caught.value.text("en").splitlines() == [
        "site.logo: folder: is a folder; expected a file",
        "site.styles: folder: is a folder; expected a file",
        "site.templates: file: is a file; expected a folder",
    ]
    assert caught.value.text("zh").splitlines() == [
        "site.logo: folder: 是文件夹，应为文件",
        "site.styles: folder: 是文件夹，应为文件",
        "site.templates: file: 是文件，应为文件夹",
    ]


def test_files_outside_the_project_are_not_published(tmp_path: Path) -> None:
    (tmp_path / "secret.css").write_text("/* secret */")
    root = tmp_path / "project"
    root.mkdir()
    (root / "link.css").symlink_to(tmp_path / "secret.css")
    for name in ("../secret.css", str(tmp_path / "secret.css"), "link.css"):
        with pytest.raises(ConfigError, match="leaves the project folder"):
            build(sample(), SiteConfig(styles=(name,)), root, root / "site")
    assert not (root / "site").exists()


def test_templates_styles_and_logo_of_the_organisation(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "glossary.md.j2").write_text("<p>{{ terms | length }} own words</p>\n", "utf-8")
    (tmp_path / "own.css").write_text(":root { --zy-accent: #7a1f3d; }", "utf-8")
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    settings = SiteConfig(templates="mine", styles=("own.css",), logo="logo.svg")
    build(quick(), settings, tmp_path, tmp_path / "site")
    page = (tmp_path / "site" / "en" / "glossary.html").read_text("utf-8")
    assert "own words</p>" in page
    assert 'href="assets/own/own.css"' in page
    assert 'src="assets/own/logo.svg"' in page


def test_styles_of_one_name_stay_apart(tmp_path: Path) -> None:
    names = ("a/own.css", "b/own.css", ".brand/own.css", "./own.css")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"/* {name} */", "utf-8")
    (tmp_path / "a" / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    settings = SiteConfig(styles=names, logo="a/logo.svg")
    out = build(quick(), settings, tmp_path, tmp_path / "site").folder / "en"
    page = (out / "glossary.html").read_text("utf-8")
    links = re.findall(r'href="(assets/own/[^"]*)"', page)
    assert [(out / link).read_text("utf-8") for link in links if link.endswith(".css")] == [
        f"/* {name} */" for name in names
    ]
    assert 'src="assets/own/a/logo.svg"' in page
    assert (out / "assets" / "own" / "a" / "logo.svg").is_file()


def plugin_page(folder: Path, template: str, view: Any = lambda assessment, language: {}) -> Page:
    folder.mkdir(exist_ok=True)
    (folder / "extra.md.j2").write_text(template, "utf-8")
    return Page("extra", Text(zh="附页", en="Extra page"), "extra.md.j2", folder, view)


def test_a_page_of_a_plugin(tmp_path: Path) -> None:
    page = plugin_page(
        tmp_path / "plugin",
        "## {{ name | md }}\n\n"
        '<p>{{ name }} <a href="{{ link.page("scorecard") }}">{{ assessment.title | say }}</a></p>\n',
        lambda assessment, language: {"name": f"{language} <b>"},
    )
    done = build(quick(), SiteConfig(), tmp_path, tmp_path / "site", pages=[page])
    text = (done.folder / "en" / "extra.html").read_text("utf-8")
    assert '<p>en &lt;b&gt; <a href="scorecard.html">' in text
    assert "<title>Extra page - Sample Manufacturing</title>" in text
    assert done.warnings == ()


def test_a_broken_page_of_a_plugin_does_not_stop_the_site(tmp_path: Path) -> None:
    page = plugin_page(tmp_path / "plugin", "{{ nothing.at_all }}")
    done = build(quick(), SiteConfig(), tmp_path, tmp_path / "site", pages=[page])
    assert "the plugin behind it failed" in (done.folder / "en" / "extra.html").read_text("utf-8")
    assert [warning.partition(":")[0] for warning in done.warnings] == ["page extra failed"]


def test_a_plugin_may_add_filters(tmp_path: Path) -> None:
    page = plugin_page(tmp_path / "plugin", "<p>{{ 'quiet' | shout }}</p>")

    def prepare(environment: Any, assessment: Any) -> None:
        environment.filters["shout"] = str.upper

    done = build(quick(), SiteConfig(), tmp_path, tmp_path / "site", pages=[page], prepare=prepare)
    assert "<p>QUIET</p>" in (done.folder / "en" / "extra.html").read_text("utf-8")


def test_hostile_records_stay_text_on_every_page(tmp_path: Path) -> None:
    plain = build(quick(), SiteConfig(), tmp_path, tmp_path / "plain").folder / "en"
    hostile = build(quick(hostile=HOSTILE), SiteConfig(), tmp_path, tmp_path / "hostile").folder / "en"
    for name in pages_of(plain):
        text = (hostile / name).read_text("utf-8")
        page = Text2Links(text)
        assert page.handlers == [], name
        assert text.count("<script") == (plain / name).read_text("utf-8").count("<script"), name
        assert "<img" not in text, name
        assert not any(link.lower().startswith("javascript") for link in page.links), name
    assert "{{7*7}}" in html.unescape((hostile / "categories/4-7/4-7-3.html").read_text("utf-8"))


def test_many_records_are_spread_over_pages(tmp_path: Path) -> None:
    done = build(quick(many=600), SiteConfig(), tmp_path, tmp_path / "site")
    register = done.folder / "en" / "evidence"
    assert len(list(register.glob("*.html"))) == 8
    assert all(len(path.read_bytes()) < 400_000 for path in register.glob("*.html"))


def test_zensical_builds_the_same_pages(tmp_path: Path) -> None:
    source = tmp_path / "source"
    write_source(sample(), SiteConfig(), tmp_path, source)
    done = build(sample(), SiteConfig(), tmp_path, tmp_path / "site")
    for language in ("zh", "en"):
        subprocess.run(
            [str(Path(sys.executable).with_name("zensical")), "build", "-f", "mkdocs.yml"],
            cwd=source / language,
            check=True,
            capture_output=True,
        )
        other = source / language / "site"
        ours = done.folder / language
        assert pages_of(other) == pages_of(ours)
        for name in sorted(pages_of(ours)):
            one = Text2Links((ours / name).read_text("utf-8"))
            two = Text2Links((other / name).read_text("utf-8"))
            assert one.title == two.title, name
            assert [link for link in one.links if link in two.links] == one.links, name


def test_engine_faults_become_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mkdocs.exceptions import Abort

    from zhuoyue.errors import PluginError

    def abort(config: object) -> None:
        raise Abort("aborted with a fault")

    monkeypatch.setattr("mkdocs.commands.build.build", abort)
    with pytest.raises(PluginError, match="mkdocs: aborted with a fault"):
        build(quick(), SiteConfig(), tmp_path, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_manifest_marks_the_folder(built: Built) -> None:
    assert (built.folder / MANIFEST).is_file()
