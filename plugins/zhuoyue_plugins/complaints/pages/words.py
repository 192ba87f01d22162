"""Titles of charts and names of parts on the pages, in both languages."""

from __future__ import annotations

from zhuoyue import Text

WORDS = {
    "promise_close": Text(zh="按承诺关闭的情况", en="Closed within the promise or not"),
    "promise_reply": Text(zh="按承诺答复的情况", en="Answered within the promise or not"),
    "in_time": Text(zh="按期", en="in time"),
    "late": Text(zh="超期", en="late"),
    "late_open": Text(zh="超期且未完成", en="late and still open"),
    "by_channel": Text(zh="按承诺关闭：各渠道", en="Closed within the promise, by channel"),
    "by_segment": Text(zh="按承诺关闭：各客户群", en="Closed within the promise, by customer segment"),
    "by_product": Text(zh="按承诺关闭：各产品线", en="Closed within the promise, by product line"),
    "by_severity": Text(zh="按承诺关闭：各严重程度", en="Closed within the promise, by severity"),
    "whole": Text(zh="总体", en="all"),
    "cells": Text(zh="按承诺关闭比例：渠道 × 客户群", en="Closed within the promise: channel × customer segment"),
    "channel": Text(zh="渠道", en="Channel"),
    "segment": Text(zh="客户群", en="Customer segment"),
    "causes": Text(zh="投诉原因", en="Causes of complaints"),
    "categories": Text(zh="投诉类别", en="Categories of complaints"),
    "others": Text(zh="其余 {count} 类原因", en="{count} other causes"),
    "merged": Text(
        zh="最多：{name}，{count}；{all} 类原因中的 {few} 类合计占 {share}。",
        en="Most: {name}, {count}; {few} of {all} causes make up {share}.",
    ),
    "cases": Text(zh="件", en="complaints"),
    "backlog": Text(zh="未关闭投诉的积压时间", en="Open complaints by age"),
    "backlog_severity": Text(zh="未关闭投诉：积压时间 × 严重程度", en="Open complaints: age × severity"),
    "age": Text(zh="积压时间", en="Age"),
    "hand_overs": Text(zh="转手次数与按承诺关闭比例", en="Hand-overs and the promise"),
    "times": Text(zh="转手 {count} 次", en="{count} hand-over(s)"),
    "none_times": Text(zh="未转手", en="no hand-over"),
    "season": Text(zh="季节指数（100 = 当年平均月份）", en="Season (100 = mean month of the year)"),
    "mean_month": Text(zh="平均月份", en="mean month"),
    "iceberg": Text(zh="不满意顾客的构成（{year} 年，估计）", en="Dissatisfied customers of {year}, estimated"),
    "formal": Text(zh="正式投诉（实际）", en="complained formally (observed)"),
    "elsewhere": Text(zh="向他人诉说（估计）", en="said so elsewhere (estimated)"),
    "silent": Text(zh="沉默（估计）", en="stayed silent (estimated)"),
    "loss": Text(
        zh="因超时可能流失的顾客（{year} 年，估计）", en="Customers possibly lost by waiting in {year}, estimated"
    ),
    "linear": Text(zh="线性算法", en="linear reading"),
    "compound": Text(zh="复利算法", en="compound reading"),
    "returning": Text(
        zh="预计会再次购买的投诉顾客（{year} 年，估计）", en="Complainants expected to buy again, {year}, estimated"
    ),
    "customers": Text(zh="位", en="customers"),
    "baseline": Text(zh="基线", en="baseline"),
    "watched": Text(zh="监控", en="watched"),
}
