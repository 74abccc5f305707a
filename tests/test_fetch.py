"""Fetching: what may be fetched from, how much, and where a connection really goes."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Sequence

import pytest

from assistant.domain.web import WebRequest
from assistant.errors import StepError, StepRefused
from assistant.fetch import MAX_ANSWER, MAX_REDIRECTS, Fetcher, is_public
from tests.fakes.web import Asked, Reply, site

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


def get(url: str, **more: object) -> WebRequest:
    return WebRequest.model_validate({"method": "GET", "url": url, **more})


def allowing(*hosts: str, **known: Sequence[str]) -> Fetcher:
    """A fetcher whose names are looked up here; underscores stand for dots."""
    names = {name.replace("_", "."): found for name, found in known.items()}

    async def look_up(host: str, port: int) -> Sequence[str]:
        return names.get(host, [host])

    return Fetcher(lambda: hosts, look_up)


PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "not an address", "198.18.0.1", "240.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_this_computer_or_its_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_out_on_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254"])
async def test_a_name_that_leads_home_is_refused_before_anything_is_sent(address: str) -> None:
    with site(lambda _asked: Reply()) as home, pytest.raises(StepRefused, match="allow_hosts"):
        await allowing(sly_example=[address]).fetch(get(f"http://sly.example:{home.port}/"))
    assert home.asked == []


async def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(StepRefused):
        await allowing(mixed_example=["8.8.8.8", "127.0.0.1"]).fetch(get("http://mixed.example/"))


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f000001", "017700000001", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
async def test_other_ways_to_write_this_computer_are_refused_too(host: str) -> None:
    with site(lambda _asked: Reply()) as home, pytest.raises((StepRefused, StepError)):
        await Fetcher(tuple).fetch(get(f"http://{host}:{home.port}/"))
    assert home.asked == []


async def test_a_host_allowed_by_name_is_fetched_from_and_the_connection_goes_to_the_address_that_was_checked() -> None:
    with site(lambda _asked: Reply(body=b"hello")) as home:
        answer = await allowing("printer.lan", printer_lan=["127.0.0.1"]).fetch(get(f"http://printer.lan:{home.port}/x?y=1"))
    assert answer.body == b"hello"
    assert home.asked[0].headers["host"] == f"printer.lan:{home.port}"
    assert answer.url == f"http://printer.lan:{home.port}/x?y=1"


async def test_a_host_allowed_with_a_port_is_allowed_on_that_port_only() -> None:
    with site(lambda _asked: Reply()) as home, site(lambda _asked: Reply()) as other:
        fetcher = allowing(f"127.0.0.1:{home.port}")
        assert (await fetcher.fetch(get(home.url))).status == 200
        with pytest.raises(StepRefused):
            await fetcher.fetch(get(other.url))


async def test_a_redirect_to_a_private_address_is_refused() -> None:
    with site(lambda _asked: Reply()) as inner, site(lambda _asked: Reply(302, {"Location": f"{inner.url}/secret"})) as outer:
        with pytest.raises(StepRefused):
            await allowing(f"127.0.0.1:{outer.port}").fetch(get(outer.url))
        assert inner.asked == []


async def test_redirects_end() -> None:
    with site(lambda _asked: Reply(302, {"Location": "/again"})) as home:
        with pytest.raises(StepError, match="redirects"):
            await allowing("127.0.0.1").fetch(get(home.url))
        assert len(home.asked) == MAX_REDIRECTS + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.com/", "gopher://127.0.0.1/", "javascript:alert(1)"])
async def test_a_redirect_to_something_that_is_no_web_page_is_refused(target: str) -> None:
    with site(lambda _asked: Reply(302, {"Location": target})) as home, pytest.raises(StepRefused):
        await allowing("127.0.0.1").fetch(get(home.url))


async def test_secrets_do_not_follow_a_redirect_to_another_host() -> None:
    with site(lambda _asked: Reply()) as other, site(lambda _asked: Reply(302, {"Location": other.url})) as home:
        headers = {"Authorization": "Bearer x", "Cookie": "a=b", "X-Key": "secret", "X-Open": "fine"}
        await allowing("127.0.0.1").fetch(get(home.url, headers=headers, private_headers=("x-key",)))
        assert home.asked[0].headers["x-key"] == "secret"
        assert not {"authorization", "cookie", "x-key"} & set(other.asked[0].headers)
        assert other.asked[0].headers["x-open"] == "fine"


@pytest.mark.parametrize(
    ("status", "method", "body"), [(302, "GET", b""), (303, "GET", b""), (307, "POST", b"data"), (308, "POST", b"data")]
)
async def test_what_was_posted_is_posted_again_only_where_the_redirect_says_so(status: int, method: str, body: bytes) -> None:
    def reply(asked: Asked) -> Reply:
        return Reply(status, {"Location": "/there"}) if asked.path == "/" else Reply()

    with site(reply) as home:
        await allowing("127.0.0.1").fetch(WebRequest(method="POST", url=home.url, body=b"data"))
    assert (home.asked[1].method, home.asked[1].body) == (method, body)


async def test_an_answer_that_never_ends_is_cut() -> None:
    with site(lambda _asked: Reply(body=b"x" * (MAX_ANSWER + 1))) as home, pytest.raises(StepRefused, match="MB"):
        await allowing("127.0.0.1").fetch(get(home.url))


async def test_a_small_answer_that_unpacks_to_a_huge_one_is_cut() -> None:
    bomb = gzip.compress(b"\0" * (MAX_ANSWER * 3))
    assert len(bomb) < 100_000
    with site(lambda _asked: Reply(headers={"Content-Encoding": "gzip"}, body=bomb)) as home, pytest.raises(StepRefused):
        await allowing("127.0.0.1").fetch(get(home.url))


async def test_a_server_that_does_not_answer_is_given_up() -> None:
    done = threading.Event()
    with site(lambda _asked: Reply(before=lambda: done.wait(20))) as home:
        with pytest.raises(StepError, match="did not answer"):
            await allowing("127.0.0.1").fetch(get(home.url, seconds=0.3))
        done.set()


async def test_a_server_that_is_not_there_is_said_so() -> None:
    with site(lambda _asked: Reply()) as home:
        port = home.port
    with pytest.raises(StepError, match=r"127\.0\.0\.1"):
        await allowing("127.0.0.1").fetch(get(f"http://127.0.0.1:{port}/"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "http://",
        "http:///x",
        "http://[::1",
        "http://a:b:c/",
        "http://\0/",
        "http://user:pass@example.com/",
        "http://exa mple.com/",
        "//example.com",
        "http://127.0.0.1:99999/",
        "http://xn--/",
        "http://" + "a" * 300 + ".com/",
    ],
)
async def test_what_is_no_address_is_refused_with_a_word(url: str) -> None:
    with pytest.raises((StepRefused, StepError)):
        await Fetcher(tuple).fetch(get(url))


async def test_a_request_cannot_set_where_it_goes_or_ends() -> None:
    with site(lambda _asked: Reply()) as home:
        await allowing("127.0.0.1").fetch(
            get(home.url, headers={"Host": "evil.example", "Content-Length": "5", "Transfer-Encoding": "chunked"})
        )
        assert home.asked[0].headers["host"] == f"127.0.0.1:{home.port}"
        assert "transfer-encoding" not in home.asked[0].headers
