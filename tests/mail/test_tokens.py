"""Mailboxes opened with tokens (XOAUTH2, OAUTHBEARER): a real IMAP server that asks whose a token is, and a double of the exchange
over SMTP; tokens fetched anew when they run out or are refused."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.domain.letter import Address, LetterQuery, LoginWay, Outgoing
from assistant.errors import SignInNeeded, Unreachable
from assistant.mail.sasl import Bearer
from tests.fakes.web import Asked, Reply, Site, site
from tests.fixtures.mailserver import OWNER, MailServer
from tests.mail.letters import letter
from tests.mail.post import post
from tests.mail.test_connections import written

WAYS: tuple[LoginWay, ...] = ("xoauth2", "oauthbearer")


@dataclass
class Provider:
    """Gives tokens for one permission, and tells whose they are."""

    server: MailServer | None = None
    site: Site | None = None
    given: int = 0
    permission: str = "refresh-1"
    status: int = 200
    good: set[str] = field(default_factory=set)

    @property
    def secret(self) -> str:
        """What the vault holds."""
        where = self.site.url if self.site else ""
        return json.dumps({"token_url": f"{where}/token", "client_id": "assistant", "refresh_token": "refresh-1"})

    def accept(self, *tokens: str) -> None:
        """Only these are good from now on."""
        self.good = set(tokens)
        if self.server:
            self.server.sink.tokens = self.good

    def reply(self, asked: Asked) -> Reply:
        """As a provider."""
        where = urlsplit(asked.path)
        if where.path == "/tokeninfo":
            token = parse_qs(where.query).get("access_token", [""])[0]
            return Reply(body=json.dumps({"email": OWNER}).encode()) if token in self.good else Reply(status=401, body=b"{}")
        said = parse_qs(asked.body.decode())
        if self.status != 200:
            return Reply(status=self.status)
        if said["refresh_token"] != [self.permission]:
            return Reply(status=400, body=b'{"error": "invalid_grant"}')
        self.given += 1
        self.accept(f"token-{self.given}")
        return Reply(body=json.dumps({"access_token": f"token-{self.given}", "expires_in": 3600}).encode())


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider on loopback."""
    provider = Provider()
    with site(provider.reply) as home:
        provider.site = home
        yield provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider of tokens."""
    with providing() as made:
        yield made


@pytest.fixture
def served(provider: Provider) -> Iterator[MailServer]:
    """Its mail server."""
    assert provider.site
    with tempfile.TemporaryDirectory(prefix="mail-", ignore_cleanup_errors=True) as folder:
        provider.server = MailServer(Path(folder), tokens_at=provider.site.url)
        provider.server.start()
        yield provider.server
        provider.server.close()


@pytest.mark.mail
@pytest.mark.anyio
@pytest.mark.parametrize("way", WAYS)
async def test_letters_are_read_and_sent_with_tokens_that_are_nowhere_in_the_clear(
    way: LoginWay, provider: Provider, served: MailServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "assistant")
    served.deliver(letter())
    made = post(tmp_path)
    account = await made.connections.add(served.account(login=way), provider.secret)
    assert len(await made.mailboxes.search(LetterQuery())) == 1
    sent = await made.mailboxes.send(Outgoing(to=(Address(email="anna@example.com"),), subject="x", text="y"), key="k")
    assert (len(served.sink.taken), sent.folder) == (1, "Sent")
    assert served.sink.exchanged[-1].partition("auth=Bearer ")[2].startswith("token-")
    await made.close()
    assert account.login == way
    assert "token-" not in caplog.text and "refresh-1" not in caplog.text
    assert b"refresh-1" not in written(tmp_path)


@pytest.mark.mail
@pytest.mark.anyio
@pytest.mark.parametrize("way", WAYS)
async def test_a_token_that_is_refused_before_its_time_is_fetched_anew(
    way: LoginWay, provider: Provider, served: MailServer, tmp_path: Path
) -> None:
    made = post(tmp_path)
    await made.connections.add(served.account(login=way), provider.secret)
    await made.mailboxes.search(LetterQuery())
    provider.accept("another")
    served.stop()
    served.start()
    assert await made.mailboxes.search(LetterQuery()) == ()
    provider.accept("yet another")
    await made.mailboxes.send(Outgoing(to=(Address(email="anna@example.com"),), subject="x", text="y"), key="k")
    assert len(served.sink.taken) == 1
    await made.close()


@pytest.mark.mail
@pytest.mark.anyio
@pytest.mark.parametrize("way", WAYS)
async def test_a_token_nobody_can_renew_asks_to_connect_again(
    way: LoginWay, provider: Provider, served: MailServer, tmp_path: Path
) -> None:
    made = post(tmp_path)
    with pytest.raises(SignInNeeded, match="Connect it again") as refused:
        await made.connections.add(served.account(login=way), "bad-token")
    assert "bad-token" not in str(refused.value) and "Подключите его заново" in refused.value.ru
    provider.accept("of-this-hour")
    assert (await made.connections.add(served.account(login=way), "of-this-hour")).login == way
    await made.close()


@pytest.mark.unit
def test_a_withdrawn_permission_asks_to_connect_again_and_a_provider_that_is_away_is_waited_for(provider: Provider) -> None:
    bearer = Bearer(provider.secret)
    assert (bearer.value(), bearer.value(), provider.given) == ("token-1", "token-1", 1)
    bearer.refused()
    assert bearer.value() == "token-2"
    bearer.refused()
    provider.status = 503
    with pytest.raises(Unreachable, match="503") as away:
        bearer.value()
    assert away.value.untouched
    provider.status, provider.permission = 200, "another"
    with pytest.raises(SignInNeeded, match="invalid_grant"):
        bearer.value()


@pytest.mark.unit
@pytest.mark.parametrize(
    "secret",
    ['{"token_url": "https://x.example/token"}', '{"token_url": "http://x.example/t", "client_id": "a", "refresh_token": "r"}'],
)
def test_a_permission_that_is_incomplete_or_goes_over_an_open_line_is_refused(secret: str) -> None:
    with pytest.raises(SignInNeeded):
        Bearer(secret).value()
