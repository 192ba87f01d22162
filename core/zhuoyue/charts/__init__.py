"""Charts as numbers and texts, ready for the templates in `site_template/charts`; pure, no I/O."""

from __future__ import annotations

from zhuoyue.charts.bars import BarsChart, BarValue, bars
from zhuoyue.charts.bias import BiasChart, BiasRow, bias
from zhuoyue.charts.board import BoardChart, BoardColumn, board
from zhuoyue.charts.category_bars import BarRow, CategoryBarsChart, category_bars
from zhuoyue.charts.chart import Chart, Table
from zhuoyue.charts.control import ControlChart, ControlPoint, control
from zhuoyue.charts.coverage_strip import CoverageStripChart, coverage_strip
from zhuoyue.charts.curve import Line
from zhuoyue.charts.dots import DotsChart, Vote, dots
from zhuoyue.charts.heat import HeatChart, heat
from zhuoyue.charts.index_trend import IndexLine, IndexPoint, IndexTrendChart, index_trend
from zhuoyue.charts.level_rows import LevelGroup, LevelRow
from zhuoyue.charts.levels import LevelsChart, levels
from zhuoyue.charts.pareto import ParetoBar, ParetoChart, pareto
from zhuoyue.charts.path_diagram import PathDiagramChart, PathEdge, PathNode, path_diagram
from zhuoyue.charts.phases import Phase
from zhuoyue.charts.plot import PlotChart, PlotCurve, PlotMark, plot
from zhuoyue.charts.radar import RadarAxis, RadarChart, radar
from zhuoyue.charts.range_strip import RangeStripChart, StripBand, Threshold, range_strip
from zhuoyue.charts.sankey import Flow, SankeyChart, SankeyFlow, SankeyNode, sankey
from zhuoyue.charts.scatter import ScatterChart, ScatterPoint, scatter
from zhuoyue.charts.series import SeriesChart, measure_series, series
from zhuoyue.charts.sparkline import SparklineChart, sparkline
from zhuoyue.charts.stacked import StackedChart, StackRow, stacked
from zhuoyue.charts.waterfall import WaterfallChart, WaterfallPart, waterfall

__all__ = [
    "BarRow",
    "BarValue",
    "BarsChart",
    "BiasChart",
    "BiasRow",
    "BoardChart",
    "BoardColumn",
    "CategoryBarsChart",
    "Chart",
    "ControlChart",
    "ControlPoint",
    "CoverageStripChart",
    "DotsChart",
    "Flow",
    "HeatChart",
    "IndexLine",
    "IndexPoint",
    "IndexTrendChart",
    "LevelGroup",
    "LevelRow",
    "LevelsChart",
    "Line",
    "ParetoBar",
    "ParetoChart",
    "PathDiagramChart",
    "PathEdge",
    "PathNode",
    "Phase",
    "PlotChart",
    "PlotCurve",
    "PlotMark",
    "RadarAxis",
    "RadarChart",
    "RangeStripChart",
    "SankeyChart",
    "SankeyFlow",
    "SankeyNode",
    "ScatterChart",
    "ScatterPoint",
    "SeriesChart",
    "SparklineChart",
    "StackRow",
    "StackedChart",
    "StripBand",
    "Table",
    "Threshold",
    "Vote",
    "WaterfallChart",
    "WaterfallPart",
    "bars",
    "bias",
    "board",
    "category_bars",
    "control",
    "coverage_strip",
    "dots",
    "heat",
    "index_trend",
    "levels",
    "measure_series",
    "pareto",
    "path_diagram",
    "plot",
    "radar",
    "range_strip",
    "sankey",
    "scatter",
    "series",
    "sparkline",
    "stacked",
    "waterfall",
]
