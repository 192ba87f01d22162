"""Charts as numbers and texts, ready for the templates in `site_template/charts`; pure, no I/O."""

from __future__ import annotations

from zhuoyue.report.charts.bias import BiasChart, BiasRow, bias
from zhuoyue.report.charts.category_bars import BarRow, CategoryBarsChart, category_bars
from zhuoyue.report.charts.chart import Chart, Table
from zhuoyue.report.charts.coverage_strip import CoverageStripChart, coverage_strip
from zhuoyue.report.charts.curve import Line
from zhuoyue.report.charts.dots import DotsChart, Vote, dots
from zhuoyue.report.charts.radar import RadarAxis, RadarChart, radar
from zhuoyue.report.charts.range_strip import RangeStripChart, StripBand, Threshold, range_strip
from zhuoyue.report.charts.series import SeriesChart, measure_series, series
from zhuoyue.report.charts.sparkline import SparklineChart, sparkline
from zhuoyue.report.charts.waterfall import WaterfallChart, WaterfallPart, waterfall

__all__ = [
    "BarRow",
    "BiasChart",
    "BiasRow",
    "CategoryBarsChart",
    "Chart",
    "CoverageStripChart",
    "DotsChart",
    "Line",
    "RadarAxis",
    "RadarChart",
    "RangeStripChart",
    "SeriesChart",
    "SparklineChart",
    "StripBand",
    "Table",
    "Threshold",
    "Vote",
    "WaterfallChart",
    "WaterfallPart",
    "bias",
    "category_bars",
    "coverage_strip",
    "dots",
    "measure_series",
    "radar",
    "range_strip",
    "series",
    "sparkline",
    "waterfall",
]
