"""n8n's schedule."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain.base import Json
from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.remarks import remark
from assistant.flows.n8n.workflow import Node


class ScheduleTrigger(NodeReader):
    """A time rule; the first one that a cron line can say becomes a trigger of the command."""

    starts = True

    def read(self, node: Node, place: Place) -> Read:
        lines = [_cron(rule) for rule in _rules(node)]
        if len(lines) == 1 and lines[0]:
            return place.passed_on()
        return Read([], [place.items], "approximated", remark("Only its first time rule is kept, as a schedule of the command."))

    def trigger(self, node: Node) -> Mapping[str, Json] | None:
        lines = [line for rule in _rules(node) if (line := _cron(rule))]
        return {"cron": lines[0]} if lines else None


def _rules(node: Node) -> list[Mapping[str, Json]]:
    rule = node.parameters.get("rule")
    found = rule.get("interval") if isinstance(rule, Mapping) else None
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else [{}]


def _cron(rule: Mapping[str, Json]) -> str:
    """The five fields; empty when cron cannot say it (every 45 hours, say)."""
    minute, hour = _number(rule, "triggerAtMinute", 0), _number(rule, "triggerAtHour", 0)
    match rule.get("field", "days"):
        case "cronExpression":
            fields = str(rule.get("expression", "")).split()
            return " ".join(fields[-5:]) if len(fields) in (5, 6) else ""
        case "minutes":
            return _every(_number(rule, "minutesInterval", 5), 60, "* * * *")
        case "hours":
            hours = _every(_number(rule, "hoursInterval", 1), 24, "* * *")
            return f"{minute} {hours}" if hours else ""
        case "days":
            every = _number(rule, "daysInterval", 1)
            return f"{minute} {hour} {'*' if every == 1 else f'*/{every}'} * *"
        case "weeks":
            days = rule.get("triggerAtDay")
            named = ",".join(str(day) for day in days) if isinstance(days, list) and days else "0"
            return f"{minute} {hour} * * {named}" if _number(rule, "weeksInterval", 1) == 1 else ""
        case "months":
            return f"{minute} {hour} {_number(rule, 'triggerAtDayOfMonth', 1)} * *"
    return ""


def _every(count: int, whole: int, rest: str) -> str:
    return "" if count < 1 or whole % count else f"{'*' if count == 1 else f'*/{count}'} {rest}"


def _number(rule: Mapping[str, Json], key: str, default: int) -> int:
    value = rule.get(key, default)
    return value if isinstance(value, int) and not isinstance(value, bool) else default
