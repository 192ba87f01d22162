"""How each table was computed, with the source of every formula, as readers see it."""

from __future__ import annotations

from zhuoyue import Text
from zhuoyue_plugins.satisfaction.pls.options import InnerScheme, Missing
from zhuoyue_plugins.satisfaction.pls.result import Analysis, Bootstrap, Groups, Prediction

SCHEMES = {
    InnerScheme.CENTROID: ("centroid scheme (Wold 1982)", "重心法（Wold，1982）"),
    InnerScheme.FACTORIAL: ("factorial scheme (Lohmöller 1989)", "因子法（Lohmöller，1989）"),
    InnerScheme.PATH: ("path weighting (Lohmöller 1989)", "路径加权法（Lohmöller，1989）"),
}
"""Names of the inner schemes."""
_MISSING = {
    Missing.MEAN: ("missing answers replaced by the mean of the item", "缺失答案以题项均值替代"),
    Missing.CASEWISE: ("respondents with a missing answer left out", "含缺失答案的答卷被剔除"),
}

CAUSES = Text(
    zh="路径系数表示在模型假定的方向上的关联强度，问卷数据本身不能证明因果。",
    en="A path tells how strong a link is in the direction the model assumes; a survey cannot prove causes.",
)
"""What the reader of any path must know."""


def estimation(analysis: Analysis) -> Text:
    """Return how the model was estimated."""
    fit, options = analysis.fit, analysis.options
    scheme, missing = SCHEMES[options.scheme], _MISSING[options.missing]
    return Text(
        en=f"PLS path model (Wold 1982; Tenenhaus et al. 2005), {scheme[0]}; {fit.n} respondents, {missing[0]}; items "
        f"standardised; weights settled to {options.tolerance:g} in {fit.iterations} steps. Coefficients are "
        "standardised regressions of each construct on its causes.",
        zh=f"PLS 路径模型（Wold，1982；Tenenhaus 等，2005），{scheme[1]}；{fit.n} 份答卷，{missing[1]}；题项已标准化；"
        f"权重经 {fit.iterations} 步收敛至 {options.tolerance:g}。系数为各构念对其前因的标准化回归系数。",
    )


def intervals(bootstrap: Bootstrap | None) -> Text:
    """Return how the intervals were made, or that there are none."""
    if bootstrap is None:
        return Text(en="No intervals were computed.", zh="未计算区间。")
    level = f"{100 * bootstrap.level:g} %"
    return Text(
        en=f"{level} percentile intervals and two-sided p from the same {bootstrap.used} of {bootstrap.resamples} "
        f"bootstrap resamples of respondents (seed {bootstrap.seed}; Efron and Tibshirani 1993; p as in "
        "Davison and Hinkley 1997); in each resample constructs are turned so that their loadings sum to a positive "
        "number (construct level change, Tenenhaus et al. 2005).",
        zh=f"{level} 百分位区间与双侧 p 值来自同一组自助重抽样（{bootstrap.resamples} 次中可用 {bootstrap.used} 次，"
        f"随机种子 {bootstrap.seed}；Efron 和 Tibshirani，1993；p 值按 Davison 和 Hinkley，1997）；"
        "每次重抽样中调整构念符号，使其载荷之和为正（Tenenhaus 等，2005）。",
    )


CONSTRUCTS = Text(
    en="Cronbach's α of standardised items (1951); ρA: Dijkstra and Henseler (2015, eq. 3); ρC = (Σλ)² / ((Σλ)² + "
    "Σ(1 − λ²)) and AVE = mean λ²: Fornell and Larcker (1981); R² of the regression on the causes, adjusted for their "
    "number. Index 0–100 = Σ w (x̄ − lo) / (hi − lo) × 100 with w the outer weight over the item's standard deviation "
    "as a share of its scale, sum 1 (Fornell et al. 1996). A single item or a formative block has no reliability.",
    zh="α：标准化题项的 Cronbach 系数（1951）；ρA：Dijkstra 和 Henseler（2015，式 3）；"
    "ρC = (Σλ)² / ((Σλ)² + Σ(1 − λ²))，AVE = λ² 的均值：Fornell 和 Larcker（1981）；"
    "R² 为对前因回归的决定系数，并按前因个数修正。"
    "指数 0–100 = Σ w (x̄ − lo) / (hi − lo) × 100，w 为外部权重除以题项标准差（按量表宽度计）并归一"
    "（Fornell 等，1996）。"
    "单一题项或形成性构念没有信度。",
)
"""Method of the constructs' table."""
ITEMS = Text(
    en="Weight: share of the item in the score of its construct, for standardised items; loading: correlation of the "
    "item with that score; index weight: the weight in the index, sum 1 in a block; standard deviation with "
    "divisor n; VIF: 1 / (1 − R²) of the item on the others of its block.",
    zh="权重：标准化题项在构念得分中的份量；载荷：题项与该得分的相关系数；指数权重：计算指数的权重，"
    "每个构念之和为 1；标准差以 n 为除数；VIF：题项对同一构念其他题项回归的 1 / (1 − R²)。",
)
"""Method of the items' table."""
EFFECTS = Text(
    en="Total effect: direct path plus the products along every chain of paths (Bollen 1987).",
    zh="总效应：直接路径与所有间接路径上系数乘积之和（Bollen，1987）。",
)
"""Method of the effects."""
DISCRIMINANT = Text(
    en="HTMT: mean absolute correlation between the items of two constructs over the geometric mean of those within "
    "them; a single item counts as 1 (Henseler, Ringle and Sarstedt 2015). Fornell and Larcker (1981): √AVE of both "
    "should exceed their correlation.",
    zh="HTMT：两构念题项间平均绝对相关与各自内部平均相关的几何平均之比；单一题项按 1 计（Henseler、Ringle 和 Sarstedt，"
    "2015）。Fornell-Larcker 准则（1981）：两者的 √AVE 均应大于其相关系数。",
)
"""Method of discriminant validity."""
CROSS = Text(
    en="Correlation of each item with the score of every construct; it should be highest with its own (Chin 1998).",
    zh="各题项与每个构念得分的相关系数；与自身构念的应最高（Chin，1998）。",
)
"""Method of the cross-loadings."""
IMPORTANCE = Text(
    en="Importance: standardised total effect on the target; performance: index 0–100 of the construct. Divided at the "
    "means of both; an important construct is one to act on first only where the whole t interval of its performance "
    "lies below the mean (importance–performance map analysis, Martilla and James 1977; Ringle and Sarstedt 2016).",
    zh="重要性：对目标构念的标准化总效应；表现：构念的 0–100 指数。以两者的均值划分；重要构念仅当其表现的 t 区间"
    "整体低于均值时才列为优先改进（重要性–表现图，"
    "Martilla 和 James，1977；Ringle 和 Sarstedt，2016）。",
)
"""Method of the importance–performance map."""
WEAK = Text(
    en="Customary limits (Hair et al. 2019; Henseler et al. 2015), changeable in the settings.",
    zh="采用通行的界限（Hair 等，2019；Henseler 等，2015），可在设置中修改。",
)
"""Method of the weak spots."""


def comparison(groups: Groups) -> Text:
    """Return how groups were compared."""
    return Text(
        en="The model is estimated in each group. p: share of permutations of the group labels whose difference is at "
        f"least as large, both ways (Chin and Dibbern 2010; seed {groups.seed}); adjusted over all paths and pairs by "
        "Holm (1979). Comparable: the weights of both constructs do not differ between the groups (MICOM, step 2; "
        "Henseler, Ringle and Sarstedt 2016); otherwise the groups may mean different things by them.",
        zh="在每个组内分别估计模型。p：随机置换组别后差异不小于实际差异的比例，双侧（Chin 和 Dibbern，2010；"
        f"随机种子 {groups.seed}）；按 Holm（1979）对所有路径和组对校正。可比：两个构念的权重在组间没有差异"
        "（MICOM 第二步，Henseler、Ringle 和 Sarstedt，2016）；否则各组对构念的理解可能不同。",
    )


GROUP_CONSTRUCTS = Text(
    en="Index 0–100 and R² of each construct, with the model estimated in each group on its own.",
    zh="在每个组内单独估计模型后，各构念的 0–100 指数与 R²。",
)
"""Method of the groups' indices."""


def out_of_sample(prediction: Prediction) -> Text:
    """Return how prediction was tested."""
    return Text(
        en=f"PLSpredict (Shmueli et al. 2016, 2019): {prediction.folds} folds, {prediction.repeats} times (seed "
        f"{prediction.seed}); errors over all held-out answers, from the direct causes. Q²predict = 1 − squared errors "
        "over those of the training mean. Linear model: regression on the items of the direct causes.",
        zh=f"PLSpredict（Shmueli 等，2016、2019）：{prediction.folds} 折，重复 {prediction.repeats} 次（随机种子 "
        f"{prediction.seed}）；误差计自全部留出的答案，由直接前因预测。"
        "Q²predict = 1 − 模型误差平方和 / 训练均值误差平方和。"
        "线性模型：对直接前因的题项做回归。",
    )
