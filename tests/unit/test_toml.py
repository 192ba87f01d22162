"""Key paths find their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuoyue import InputError, read_toml

TEXT = '''\
# comment with [brackets] = and "quotes
[organisation]
name = { zh = "甲", en = "A" }   # inline

[[sources]]
name = "one"
query = """
[not.a.table]
name = "not a key"
"""
columns = [
  "a = 1",   # ]
  'b',
]
[[sources.measures]]
id = "m1"
[[sources.measures]]
id = "m2"
[sources.extra."quoted key"]
deep.er = 1
[[sources]]
name = "two"
[[sources.measures]]
id = "m3"
'''


def lines(tmp_path: Path) -> dict[tuple[str | int, ...], int]:
    path = tmp_path / "a.toml"
    path.write_text(TEXT, "utf-8")
    return read_toml(path, "a.toml").lines


@pytest.mark.parametrize(
    ("key", "needle"),
    [
        (("organisation",), "[organisation]"),
        (("organisation", "name"), "name = { zh"),
        (("sources", 0, "name"), 'name = "one"'),
        (("sources", 0, "query"), 'query = """'),
        (("sources", 0, "columns"), "columns = ["),
        (("sources", 0, "measures", 0, "id"), 'id = "m1"'),
        (("sources", 0, "measures", 1, "id"), 'id = "m2"'),
        (("sources", 0, "extra", "quoted key", "deep", "er"), "deep.er = 1"),
        (("sources", 1, "name"), 'name = "two"'),
        (("sources", 1, "measures", 0, "id"), 'id = "m3"'),
    ],
)
def test_each_key_has_its_line(tmp_path: Path, key: tuple[str | int, ...], needle: str) -> None:
    expected = next(number for number, line in enumerate(TEXT.splitlines(), 1) if line.startswith(needle))
    assert lines(tmp_path)[key] == expected


def test_what_stands_inside_strings_is_no_key(tmp_path: Path) -> None:
    assert not any("not" in key for key in lines(tmp_path))


def test_an_inline_table_is_found_by_its_longest_known_prefix(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(TEXT, "utf-8")
    assert read_toml(path, "a.toml").where(("organisation", "name", "fr")) == "a.toml:3: organisation.name.fr"


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b'a = 1\nb = "x\n', "a.toml:2:7"),
        (b"a = 1\n\nb = \n", "a.toml:3:5"),
        ("名称 = 1\n".encode(), "a.toml:1:1"),
        (b"a = 1\nb = '\xb2\xe2'\n", "a.toml:2"),
    ],
)
def test_syntax_and_encoding_errors_name_the_place(tmp_path: Path, data: bytes, where: str) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_toml(path, "a.toml")
    assert caught.value.faults[0].where == where


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\n")
    assert read_toml(path).data == {"a": 1}


def test_a_bare_chinese_key_gets_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('[columns]\n产品线 = ["产品线"]\n', "utf-8")
    with pytest.raises(InputError, match='needs quotes: "产品线"'):
        read_toml(path, "a.toml")


@pytest.mark.parametrize(
    ("line", "en", "zh"),
    [
        ("as_of = 2025/12/31", "a date is written 2025-12-31", "日期应写作 2025-12-31"),
        ("as_of = 2025-13-31", "there is no such day", "没有这一天"),
        ('a = ["x"，"y"]', "is Chinese punctuation", "是中文标点"),
        ("name = “示例”", "is Chinese punctuation", "是中文标点"),
        ("name = 示例", 'a text needs quotes: "示例"', '文本需要加引号："示例"'),
        ("colour = blue # why", 'a text needs quotes: "blue"', '文本需要加引号："blue"'),
        ('name = "open', "", "文本缺少右引号"),
        ("target = { 2023年 = 80 }", 'needs quotes: "2023年"', '需要加引号："2023年"'),
        ("percent = 35%", "write 35 without the sign", "请写 35，不带百分号"),
        ("as_of = 2025年12月31日", "a date is written 2025-12-31", "日期应写作 2025-12-31"),
        ('path = "records\\x.csv"', "in paths write /", "路径请用 /"),
        ("[t]", "put its keys into the table of this name above", "请把内容并入上文同名的表"),
    ],
)
def test_the_usual_slips_are_explained_in_both_languages(tmp_path: Path, line: str, en: str, zh: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(f"[t]\n{line}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_toml(path, "a.toml")
    fault = caught.value.faults[0]
    assert en in fault.en
    assert zh in fault.zh
    assert fault.where.startswith("a.toml:2:")
