"""Answering questions."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Json
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, RouteGroup


class AnswerParams(Keyed):
    """The answer: true or false, the index of an option, or a value (words are read as the question's type).

    `hash` is the question's, as it was shown. `by` is how it was given. `always` with a yes keeps the question's rule: never asked again.
    """

    question: str
    value: Json
    hash: str = ""
    always: bool = False
    by: Literal["keyboard", "click", "cli"] = "click"


async def answer(desk: Desk, params: AnswerParams) -> Done:
    """Give the answer to the run that waits for it."""
    await desk.turn.answer(params.question, params.value, hash_=params.hash, by=params.by, always=params.always)
    return Done()


class QuestionRoutes(RouteGroup):
    """`question.*`"""

    methods = {"answer": Method(AnswerParams, Done, answer)}
