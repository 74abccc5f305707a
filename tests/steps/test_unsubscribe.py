"""Being rid of letters: the way that asks least, never another than was shown, and a receipt."""

from __future__ import annotations

import pytest

from assistant import plugins, ports
from assistant.domain.letter import Letter
from assistant.domain.web import WebAnswer, WebRequest
from assistant.errors import StepError, StepRefused
from assistant.extensions.steps import StepKind
from tests.fakes.mail import ANNA, HEAD, FakeMail
from tests.fakes.ports import FakeContext
from tests.steps.conftest import Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
PAGE = "https://shop.example/out?u=1"


class Shop(ports.Web):
    """A web server that keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: list[WebRequest] = []
        self.status = 200

    async def fetch(self, request: WebRequest) -> WebAnswer:
        """As the port."""
        self.asked.append(request)
        return WebAnswer(status=self.status, url=request.url, headers={}, body=b"bye")


@pytest.fixture
def mail(context: FakeContext) -> FakeMail:
    """A mailbox whose letters say how to be rid of them."""
    fake = FakeMail()
    context.ports[ports.Mail] = fake
    return fake


@pytest.fixture
def shop(context: FakeContext) -> Shop:
    """Where one is asked to leave."""
    made = Shop()
    context.ports[ports.Web] = made
    return made


def says(*ways: str, one_click: bool = False) -> Letter:
    return Letter(sender=ANNA, unsubscribe=ways, one_click=one_click)


@pytest.mark.parametrize(
    ("letter", "how", "to"),
    [
        (says("mailto:out@shop.example", PAGE, one_click=True), "post", PAGE),
        (says("mailto:out@shop.example?subject=off", PAGE), "letter", "out@shop.example"),
        (says("http://shop.example/out", one_click=True), "page", "http://shop.example/out"),
        (says("mailto:a@x.example,b@x.example", PAGE), "page", PAGE),
        (says("mailto:nobody"), "none", ""),
        (says(), "none", ""),
    ],
)
async def test_the_way_that_asks_least_is_told(letter: Letter, how: str, to: str, act: Act, mail: FakeMail) -> None:
    mail.letter = letter
    result = await act("mail.unsubscribe_way", {"letter": "letter-1"}, key="k")
    assert result.value == {"letter": "letter-1", "sender": "Анна", "how": how, "to": to}
    assert {source.who for source in result.sources} == {str(HEAD.sender)}


async def test_one_request_is_sent_and_tells_nothing_of_the_owner(act: Act, mail: FakeMail, shop: Shop) -> None:
    mail.letter = says(PAGE, one_click=True)
    result = await act("mail.unsubscribe", {"letter": "letter-1", "how": "post", "to": PAGE}, key="k")
    (asked,) = shop.asked
    assert (asked.method, asked.url, asked.body) == ("POST", PAGE, b"List-Unsubscribe=One-Click")
    assert asked.headers == {"Content-Type": "application/x-www-form-urlencoded"}
    assert result.receipt is not None and result.receipt.summary == "POST shop.example → 200"


async def test_a_letter_is_written_as_the_sender_wants_it(act: Act, mail: FakeMail, shop: Shop) -> None:
    mail.letter = says("mailto:out@shop.example?subject=off%20list&body=user%2017&cc=all@shop.example")
    result = await act("mail.unsubscribe", {"letter": "letter-1", "how": "letter", "to": "out@shop.example"}, key="k")
    (sent,) = mail.outgoing.values()
    assert ([each.email for each in sent.to], sent.cc, sent.subject, sent.text) == (
        ["out@shop.example"],
        (),
        "off list",
        "user 17",
    )
    assert (sent.account, shop.asked) == (HEAD.account, [])
    assert result.receipt is not None and result.receipt.kind == "letter"


@pytest.mark.parametrize("to", ["https://evil.example/", "out@shop.example"])
async def test_what_the_letter_does_not_say_is_not_done(to: str, act: Act, mail: FakeMail, shop: Shop) -> None:
    mail.letter = says(PAGE, one_click=True)
    for how in ("post", "letter"):
        with pytest.raises(StepRefused, match="another way"):
            await act("mail.unsubscribe", {"letter": "letter-1", "how": how, "to": to}, key="k")
    assert (shop.asked, mail.outgoing) == ([], {})


@pytest.mark.parametrize(("status", "fault"), [(404, StepRefused), (503, StepError), (302, StepRefused)])
async def test_a_refusal_is_told_and_is_no_receipt(
    status: int, fault: type[Exception], act: Act, mail: FakeMail, shop: Shop
) -> None:
    mail.letter, shop.status = says(PAGE, one_click=True), status
    with pytest.raises(fault, match=f"shop.example answered {status}"):
        await act("mail.unsubscribe", {"letter": "letter-1", "how": "post", "to": PAGE}, key="k")


async def test_after_a_crash_nobody_knows_of_a_request_and_the_mailbox_of_a_letter(mail: FakeMail, context: FakeContext) -> None:
    kind = plugins.load("steps", "mail.unsubscribe", StepKind)
    post, letter = (kind.Params.model_validate({"letter": "letter-1", "how": how, "to": "x"}) for how in ("post", "letter"))
    with pytest.raises(NotImplementedError):
        await kind().trace(post, context)
    assert await kind().trace(letter, context) is None


async def test_subscriptions_are_items_to_act_upon(act: Act, mail: FakeMail) -> None:
    (item,) = (await act("mail.subscriptions", {}, key="k")).value
    assert (item["letter"], item["text"], item["letters"], item["unread"]) == (HEAD.id, "Анна", 12, 7)
    assert item["note"] in ("letters: 12, unread: 7", "писем: 12, непрочитанных: 7")
