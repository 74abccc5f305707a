"""Which mailbox and which letter is meant: named, pointed at in a list, or asked about."""

from __future__ import annotations

from typing import Any

import pytest

from assistant import ports
from assistant.errors import StepRefused, Undecided
from tests.fakes.mail import FakeMail
from tests.fakes.ports import FakeContext, FakeHistory
from tests.steps.conftest import Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


@pytest.fixture(autouse=True)
def mail(context: FakeContext) -> FakeMail:
    """Two mailboxes: рабочая, the default, and личная."""
    fake = FakeMail()
    context.ports[ports.Mail] = fake
    return fake


@pytest.fixture
def shown(context: FakeContext) -> FakeHistory:
    """A list of three letters was shown, then one letter alone."""
    history = FakeHistory()
    history.lists = {
        "mail-open": [{"letter": "letter-1"}, {"letter": "letter-2"}, {"letter": "letter-3"}],
        "mail-answer": [{"letter": "letter-2"}],
    }
    context.ports[ports.History] = history
    return history


@pytest.mark.parametrize(
    ("said", "meant"), [("", "mail-1"), ("рабочей", "mail-1"), ("личного ящика", "mail-2"), ("work", "mail-1")]
)
async def test_a_letter_goes_from_the_mailbox_that_is_named_else_the_default(said: str, meant: str, act: Act) -> None:
    prepared: Any = (await act("mail.prepare", {"to": ["anna@example.com"], "text": "x", "account": said})).value
    assert prepared["account"] == meant


@pytest.mark.parametrize("kind", ["mail.search", "mail.important", "mail.subscriptions", "mail.meant"])
async def test_a_mailbox_nobody_has_is_asked_about_and_the_mailboxes_are_offered(
    kind: str, act: Act, context: FakeContext
) -> None:
    context.language = "ru"
    with pytest.raises(Undecided) as asked:
        await act(kind, {"account": "школьной"})
    assert asked.value.question["text"] == "Ящика «школьной» нет. Какой взять?"
    assert asked.value.question["options"] == ["рабочая: owner@example.com", "личная: owner@home.example"]
    context.decided = {asked.value.key: 1}
    await act(kind, {"account": "школьной"})


@pytest.mark.parametrize(("place", "meant"), [(1, "letter-1"), (2, "letter-2"), ("last", "letter-3"), ("this", "letter-2")])
async def test_a_letter_is_pointed_at_in_what_was_shown(place: object, meant: str, act: Act, shown: FakeHistory) -> None:
    found = await act("mail.meant", {"place": place})
    assert (found.value, found.sources) == ({"id": meant}, ())


@pytest.mark.parametrize("place", [4, 99, -1])
async def test_beyond_the_list_it_is_said_how_long_it_is(place: int, act: Act, shown: FakeHistory) -> None:
    with pytest.raises(StepRefused, match="the list has 3") as refused:
        await act("mail.meant", {"place": place})
    assert f"Письма номер {place} нет: в списке их 3" in refused.value.said("ru")


async def test_this_one_means_nothing_while_several_are_shown(act: Act, shown: FakeHistory) -> None:
    shown.lists = {"mail-answer": shown.lists["mail-open"]}
    with pytest.raises(StepRefused, match="say which one"):
        await act("mail.meant", {"place": "this"})


async def test_without_any_list_it_is_said_how_to_get_one(act: Act) -> None:
    with pytest.raises(StepRefused, match="what is important in my mail"):
        await act("mail.meant", {"place": 1})


async def test_without_a_place_the_newest_that_fits_is_meant_and_named_as_from_outside(act: Act) -> None:
    found = await act("mail.meant", {"sender": "Анна"})
    assert found.value == {"id": "letter-1"}
    assert found.sources
