"""Letters to be written: the bytes of a new one, an answer, a forwarded one; its Message-ID is that of the step."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from assistant.domain.letter import Address, Letter, MailAccount, Outgoing
from assistant.errors import StepRefused
from assistant.mail.invitation import calendar_text
from assistant.words import is_russian

_PREFIX = re.compile(r"^\s*(?:re|ответ|отв|aw|fwd?|fw|пересл)\s*(?:\[\d+\])?\s*:\s*", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s<>@,;:\"()\[\]\\]{1,64}@[^\s<>@,;:\"()\[\]\\]{1,255}")
_NOT_AS_BYTES = ("message/", "multipart/")
"""Kinds that hold letters; a file of that kind goes as it is."""
MOST_REFERENCES = 30
MOST_QUOTED = 20_000
"""Characters of the other's letter that an answer quotes."""


def message_id(key: str, account: MailAccount) -> str:
    """The Message-ID of what is sent under a step's key, without brackets; the same key gives the same id."""
    domain = _in_ascii(account.email.rpartition("@")[2]) or "localhost"
    return f"{hashlib.sha256(f'{account.id} {key}'.encode()).hexdigest()[:32]}@{domain}"


def compose(
    outgoing: Outgoing, account: MailAccount, key: str, now: datetime, original: Letter | None, raw: bytes = b""
) -> bytes:
    """The letter as bytes; `original` is the one it answers or forwards, `raw` its bytes when it is forwarded.

    Raises StepRefused for what is no address.
    """
    made = EmailMessage(policy=SMTP)
    made["From"] = _header(Address(name=account.name, email=account.email))
    for name, people in (("To", outgoing.to), ("Cc", outgoing.cc)):
        if people:
            made[name] = [_header(each) for each in people]
    made["Subject"] = " ".join(outgoing.subject.split())[:1_000]
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{message_id(key, account)}>"
    if original is not None and outgoing.answers and original.message_id:
        made["In-Reply-To"] = f"<{original.message_id}>"
        known = dict.fromkeys([*original.references, original.message_id])
        made["References"] = " ".join(f"<{each}>" for each in list(known)[-MOST_REFERENCES:])
    text = outgoing.text.rstrip() + "\n"
    if original is not None and outgoing.answers:
        text += _quote(original, is_russian(outgoing.text), now)
    made.set_content(text, cte="8bit" if text.isascii() else None)
    if outgoing.calendar is not None:
        method = outgoing.calendar.method
        made.add_alternative(
            calendar_text(outgoing.calendar, now).encode(),
            maintype="text",
            subtype="calendar",
            params={"method": method, "charset": "UTF-8"},
        )
    if original is not None and outgoing.forwards:
        # As a file: nothing of it is lost, and its sender's program shows it as it was.
        made.add_attachment(
            raw, maintype="application", subtype="octet-stream", filename=f"{original.subject[:80] or 'letter'}.eml"
        )
    for file in outgoing.enclosed:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        maintype, _slash, subtype = ("application/octet-stream" if kind.startswith(_NOT_AS_BYTES) else kind).partition("/")
        made.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=file.name)
    return made.as_bytes()


def recipients(outgoing: Outgoing) -> tuple[str, ...]:
    """Every address it goes to, each once. Raises StepRefused when there is none, or one is no address."""
    emails = dict.fromkeys(each.email for each in (*outgoing.to, *outgoing.cc, *outgoing.bcc))
    if not emails:
        raise StepRefused("Say to whom the letter goes.", ru="Скажите, кому это письмо.")
    for email in emails:
        if not _EMAIL.fullmatch(email):
            raise StepRefused(f"{email!r} is no e-mail address.", ru=f"«{email}» — не адрес почты.")
    return tuple(emails)


def answer_subject(subject: str) -> str:
    """The subject of an answer: one Re: whatever came before."""
    return f"Re: {_bare(subject)}"


def forward_subject(subject: str) -> str:
    """The subject of a forwarded letter."""
    return f"Fwd: {_bare(subject)}"


def answered_people(original: Letter, own: frozenset[str], *, everybody: bool) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    """To whom an answer goes, and who gets a copy; never the owner himself, unless he wrote to himself."""
    wrote = original.sender is not None and original.sender.email.lower() in own
    to = original.to if wrote else original.reply_to or ((original.sender,) if original.sender else ())
    others = (*(() if wrote else original.to), *original.cc) if everybody else ()
    to_others = tuple(each for each in to if each.email.lower() not in own) or to
    known = own | {each.email.lower() for each in to_others}
    return to_others, tuple(each for each in others if each.email and each.email.lower() not in known)


def _bare(subject: str) -> str:
    while (shorter := _PREFIX.sub("", subject)) != subject:
        subject = shorter
    return subject.strip()


def _quote(original: Letter, russian: bool, now: datetime) -> str:
    who = str(original.sender) if original.sender else ""
    when = original.date.astimezone(now.tzinfo).strftime("%d.%m.%Y, %H:%M") if original.date else ""
    opening = ", ".join(part for part in (when, who) if part) + (" пишет" if russian else " wrote")
    lines = original.text[:MOST_QUOTED].split("\n")
    return f"\n{opening}:\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n"


def _header(address: Address) -> HeaderAddress:
    email = address.email.strip()
    if not _EMAIL.fullmatch(email):
        raise StepRefused(f"{email!r} is no e-mail address.", ru=f"«{email}» — не адрес почты.")
    user, _at, domain = email.rpartition("@")
    return HeaderAddress(" ".join(address.name.split()), user, _in_ascii(domain))


def _in_ascii(domain: str) -> str:
    """A domain as it stands in headers. Raises StepRefused."""
    try:
        return domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError as error:
        raise StepRefused(f"{domain!r} is no domain.", ru=f"«{domain}» — не имя домена.") from error
