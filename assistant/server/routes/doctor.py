"""What works on this computer, and what to do about the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.domain.command import LocalText
from assistant.server.desk import Desk
from assistant.server.rpc import Method, Params, Result, RouteGroup


class CheckShown(Result):
    """One thing looked at."""

    name: str
    title: LocalText
    state: Literal["ok", "warn", "fail"]
    detail: LocalText
    fix: LocalText


class ReportResult(Result):
    """Everything looked at."""

    checks: Sequence[CheckShown]


async def report(desk: Desk, params: Params) -> ReportResult:
    """Look at everything now."""
    return ReportResult(checks=[CheckShown.model_validate(check, from_attributes=True) for check in await desk.examine()])


class DoctorRoutes(RouteGroup):
    """`doctor.*`"""

    methods = {"report": Method(Params, ReportResult, report)}
