"""Connecting a mailbox: servers found, tried, kept with their password where it cannot be seen, forgotten."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from assistant.domain.letter import LetterQuery, ServerAddress
from assistant.errors import StepRefused, Unreachable
from assistant.mail import providers
from tests.fixtures.mailserver import PASSWORD, MailServer
from tests.mail.letters import letter
from tests.mail.post import Post, post

pytestmark = [pytest.mark.mail, pytest.mark.anyio]

TOLD = b"""<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x">
<incomingServer type="pop3"><hostname>p</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
<incomingServer type="imap"><hostname>imap.x.example</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>
<outgoingServer type="smtp"><hostname>plain.x.example</hostname><port>25</port><socketType>plain</socketType></outgoingServer>
<outgoingServer type="smtp"><hostname>smtp.x.example</hostname><port>587</port><socketType>STARTTLS</socketType></outgoingServer>
</emailProvider></clientConfig>"""


async def test_a_mailbox_is_tried_then_kept_and_its_password_is_in_no_file_that_can_be_read(
    mail_server: MailServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = post(tmp_path)
    account = await made.connections.add(mail_server.account(id="", default=False), PASSWORD)
    assert account.id.startswith("mail-") and account.default
    assert (await made.connections.test(account.id)).ok
    await made.close()
    assert PASSWORD.encode() not in written(tmp_path)
    assert PASSWORD not in caplog.text


def written(folder: Path) -> bytes:
    """All that lies in a folder."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_a_wrong_password_is_told_in_both_languages_and_nothing_is_kept(mail_server: MailServer, tmp_path: Path) -> None:
    made = post(tmp_path)
    with pytest.raises(StepRefused) as refused:
        await made.connections.add(mail_server.account(), "wrong password 1")
    assert "app password" in str(refused.value) and "пароль приложения" in refused.value.ru
    assert "wrong password 1" not in str(refused.value)
    assert await made.accounts.all() == ()
    await made.close()


async def test_a_certificate_nobody_signed_gets_no_password(mail_server: MailServer, tmp_path: Path) -> None:
    made = post(tmp_path)
    tls = ServerAddress(host="localhost", port=mail_server.tls_port, security="tls")
    with pytest.raises(StepRefused, match="not secure"):
        await made.connections.add(mail_server.account(incoming=tls), PASSWORD)
    starttls = ServerAddress(host="localhost", port=mail_server.port, security="starttls")
    with pytest.raises(StepRefused, match="not secure"):
        await made.connections.add(mail_server.account(incoming=starttls), PASSWORD)
    await made.close()


async def test_a_password_goes_to_no_other_computer_unencrypted(tmp_path: Path, mail_server: MailServer) -> None:
    made = post(tmp_path)
    plain = ServerAddress(host="imap.example.com", port=143, security="none")
    with pytest.raises(StepRefused, match="without encryption"):
        await made.connections.add(mail_server.account(incoming=plain), PASSWORD)
    await made.close()


async def test_no_server_there_is_told(tmp_path: Path, mail_server: MailServer) -> None:
    made = post(tmp_path)
    mail_server.stop()
    with pytest.raises(Unreachable, match="cannot be reached"):
        await made.connections.add(mail_server.account(), PASSWORD)
    await made.close()


async def test_a_mailbox_is_called_by_its_title_its_address_or_nothing(mail: Post, mail_server: MailServer) -> None:
    await mail.connections.add(mail_server.account(id="", email="owner@example.com", title="работа"), PASSWORD)
    for said in ("", "работа", "на работе", "owner@example.com", "owner"):
        assert (await mail.mailboxes.account(said)).email == "owner@example.com"
    with pytest.raises(StepRefused, match="работа"):
        await mail.mailboxes.account("личная")


async def test_a_removed_mailbox_leaves_nothing_behind(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(letter())
    assert len(await mail.mailboxes.search(LetterQuery())) == 1
    await mail.connections.remove("mail-test")
    assert (await mail.accounts.all(), await mail.vault.get("mail mail-test"), await mail.mailboxes.letters.count()) == (
        (),
        "",
        0,
    )
    with pytest.raises(StepRefused, match="No mailbox is connected"):
        await mail.mailboxes.search(LetterQuery())
    assert len(mail_server.subjects()) == 1


@pytest.mark.parametrize("domain", ["gmail.com", "yandex.ru", "mail.ru", "outlook.com", "icloud.com"])
async def test_common_providers_are_known(mail: Post, domain: str) -> None:
    found = await mail.connections.discover(f"me@{domain}")
    assert (found.how, found.servers.incoming.security) == ("known", "tls")
    assert found.servers.outgoing.security in ("tls", "starttls")


async def test_the_servers_of_others_are_guessed_when_nobody_is_asked(mail: Post) -> None:
    found = await mail.connections.discover("me@firm.example")
    assert (found.how, found.servers.incoming.host) == ("guessed", "imap.firm.example")


async def test_what_a_provider_tells_is_read_but_nothing_unencrypted() -> None:
    told = providers.told(TOLD)
    assert told is not None
    assert (told.incoming.host, told.incoming.port, told.user) == ("imap.x.example", 993, "%EMAILLOCALPART%")
    assert (told.outgoing.host, told.outgoing.security) == ("smtp.x.example", "starttls")
    for broken in (b"", b"<html>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><a/>", TOLD.replace(b"SSL", b"plain")):
        assert providers.told(broken) is None
