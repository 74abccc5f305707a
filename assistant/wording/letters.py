"""Letters in one line each, and as the plain values flows work with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from assistant.domain.base import Json, Language
from assistant.domain.letter import Address, FoundLetter, LetterHead, MailAccount, SentLetter, Weighed

_NO_SUBJECT: dict[Language, str] = {"en": "(no subject)", "ru": "(без темы)"}


def who(person: Address) -> str:
    """Somebody by name, else by address."""
    return person.name or person.email


def line(head: LetterHead, language: Language) -> str:
    """Who wrote and about what."""
    return f"{who(head.sender)}: {head.subject or _NO_SUBJECT[language]}"


def value(head: LetterHead, language: Language) -> dict[str, Json]:
    """A letter as steps give it. `text` is its line, `at` its time, so that it can be shown as any record."""
    return {
        "id": head.id,
        "account": head.account,
        "thread": head.thread,
        "message_id": head.message_id,
        "text": line(head, language),
        "at": head.date.isoformat(),
        "subject": head.subject,
        "from": who(head.sender),
        "from_email": head.sender.email,
        "to": [str(each) for each in head.to],
        "cc": [str(each) for each in head.cc],
        "opening": head.opening,
        "folder": head.folders[0] if head.folders else "",
        "unread": head.unread,
        "flagged": head.flagged,
        "answered": head.answered,
        "bulk": head.bulk,
        "attachments": head.attachments,
        "invitation": head.invitation,
        "unsubscribe": list(head.unsubscribe),
    }


def weighed_value(found: Weighed, language: Language) -> dict[str, Json]:
    """A weighed letter; its line says why it was chosen."""
    why = ", ".join(reason[language == "ru"] for reason in found.reasons[:3])
    told = value(found.head, language)
    return {**told, "text": f"{told['text']} ({why})" if why else told["text"], "why": why, "score": found.score}


def card(letter: Mapping[str, Json], accounts: Sequence[MailAccount]) -> dict[str, Json]:
    """A letter as one item of a list: who, about what, when, why it is shown; `link` where its mailbox shows letters in a browser,
    `mailbox` where there are several."""
    account = next((each for each in accounts if each.id == letter["account"]), None)
    return {
        "id": letter["id"],
        "text": letter["from"],
        "about": letter["subject"] or letter["opening"],
        "note": letter.get("why", ""),
        "at": letter["at"],
        "unread": letter["unread"],
        "link": _in_browser(account, str(letter["message_id"])) if account else "",
        "mailbox": (account.title or account.email) if account and len(accounts) > 1 else "",
    }


def _in_browser(account: MailAccount, message_id: str) -> str:
    """Where Google's own page shows a letter; other providers have no address for one."""
    incoming = account.incoming.host if account.incoming else ""
    if not message_id or not (account.backend == "gmail" or incoming.endswith(("gmail.com", "googlemail.com"))):
        return ""
    return f"https://mail.google.com/mail/?authuser={quote(account.email)}#search/rfc822msgid%3A{quote(message_id, safe='')}"


def read_value(found: FoundLetter, language: Language) -> dict[str, Json]:
    """A letter with all it says."""
    letter = found.letter
    return {
        **value(found.head, language),
        "body": letter.text,
        "quoted": letter.quoted,
        "signature": letter.signature,
        "links": [{"text": each.text, "url": each.url} for each in letter.links],
        "attachments": [
            {
                "number": each.number,
                "name": each.name,
                "type": each.type,
                "size": each.size,
                "text": each.name,
                "letter": found.head.id,
            }
            for each in letter.attachments
        ],
        "invitation": letter.invitation.model_dump(mode="json") if letter.invitation else None,
        "faults": list(letter.faults),
    }


def sent_value(sent: SentLetter) -> dict[str, Json]:
    """A letter that was sent or kept."""
    return {
        "message_id": sent.message_id,
        "account": sent.account,
        "to": [str(each) for each in sent.to],
        "subject": sent.subject,
        "folder": sent.folder,
        "files": [{"name": name, "sha256": digest} for name, digest in sent.files],
    }


def sent_line(sent: SentLetter, language: Language) -> str:
    """To whom and about what a letter went."""
    people = ", ".join(who(each) for each in sent.to)
    return f"{people}: {sent.subject or _NO_SUBJECT[language]}"
