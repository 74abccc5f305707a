"""Saying hello again on a connection that is open."""

from __future__ import annotations

from assistant.server.desk import Desk
from assistant.server.rpc import Method, RouteGroup
from assistant.server.session import Hello, Welcome, welcome


async def hello(desk: Desk, params: Hello) -> Welcome:
    """Everything anew; the events of this connection go on as they are."""
    return (await welcome(desk, None))[0]


class SessionRoutes(RouteGroup):
    """`session.*`"""

    methods = {"hello": Method(Hello, Welcome, hello)}
