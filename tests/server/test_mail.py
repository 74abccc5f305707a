"""Mailboxes over the wire: servers found, a mailbox added, tried, made the default, forgotten; its password is told to nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixtures.mailserver import OWNER, PASSWORD, MailServer, mail_server
from tests.server.door import Door, Refused, Window
from tests.server.test_llm import files_with

__all__ = ["mail_server"]
pytestmark = [pytest.mark.mail, pytest.mark.anyio]


async def add(window: Window, server: MailServer, **changed: object) -> dict[str, object]:
    """Add the mailbox of the tests' server; the mailbox as it is kept."""
    account = server.account()
    servers = {name: getattr(account, name).model_dump() for name in ("incoming", "outgoing")}
    given = {"email": OWNER, "password": PASSWORD, "name": "Owner", "title": "работа", **servers, **changed}
    added: dict[str, object] = (await window.call("mail.add", **given))["account"]
    return added


async def test_a_mailbox_is_added_tried_and_forgotten_and_its_password_is_nowhere_in_the_clear(
    door: Door, tmp_path: Path, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with door.window() as window:
        assert (await window.call("mail.accounts"))["accounts"] == []
        added = await add(window, mail_server)
        assert (added["email"], added["title"], added["default"]) == (OWNER, "работа", True)
        known = await window.call("mail.accounts")
        assert known["accounts"] == [added]
        tried = await window.call("mail.test", account=added["id"])
        assert (tried["ok"], tried["detail"]) == (True, "")
        assert PASSWORD not in repr((known, tried, window.envelopes)) + caplog.text
        assert files_with(tmp_path, PASSWORD) == []
        await window.call("mail.forget", account=added["id"])
        assert (await window.call("mail.accounts"))["accounts"] == []


async def test_a_wrong_password_is_refused_and_nothing_is_kept(door: Door, mail_server: MailServer) -> None:
    async with door.window() as window:
        with pytest.raises(Refused, match="app password"):
            await add(window, mail_server, password=PASSWORD[::-1])
        assert (await window.call("mail.accounts"))["accounts"] == []


async def test_trying_a_mailbox_that_is_gone_says_so_in_both_languages(door: Door, mail_server: MailServer) -> None:
    async with door.window() as window:
        added = await add(window, mail_server)
        mail_server.stop()
        tried = await window.call("mail.test", account=added["id"])
        assert not tried["ok"] and "cannot be reached" in tried["detail"] and "недоступен" in tried["detail_ru"]


async def test_added_again_without_a_password_it_keeps_the_one_before(door: Door, mail_server: MailServer) -> None:
    async with door.window() as window:
        first = await add(window, mail_server)
        again = await add(window, mail_server, password="", title="дом")
        assert (again["id"], again["title"]) == (first["id"], "дом")
        assert (await window.call("mail.test", account=first["id"]))["ok"]


async def test_another_mailbox_is_made_the_default(door: Door, mail_server: MailServer) -> None:
    second = "second@example.com"
    with (mail_server.folder / "users").open("a") as users:
        users.write(f"{second}:{PASSWORD}\n")
    async with door.window() as window:
        first = await add(window, mail_server)
        other = await add(window, mail_server, email=second)
        assert not other["default"]
        await window.call("mail.make_default", account=other["id"])
        known = (await window.call("mail.accounts"))["accounts"]
        assert [(each["id"], each["default"]) for each in known] == [(other["id"], True), (first["id"], False)]


async def test_a_mailbox_is_called_otherwise_but_not_as_another_one(door: Door, mail_server: MailServer) -> None:
    second = "second@example.com"
    with (mail_server.folder / "users").open("a") as users:
        users.write(f"{second}:{PASSWORD}\n")
    async with door.window() as window:
        await add(window, mail_server)
        other = await add(window, mail_server, email=second, title="")
        renamed = (await window.call("mail.rename", key="calls it so", account=other["id"], title=" личная  почта "))["account"]
        assert (renamed["title"], renamed["default"]) == ("личная почта", False)
        with pytest.raises(Refused, match="called"):
            await window.call("mail.rename", key="calls it otherwise", account=other["id"], title="Работа")
        assert (await window.call("mail.test", account=other["id"]))["ok"]


async def test_the_servers_of_a_common_provider_come_with_its_page_for_app_passwords(door: Door) -> None:
    async with door.window() as window:
        found = await window.call("mail.discover", email="me@yandex.ru")
        assert (found["how"], found["incoming"]["host"], found["outgoing"]["host"]) == (
            "known",
            "imap.yandex.ru",
            "smtp.yandex.ru",
        )
        assert found["app_password"].startswith("https://id.yandex.ru/")
        with pytest.raises(Refused):
            await window.call("mail.discover", email="no address")


async def test_a_mailbox_nobody_knows_is_refused_and_forgetting_it_is_nothing(door: Door, mail_server: MailServer) -> None:
    async with door.window() as window:
        await add(window, mail_server)
        for method in ("mail.test", "mail.make_default"):
            with pytest.raises(Refused, match="There is no mailbox"):
                await window.call(method, account="nobody")
        await window.call("mail.forget", account="nobody")
        assert len((await window.call("mail.accounts"))["accounts"]) == 1
