"""A rule of our own: say so when complaints are closed within a day."""

from zhuoyue import Finding, Text


def assess_customers(item, dossier):
    """Praise quick closing; called once for each customer item."""
    hours = dossier.measure("complaint-hours")
    if hours and hours.latest and hours.latest.value <= 24:
        text = Text(zh="多数投诉在一天内关闭。", en="Most complaints are closed within a day.")
        yield Finding(kind="strength", text=text, evidence=(hours.id,))
