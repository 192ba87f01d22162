"""A criteria file to start from: a small commented model, or another model under a new name."""

from __future__ import annotations

import re
from typing import Any

from zhuoyue.criteria_file import CriteriaFile
from zhuoyue.interchange.file_data import file_data
from zhuoyue.interchange.toml_file import dumps_data


def names(model: str) -> tuple[str, str]:
    """Return family and edition of an id: `our-model-2026` is the edition 2026 of `our-model`; else the first."""
    family, _, edition = model.rpartition("-")
    return (family, edition) if family and re.fullmatch(r"v?\d[\d.]*", edition) else (model, "1")


def blank(model: str, file: str) -> str:
    """Return a commented criteria file: valid as it is, with five criteria and two schemes.

    Args:
        model: id of the model.
        file: name of the file, which its head tells how to use.
    """
    family, edition = names(model)
    words = {"@ID@": model, "@FAMILY@": family, "@EDITION@": edition, "@FILE@": file}
    return re.sub("@[A-Z]+@", lambda found: words[found[0]], _BLANK)


def derived(file: CriteriaFile, model: str) -> str:
    """Return another model as a criteria file of one's own: nothing in it counts as verified any more."""
    family, edition = names(model)
    source = file.criteria.id
    note = {
        "zh": f"由 {source} 改写而来；代码、名称和分值请自行核对。",
        "en": f"Derived from {source}; codes, names and points are to be checked by whoever changes them.",
    }
    data = file_data(file) | {"id": model, "family": family, "edition": edition, "note": note}
    data.pop("trademark", None)
    data.pop("departures", None)
    return dumps_data(_unverified(data), _HEAD.format(source=source))


def _unverified(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unverified(one) for key, one in value.items() if key != "verified"}
    return [_unverified(one) for one in value] if isinstance(value, list) else value


_HEAD = """\
A model of our own, derived from {source}. Change what differs; then: zhuoyue criteria check FILE
Give it a title of its own. Whether names and marks of the model it comes from may be used is for you to see to.
由 {source} 改写的自有准则。修改后运行：zhuoyue criteria check 文件名
请改用自己的名称；原准则的名称和商标能否使用，请自行确认。"""

_BLANK = """\
# A model of our own. Change words, points and codes; then: zhuoyue criteria check @FILE@
# 自有评价准则。请修改名称、分值和代码，然后运行：zhuoyue criteria check @FILE@
#
# zhuoyue.toml takes it in:                       在 zhuoyue.toml 中引用：
#   [criteria]
#   files = ["@FILE@"]
#   [assessment]
#   criteria = "@ID@"
#
# Texts are { zh = "…", en = "…" } or one of the two.   文本可写中英文，也可只写一种。

id = "@ID@"            # family and edition, small letters / 准则与版本，小写字母
family = "@FAMILY@"
edition = "@EDITION@"
title = { zh = "自有卓越准则", en = "Our own model of excellence" }
note = { zh = "自拟内容。", en = "Our own words." }

# How items are scored. `zhuoyue plugins` lists the schemes there are. / 评分方案；运行 zhuoyue plugins 可查看。
scheme = "holistic"
# The points of all items must make this sum. A model without points: leave out total and every points,
# and say roll_up = "mean" or "lowest". / 各条款分值之和须等于 total；不设分值的准则请删去 total 和所有 points。
total = 100

# A second scheme, for part of the items: the rules of an installed one under a name and with words of our own.
# What differs may be said here: title, rule, step, bands, dimensions. What is left out stays as it is.
# 第二种评分方案，用于部分条款：沿用已有方案的规则，名称和文字自定；未写的部分保持不变。
[[schemes]]
name = "our-levels"
like = "maturity"
title = { zh = "自有成熟度等级", en = "Our levels of maturity" }

# -------- 1 --------

# theme: leadership, strategy, customers, resources, process, measurement or results. It decides who judges the items.
# theme 为七个主题之一，决定由哪些插件评价其条款。
[[categories]]
code = "1"
theme = "leadership"
title = { zh = "领导与文化", en = "Leadership and culture" }

# kind: "process" (how things are done) or "result" (what came of it).
# kind："process" 为过程（怎样做），"result" 为结果（做得怎样）。
[[categories.items]]
code = "1.1"
kind = "process"
points = 20
title = { zh = "方向与表率", en = "Direction and example" }
text = { zh = "领导者怎样指明方向，并以身作则。", en = "How leaders set a direction and live up to it." }

# What is asked. key is its letter. / 要点：所问的内容，key 为其序号。
[[categories.items.topics]]
key = "a"
title = { zh = "方向", en = "Direction" }
text = { zh = "怎样确定方向，并让每个人理解？", en = "How is the direction set, and how do all come to understand it?" }

[[categories.items.topics]]
key = "b"
title = { zh = "表率", en = "Example" }
text = { zh = "领导者怎样以行动作出表率？", en = "How do leaders show by what they do that they mean it?" }

# -------- 2 --------

[[categories]]
code = "2"
theme = "customers"
title = { zh = "顾客", en = "Customers" }

[[categories.items]]
code = "2.1"
kind = "process"
points = 20
title = { zh = "倾听顾客", en = "Listening to customers" }
text = { zh = "怎样了解顾客需要，并据此行动。", en = "How the needs of customers are learned and acted upon." }

# -------- 3: scored by levels, as its scheme says / 按等级评分 --------

[[categories]]
code = "3"
theme = "process"
scheme = "our-levels"
title = { zh = "过程", en = "Processes" }

[[categories.items]]
code = "3.1"
kind = "process"
points = 20
title = { zh = "过程管理", en = "Management of processes" }
text = { zh = "关键过程怎样策划、运行和改进。", en = "How key processes are planned, run and improved." }

# -------- 4 --------

[[categories]]
code = "4"
theme = "resources"
title = { zh = "员工", en = "People" }

[[categories.items]]
code = "4.1"
kind = "process"
points = 10
title = { zh = "能力与参与", en = "Skills and involvement" }
text = { zh = "怎样培养能力，并让员工参与改进。", en = "How skills are built and people take part in improvement." }

# -------- 5 --------

[[categories]]
code = "5"
theme = "results"
title = { zh = "结果", en = "Results" }

[[categories.items]]
code = "5.1"
kind = "result"
points = 30
title = { zh = "顾客与财务结果", en = "Results for customers and finances" }
text = { zh = "主要结果的水平、趋势和对比。", en = "Levels, trends and comparisons of the main results." }
"""
