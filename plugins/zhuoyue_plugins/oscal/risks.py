"""Improvement actions as risks with planned remediation: owner, day, how far it has come."""

from __future__ import annotations

from zhuoyue import Action, ActionStatus, Text
from zhuoyue.interchange import control_id, line
from zhuoyue_plugins.oscal.names import Json, Names, day, props

_STATUS = {
    ActionStatus.PLANNED: "open",
    ActionStatus.RUNNING: "remediating",
    ActionStatus.DONE: "closed",
    ActionStatus.DROPPED: "closed",
}


def risks(names: Names) -> list[Json]:
    """Return one risk for each action: what is found wanting, and what will be done."""
    return [_risk(names, action) for action in names.assessment.actions]


def _risk(names: Names, action: Action) -> Json:
    known = names.assessment.finding_by_id.get(action.finding)
    wanting: Text = known.text if known else action.text
    return {
        "uuid": names.uuid("risk", action.id),
        "title": line(names.text(wanting)),
        "description": names.text(wanting),
        "statement": names.say("An opportunity for improvement that is being answered.", "正在处理的改进机会。"),
        **props({"type": "action", "id": action.id, "item": action.item, "control": control_id(action.item)}),
        "status": _STATUS[action.status],
        "deadline": day(action.due, end=True),
        "remediations": [_response(names, action)],
    }


def _response(names: Names, action: Action) -> Json:
    done = action.status is ActionStatus.DONE
    return {
        "uuid": names.uuid("response", action.id),
        "lifecycle": "completed" if done else "planned",
        "title": line(names.text(action.text)),
        "description": names.text(action.text),
        **props(
            {
                "status": action.status.value,
                "owner": action.owner,
                "closed-on": action.closed_on,
                "expected-gain": action.expected_gain,
                "realised-gain": action.realised_gain,
            }
        ),
        "tasks": [
            {
                "uuid": names.uuid("task", action.id),
                "type": "milestone",
                "title": line(names.text(action.text)),
                "timing": {"on-date": {"date": day(action.due, end=True)}},
            }
        ],
    }
