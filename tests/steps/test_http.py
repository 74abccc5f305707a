"""`http`: what is sent, what comes back, and what it must never show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from assistant import plugins
from assistant.domain.run import Effect
from assistant.errors import StepError, StepRefused
from assistant.extensions.steps import StepKind
from tests.fakes.ports import FakeContext
from tests.fakes.web import Asked, Reply, site
from tests.steps.conftest import Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
JSON = {"Content-Type": "application/json"}


async def test_a_json_answer_is_given_as_values(act: Act) -> None:
    with site(lambda _asked: Reply(headers=JSON, body=b'{"rate": 91.5}')) as home:
        result = await act(
            "http", {"url": f"{home.url}/rates", "query": {"of": "usd", "tags": ["a", "б"], "none": None, "yes": True}}
        )
    assert result.value["body"] == {"rate": 91.5}
    assert result.receipt is None
    assert home.asked[0].path == "/rates?of=usd&tags=a&tags=%D0%B1&yes=true"
    assert "idempotency-key" not in home.asked[0].headers


@pytest.mark.parametrize(
    ("given", "kind", "sent"),
    [
        ({"json": {"имя": "Анна"}}, "application/json", '{"имя": "Анна"}'),
        ({"form": {"a": 1, "b": "x y", "c": None}}, "application/x-www-form-urlencoded", "a=1&b=x+y"),
        ({"body": "как есть"}, "text/plain; charset=utf-8", "как есть"),
        ({"body": "<a/>", "headers": {"content-type": "text/xml"}}, "text/xml", "<a/>"),
    ],
)
async def test_what_is_sent_has_its_kind(given: dict[str, Any], kind: str, sent: str, act: Act) -> None:
    with site(lambda _asked: Reply(201)) as home:
        result = await act("http", {"method": "post", "url": home.url, **given})
    assert home.asked[0].body.decode() == sent
    assert home.asked[0].headers["content-type"] == kind
    assert result.receipt and result.receipt.summary == "POST 127.0.0.1 → 201"


async def test_a_request_that_is_tried_again_carries_the_same_key_and_another_step_another(act: Act) -> None:
    with site(lambda _asked: Reply()) as home:
        for key in ("run-1:a", "run-1:a", "run-1:b"):
            await act("http", {"method": "PUT", "url": home.url}, key=key)
    first, again, other = (asked.headers["idempotency-key"] for asked in home.asked)
    assert first == again != other
    assert "run-1" not in first


async def test_a_secret_reaches_the_server_and_nothing_else(act: Act) -> None:
    with site(lambda _asked: Reply(headers={"Set-Cookie": "session=1"})) as home:
        result = await act("http", {"method": "POST", "url": home.url, "secrets": {"Authorization": "Bearer {shop}"}})
    assert home.asked[0].headers["authorization"] == "Bearer s3cret"
    assert "s3cret" not in result.model_dump_json()
    assert "set-cookie" not in result.value["headers"]


async def test_a_secret_that_is_not_there_sends_nothing(act: Act) -> None:
    with site(lambda _asked: Reply()) as home, pytest.raises(StepRefused):
        await act("http", {"url": home.url, "secrets": {"X-Key": "{other}"}})
    assert home.asked == []


@pytest.mark.parametrize(("status", "error"), [(404, StepRefused), (403, StepRefused), (503, StepError), (429, StepError)])
async def test_a_bad_status_fails_the_step_and_only_a_passing_one_may_be_tried_again(
    status: int, error: type[Exception], act: Act
) -> None:
    with site(lambda _asked: Reply(status, body="не сейчас".encode())) as home:
        with pytest.raises(StepError, match=f"{status}: не сейчас") as caught:
            await act("http", {"url": home.url})
        assert type(caught.value) is error
        assert (await act("http", {"url": home.url, "accept": [status]})).value["status"] == status


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b"NaN", b"\xff\xfe", b"[" * 100_000])
async def test_an_answer_that_should_be_json_and_is_not_is_refused(body: bytes, act: Act) -> None:
    with site(lambda _asked: Reply(headers=JSON, body=body)) as home, pytest.raises(StepRefused, match="JSON"):
        await act("http", {"url": home.url, "expects": "json"})


async def test_a_text_is_read_in_its_own_encoding_or_an_unknown_one_as_utf_8(act: Act) -> None:
    def reply(asked: Asked) -> Reply:
        name = asked.path[1:]
        return Reply(
            headers={"Content-Type": f"text/plain; charset={name}"},
            body="счёт".encode("cp1251" if name == "windows-1251" else "utf-8"),
        )

    with site(reply) as home:
        for name in ("windows-1251", "utf-8", "no-such-thing"):
            assert (await act("http", {"url": f"{home.url}/{name}"})).value["body"] == "счёт"


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "SPY"},
        {"headers": {"A B": "c"}},
        {"headers": {"A": "b\r\nEvil: 1"}},
        {"json": {}, "body": "x"},
        {"seconds": 0},
        {"seconds": 1e9},
        {"unknown": 1},
        {"url": ""},
        {"expects": "xml"},
    ],
)
def test_a_request_that_cannot_be_meant_is_refused_before_it_runs(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        plugins.load("steps", "http", StepKind).Params.model_validate({"url": "http://example.com", **wrong})


@pytest.mark.parametrize(
    ("params", "effect"),
    [({}, "reads"), ({"method": "head"}, "reads"), ({"method": "DELETE"}, "sends"), ({"method": "{{ how }}"}, "sends")],
)
def test_a_request_sends_unless_its_method_only_reads(params: dict[str, Any], effect: str) -> None:
    assert plugins.load("steps", "http", StepKind).effect_of(params) == Effect(effect)


async def test_values_that_came_from_elsewhere_go_out_as_they_are(act: Act, context: FakeContext) -> None:
    hostile = {"quote": '"}', "line": "a\nb", "template": "{{ 7*7 }}", "half": "é"}
    with site(lambda asked: Reply(headers=JSON, body=asked.body)) as home:
        result = await act("http", {"method": "POST", "url": home.url, "json": hostile})
    assert result.value["body"] == hostile
    assert json.loads(home.asked[0].body) == hostile
