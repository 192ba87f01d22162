"""Tables of tests beyond the one sample: groups compared, answers predicted."""

from __future__ import annotations

from zhuoyue import Exhibit, Text, same
from zhuoyue_plugins.satisfaction.columns import words, yes
from zhuoyue_plugins.satisfaction.pls import method_texts
from zhuoyue_plugins.satisfaction.pls.sheet import ENDS_EN, ENDS_ZH, Sheet, numbers


def groups(sheet: Sheet) -> Exhibit | None:
    """Return one row for each path and pair of groups; None if nothing was compared."""
    found, fit = sheet.analysis.groups, sheet.analysis.fit
    if found is None or not found.differences:
        return None
    rows = found.differences
    places = [(fit.constructs.index(row.path[0]), fit.constructs.index(row.path[1])) for row in rows]
    columns = [
        *sheet.ends(places, ENDS_EN, ENDS_ZH),
        words("group", "Group", "组", (same(row.groups[0]) for row in rows)),
        words("other", "Other group", "另一组", (same(row.groups[1]) for row in rows)),
        numbers("n", "Respondents", "答卷数", (row.n[0] for row in rows), 0),
        numbers("n-other", "Respondents, other", "另一组答卷数", (row.n[1] for row in rows), 0),
        numbers("coefficient", "Path coefficient", "路径系数", (row.values[0] for row in rows)),
        numbers("coefficient-other", "Path coefficient, other", "另一组路径系数", (row.values[1] for row in rows)),
        numbers("difference", "Difference", "差异", (row.values[0] - row.values[1] for row in rows)),
        numbers("p", "p", "p 值", (row.p for row in rows), 4),
        numbers("p-adjusted", "p adjusted", "校正 p 值", (row.p_adjusted for row in rows), 4),
        numbers("permutations", "Permutations", "置换次数", (row.permutations for row in rows), 0),
        words("comparable", "Comparable", "可比", (yes(row.comparable) for row in rows)),
    ]
    return sheet.exhibit(
        "groups",
        Text(zh="各组路径比较", en="Paths compared between groups"),
        method_texts.comparison(found),
        columns,
        _left_out(sheet),
    )


def group_constructs(sheet: Sheet) -> Exhibit | None:
    """Return one row for each group and construct; None without groups."""
    found, whole = sheet.analysis.groups, sheet.analysis.fit
    if found is None or not found.fits:
        return None
    rows = [(group, fit, at) for group, fit in found.fits.items() for at in range(len(whole.constructs))]
    columns = [
        words("group", "Group", "组", (same(group) for group, _, _ in rows)),
        words("construct", "Construct", "构念", (sheet.title(at) for _, _, at in rows)),
        words("construct-id", "Construct (name)", "构念（名称）", (same(whole.constructs[at]) for _, _, at in rows)),
        numbers("n", "Respondents", "答卷数", (fit.n for _, fit, _ in rows), 0),
        numbers("index", "Index 0–100", "指数 0–100", (fit.index[at] for _, fit, at in rows), 1),
        numbers("r2", "R²", "R²", (fit.r2[at] for _, fit, at in rows)),
    ]
    title = Text(zh="各组指数", en="Indices by group")
    return sheet.exhibit("group-constructs", title, method_texts.GROUP_CONSTRUCTS, columns, _left_out(sheet))


def _left_out(sheet: Sheet) -> list[Text]:
    return [note.text for note in sheet.analysis.notes if note.code == "path-model-group-left-out"]


def prediction(sheet: Sheet) -> Exhibit | None:
    """Return one row for each item of an effect; None if nothing was predicted."""
    found, fit = sheet.analysis.prediction, sheet.analysis.fit
    if found is None:
        return None
    rows = found.items
    homes = [fit.block[fit.items.index(row.item)] for row in rows]
    columns = [
        words("item", "Item", "题项", (same(row.item) for row in rows)),
        words("construct", "Construct", "构念", (sheet.title(at) for at in homes)),
        words("construct-id", "Construct (name)", "构念（名称）", (same(fit.constructs[at]) for at in homes)),
        numbers("q2", "Q²predict", "Q²predict", (row.q2 for row in rows)),
        numbers("rmse", "RMSE", "RMSE", (row.rmse for row in rows)),
        numbers("rmse-linear", "RMSE, linear model", "RMSE（线性模型）", (row.rmse_linear for row in rows)),
        numbers("mae", "MAE", "MAE", (row.mae for row in rows)),
        numbers("mae-linear", "MAE, linear model", "MAE（线性模型）", (row.mae_linear for row in rows)),
    ]
    better = sum(row.rmse < row.rmse_linear for row in rows)
    note = Text(
        en=f"The model predicts {better} of {len(rows)} items with a smaller error than the linear regression.",
        zh=f"{len(rows)} 个题项中，模型对 {better} 个的预测误差小于线性回归。",
    )
    title = Text(zh="预测检验", en="Out-of-sample prediction")
    return sheet.exhibit("prediction", title, method_texts.out_of_sample(found), columns, [note])
