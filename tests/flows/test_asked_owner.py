"""What a task in the browser asks counts as words of the page."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from assistant.bindings import AskedOwner
from assistant.domain.base import Language
from assistant.domain.event.said import QuestionAsked
from assistant.domain.web_task import Whose
from tests.fakes.house import house

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


@pytest.mark.parametrize(("named", "language"), [("page", "en"), ("страница", "ru"), ("url", "en")])
async def test_a_question_about_a_page_says_that_its_words_came_from_there(
    named: str, language: Language, tmp_path: Path
) -> None:
    async with house(tmp_path) as home:
        owner = AskedOwner(home.live, home.runs, lambda: 1.0)
        whose = Whose(run="run-1", turn="turn-1", path="0", key="run-1:0", language=language)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(owner.approve, "Press “Pay”?", {named: "https://shop.example/pay", "element": "Pay"}, whose)
            asked = await home.until(lambda event: event if isinstance(event, QuestionAsked) else None)
            tasks.cancel_scope.cancel()
        (source,) = asked.question.sources
        assert (source.kind, source.title, source.link) == ("page", "shop.example", "https://shop.example/pay")
