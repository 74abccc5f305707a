"""Google's APIs: two requests at a time, slower when asked, waiting for what is not there, never twice by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assistant.errors import ServerRefused, SignInNeeded, StepRefused, Unreachable
from assistant.google.client import Client, opened
from tests.google.double import Call, Double, Refused, until
from tests.google.house import client

pytestmark = pytest.mark.unit
PROFILE = "gmail.users.getProfile"
LABELS = "gmail.users.labels.list"
GET = "gmail.users.messages.get"
SEND = "gmail.users.messages.send"
MODIFY = "gmail.users.messages.modify"


@pytest.fixture
def asking(google: Double) -> Iterator[Client]:
    """A client that may read and change mail, at a double that knows a profile, labels and letters."""
    google.answers[PROFILE] = lambda call: {"emailAddress": call.email, "historyId": "7"}
    google.answers[LABELS] = lambda _call: {"labels": [{"id": "INBOX", "name": "INBOX", "type": "system"}]}
    google.answers[GET] = lambda call: {"id": call.params["id"], "labelIds": []}
    google.answers[SEND] = lambda _call: {"id": "sent"}
    google.answers[MODIFY] = lambda call: {"id": call.params["id"]}
    made = client(google, "mail.write")
    yield made
    made.close()


def profile(asking: Client) -> Any:
    return asking.ask(asking.gmail.users().getProfile(userId="me"))


def sending(asking: Client) -> Any:
    return asking.ask(asking.gmail.users().messages().send(userId="me", body={"raw": "eA=="}))


def test_a_question_is_answered(asking: Client) -> None:
    assert profile(asking) == {"emailAddress": "owner@example.com", "historyId": "7"}


def test_what_the_document_does_not_know_is_never_sent_unnoticed(google: Double, asking: Client) -> None:
    with pytest.raises(TypeError):
        asking.gmail.users().messages().list(userId="me", unknown=1)
    with pytest.raises(ServerRefused, match="unknown"):
        asking.ask(asking.gmail.users().messages().modify(userId="me", id="1", body={"addLabels": ["x"]}))
    assert google.unfit == ["gmail.users.messages.modify: body.addLabels is unknown"]
    google.unfit.clear()


def test_an_access_token_that_ends_is_renewed_unseen(google: Double, asking: Client) -> None:
    profile(asking)
    google.consent.expire()
    assert profile(asking)["historyId"] == "7"


def test_no_more_than_two_requests_are_in_flight(google: Double, asking: Client) -> None:
    inside, together = threading.Semaphore(0), threading.Event()

    def before(_call: Call) -> None:
        inside.release()
        together.wait(5)

    profile(asking)
    google.before = before
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(profile, asking) for _ in range(6)]
        inside.acquire()
        inside.acquire()
        third = inside.acquire(timeout=0.1)
        together.set()
        assert [each.result()["historyId"] for each in asked] == ["7"] * 6
    assert (third, google.most_at_once) == (False, 2)


@pytest.mark.parametrize(
    "refused",
    [
        Refused(429, "rateLimitExceeded", "Too many concurrent requests for user"),
        Refused(403, "userRateLimitExceeded"),
        Refused(429, "rateLimitExceeded", headers={"Retry-After": "0"}),
    ],
)
def test_too_much_at_once_is_asked_again_after_a_pause_also_a_sending(google: Double, asking: Client, refused: Refused) -> None:
    google.refuse(SEND, refused, times=3)
    assert sending(asking) == {"id": "sent"}
    assert [call.method for call in google.asked] == [SEND] * 4


def test_a_pause_google_asks_for_that_is_too_long_lets_the_run_wait(google: Double, asking: Client) -> None:
    google.refuse(PROFILE, Refused(429, "rateLimitExceeded", headers={"Retry-After": "600"}))
    with pytest.raises(Unreachable, match="slow down"):
        profile(asking)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_google_in_trouble_is_asked_again_but_nothing_is_sent_again(google: Double, asking: Client, status: int) -> None:
    google.refuse(PROFILE, Refused(status, "backendError"), times=2)
    assert profile(asking)["historyId"] == "7"
    google.refuse(SEND, Refused(status, "backendError"))
    with pytest.raises(Unreachable, match=str(status)):
        sending(asking)
    assert [call.method for call in google.asked].count(SEND) == 1


def test_a_connection_that_breaks_after_a_sending_is_not_sent_again(google: Double, asking: Client) -> None:
    profile(asking)
    google.lose_answers.add(SEND)
    with pytest.raises(Unreachable, match="cannot be reached"):
        sending(asking)
    assert [call.method for call in google.asked].count(SEND) == 1


def test_no_connection_is_worth_waiting_for_and_one_that_comes_back_is_used(google: Double, asking: Client) -> None:
    profile(asking)
    google.stop()
    with pytest.raises(Unreachable):
        profile(asking)
    google.start()
    assert profile(asking)["historyId"] == "7"


def test_a_withdrawn_permission_asks_to_sign_in(google: Double, asking: Client) -> None:
    profile(asking)
    google.consent.withdraw()
    with pytest.raises(SignInNeeded, match="withdrawn"):
        profile(asking)


def test_what_was_not_allowed_says_where_to_allow_it(google: Double) -> None:
    google.answers[MODIFY] = lambda call: {"id": call.params["id"]}
    reading = client(google, "mail.read")
    with pytest.raises(SignInNeeded, match="has not allowed this"):
        reading.ask(reading.gmail.users().messages().modify(userId="me", id="1", body={}))
    reading.close()


def test_an_api_that_is_switched_off_is_told_as_that(google: Double, asking: Client) -> None:
    google.refuse(PROFILE, Refused(403, "accessNotConfigured", "Gmail API has not been used in project 12345"))
    with pytest.raises(ServerRefused, match="switched off") as refused:
        profile(asking)
    assert (refused.value.status, "project 12345" in refused.value.ru) == (403, True)


def test_a_refusal_carries_its_status_and_word(google: Double, asking: Client) -> None:
    google.refuse(PROFILE, Refused(404, "notFound", "Requested entity was not found."))
    with pytest.raises(ServerRefused) as refused:
        profile(asking)
    assert (refused.value.status, refused.value.reason) == (404, "notFound")


def test_many_questions_go_in_few_requests_and_those_turned_away_are_asked_again(google: Double, asking: Client) -> None:
    messages = asking.gmail.users().messages()
    google.refuse(GET, Refused(429, "rateLimitExceeded"), times=4)
    found = asking.ask_all(asking.gmail, {f"m{n}": messages.get(userId="me", id=f"m{n}") for n in range(60)})
    assert {name: answer["id"] for name, answer in found.items()} == {f"m{n}": f"m{n}" for n in range(60)}
    # A token, three batches, and those turned away in one or two of them once more.
    assert google.requests in (1 + 3 + 1, 1 + 3 + 2)
    assert google.most_at_once <= 2


def test_one_of_many_that_is_gone_does_not_lose_the_others(google: Double, asking: Client) -> None:
    def get(call: Call) -> Any:
        if call.params["id"] == "gone":
            raise Refused(404, "notFound", "Requested entity was not found.")
        return {"id": call.params["id"]}

    google.answers[GET] = get
    messages = asking.gmail.users().messages()
    found = asking.ask_all(asking.gmail, {name: messages.get(userId="me", id=name) for name in ("a", "gone", "b")})
    assert (found["a"]["id"], found["b"]["id"], type(found["gone"])) == ("a", "b", ServerRefused)


def test_closing_sends_home_whoever_waits(google: Double, asking: Client) -> None:
    google.refuse(PROFILE, Refused(429, "rateLimitExceeded", headers={"Retry-After": "4"}))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(profile, asking)
        until(lambda: any(call.method == PROFILE for call in google.asked))
        asking.close()
        with pytest.raises(Unreachable, match="closed"):
            waiting.result(timeout=2)


@pytest.mark.parametrize("secret", ["", "{}", "no json with a refresh_token in it"])
def test_nothing_kept_is_told_without_what_was_kept(secret: str) -> None:
    with pytest.raises(StepRefused) as refused:
        opened(secret)
    assert "refresh_token" not in str(refused.value)
