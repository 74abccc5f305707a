"""Letters as they are written."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.letter import Address, Letter, MailAccount, Outgoing
from assistant.mail.compose import compose
from assistant.mail.mime import read_letter

pytestmark = pytest.mark.unit
OWNER = MailAccount(id="mail-1", email="owner@example.com")
ANNA = Address(name="Anna", email="anna@example.com")


def test_an_answer_quotes_when_it_was_where_the_owner_is() -> None:
    written = datetime(2026, 5, 4, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    original = Letter(message_id="a@x", sender=ANNA, text="When?", date=written)
    now = datetime(2026, 5, 5, 9, tzinfo=ZoneInfo("Europe/Moscow"))
    raw = compose(Outgoing(to=(ANNA,), text="Tomorrow.", answers="letter-1"), OWNER, "key", now, original)
    read = read_letter(raw)
    assert read.text == "Tomorrow."
    assert "05.05.2026, 06:30, Anna <anna@example.com> wrote:" in read.quoted
