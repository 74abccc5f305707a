"""Raw letters for tests."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "data" / "mail" / "eml"
INVITATION = """BEGIN:VCALENDAR
PRODID:-//x//y
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:abc@example.com
DTSTART:20260507T070000Z
DTEND:20260507T080000Z
SUMMARY:Обсуждение договора
LOCATION:Переговорная 2
ORGANIZER;CN=Анна Петрова:mailto:anna@example.com
SEQUENCE:1
END:VEVENT
END:VCALENDAR
"""


def letter(
    text: str = "Добрый день!",
    *,
    sender: str = "Анна Петрова <anna@example.com>",
    to: str = "Owner <owner@example.com>",
    subject: str = "Договор",
    message_id: str = "one@example.com",
    date: str = "Tue, 05 May 2026 07:30:00 +0300",
    html: str = "",
    **others: str,
) -> EmailMessage:
    """A letter as a usual program writes it; `others` are headers, `_` for `-`."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"], made["Date"] = sender, to, subject, date
    if message_id:
        made["Message-ID"] = f"<{message_id}>"
    for name, value in others.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def html_letter(html: str) -> bytes:
    """A letter that has no plain text."""
    made = letter()
    made.set_content(html, subtype="html")
    return made.as_bytes()
