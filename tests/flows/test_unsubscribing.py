"""Unsubscribing in a run of the real engine: where it leads comes from a letter, so nothing happens before a yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import ports
from assistant.domain.run import RunState
from tests.fakes.house import house, planned
from tests.fakes.mail import FakeMail
from tests.steps.test_unsubscribe import PAGE, Shop, says

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
LEAVE = """
steps:
  - mail.unsubscribe_way: letter-1
    as: way
  - mail.unsubscribe: {letter: "{{ way.letter }}", how: "{{ way.how }}", to: "{{ way.to }}"}
"""


@pytest.mark.parametrize("yes", [True, False])
async def test_nothing_is_sent_before_a_yes_and_the_card_shows_where_and_whose_word_it_is(yes: bool, tmp_path: Path) -> None:
    mail, shop = FakeMail(), Shop()
    mail.letter = says(PAGE, one_click=True)
    async with house(tmp_path) as home:
        home.ports |= {ports.Mail: mail, ports.Web: shop}
        home.command("leave", LEAVE)
        run = f"{await home.say(planned('leave'))}.0"
        asked = await home.asked(run)
        assert shop.asked == []
        assert (asked.question.kind, asked.question.effect) == ("approve", "sends")
        assert {source.kind for source in asked.question.sources} == {"mail"}
        assert PAGE in str(asked.question.details)
        await home.answer(asked, yes)
        ended = await home.finished(run)
        assert (ended.state is RunState.DONE, len(shop.asked)) == (yes, int(yes))
