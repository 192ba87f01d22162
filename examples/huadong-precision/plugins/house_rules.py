"""A rule of Huadong's own: a customer segment far below the whole is worth a finding."""

from zhuoyue import Finding, Text


def assess_customers(item, dossier):
    score = dossier.measure("csi-satisfaction")
    for segment in score.segments if score and score.latest else ():
        known = [point for point in segment.points if point.period == score.latest.period and point.value]
        if known and known[0].value < score.latest.value - 8:
            name, value = segment.name, round(known[0].value, 1)
            text = Text(
                zh=f"{name.get('zh')} 的满意度为 {value}，明显低于总体。",
                en=f"Satisfaction with {name.get('en')} is {value}, far below the whole.",
            )
            yield Finding(kind="improvement", text=text, evidence=(score.id,))
