"""Gmail, Calendar and signing in against somebody else's imitation of Google, whose author never saw this program."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from assistant.domain.letter import LetterChange, MailAccount
from assistant.google.client import Client
from assistant.google.grant import Grant
from assistant.google.oauth import OwnClient, sign_in
from assistant.google.uses import scopes_for, uses_of
from assistant.mail.backends.gmail import GmailBackend
from assistant.mail.mime import read_letter
from tests.google.consent import CLIENT_ID, CLIENT_SECRET, OWNER
from tests.google.front import PROGRAM, emulated
from tests.mail.letters import letter

pytestmark = [pytest.mark.emulate, pytest.mark.anyio]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def google(tmp_path: Path) -> Iterator[str]:
    """Where the imitation is."""
    if not PROGRAM.exists() or not shutil.which("node"):
        pytest.skip("not installed: @inbox-zero/emulate; scripts/test.py does it")
    with emulated(tmp_path) as url:
        yield url


async def signed_in(google: str) -> Grant:
    """Sign in as a browser does."""

    async def show(url: str) -> None:
        async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as browser:
            asked = dict(httpx.URL(url).params)
            await browser.post(f"{google}/o/oauth2/v2/auth/callback", data={**asked, "email": OWNER})

    scopes = scopes_for(["mail.write", "calendar.write"])
    signed = await sign_in(OwnClient(id=CLIENT_ID, secret=CLIENT_SECRET), scopes, show, stand_in=google)
    assert signed.email == OWNER
    return signed.grant


async def test_signing_in_with_pkce_gives_a_lasting_permission(google: str) -> None:
    grant = await signed_in(google)
    assert set(uses_of(grant.scopes)) == {"mail.read", "mail.write", "calendar.read", "calendar.write"}
    client = Client(grant)
    client.sign_in()
    client.close()


@pytest.fixture
async def mailbox(google: str) -> AsyncIterator[GmailBackend]:
    """The owner's mailbox there: three unread letters."""
    grant = await signed_in(google)
    backend = GmailBackend(MailAccount(id="mail-1", email=OWNER, backend="gmail", user="google-1"), grant.model_dump_json())
    yield backend
    backend.close()


async def test_letters_are_read_once_and_then_only_what_is_new(mailbox: GmailBackend) -> None:
    mailbox.check()
    first = mailbox.news("", LONG_AGO, 50)
    assert sorted(read_letter(each.raw).subject for each in first.letters) == ["Contract 0", "Contract 1", "Contract 2"]
    assert {(each.folder, each.role, each.marks.unread) for each in first.letters} == {("INBOX", "inbox", True)}
    assert "The contract number" in read_letter(mailbox.raw(first.letters[0].place, 1_000_000)).text
    again = mailbox.news(first.cursor, LONG_AGO, 50)
    assert (again.letters, again.marked, again.gone, again.more) == ([], {}, (), False)


async def test_letters_are_marked_labelled_and_moved_there_and_that_is_told(mailbox: GmailBackend) -> None:
    first = mailbox.news("", LONG_AGO, 50)
    one, two, three = (each.place for each in first.letters)
    assert mailbox.change(one, LetterChange(role="archive", unread=False)) == (one, "Archive")
    assert mailbox.change(two, LetterChange(flagged=True)) == (two, "INBOX")
    assert mailbox.change(three, LetterChange(add_labels=("Счета",))) == (three, "INBOX")
    news = mailbox.news(first.cursor, LONG_AGO, 50)
    told = {each.place: each for each in news.letters}
    assert (told[one].role, told[one].marks.unread) == ("archive", False)
    assert news.marked[two].flagged or told[two].marks.flagged
    assert mailbox.change(one, LetterChange(role="trash")) == (one, "Trash")
    assert one in mailbox.news(news.cursor, LONG_AGO, 50).gone


async def test_a_letter_is_sent_and_a_draft_comes_and_goes(mailbox: GmailBackend) -> None:
    start = mailbox.news("", LONG_AGO, 50)
    begun: list[bool] = []
    said = mailbox.send(raw("Привет", "sent"), OWNER, ["anna@example.com"], lambda: begun.append(True))
    place, folder = mailbox.keep(raw("Набросок", "draft"), "drafts")
    news = mailbox.news(start.cursor, LONG_AGO, 50)
    told = {each.role: read_letter(each.raw) for each in news.letters}
    assert (said.startswith("Gmail "), begun, folder) == (True, [True], "Drafts")
    assert (told["sent"].text, told["sent"].message_id, told["drafts"].text) == ("Привет", "sent@example.com", "Набросок")
    mailbox.remove(place)
    assert mailbox.news(news.cursor, LONG_AGO, 50).gone == (place,)


def raw(text: str, name: str) -> bytes:
    """A letter of the owner's."""
    return letter(text, sender=OWNER, to="anna@example.com", message_id=f"{name}@example.com").as_bytes()


async def test_events_are_made_found_and_removed_there(google: str) -> None:
    client = Client(await signed_in(google))
    events = client.calendar.events()
    when = {"start": {"dateTime": "2026-05-06T10:00:00Z"}, "end": {"dateTime": "2026-05-06T11:00:00Z"}}
    made = client.ask(events.insert(calendarId="primary", body={"summary": "Встреча с Анной", **when}))
    window = {"timeMin": "2026-05-06T00:00:00Z", "timeMax": "2026-05-07T00:00:00Z"}
    found = client.ask(events.list(calendarId="primary", singleEvents=True, **window))
    assert [each["summary"] for each in found["items"]] == ["Встреча с Анной"]
    taken = client.ask(client.calendar.freebusy().query(body={**window, "items": [{"id": "primary"}]}), repeatable=True)
    assert len(taken["calendars"]["primary"]["busy"]) == 1
    client.ask(events.delete(calendarId="primary", eventId=made["id"]))
    assert client.ask(events.list(calendarId="primary", **window)).get("items", []) == []
    client.close()
