"""Letters in one line each, and as the plain values flows work with."""

from __future__ import annotations

from assistant.domain.base import Json, Language
from assistant.domain.letter import Address, FoundLetter, LetterHead, SentLetter, Weighed

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
            {"number": each.number, "name": each.name, "type": each.type, "size": each.size} for each in letter.attachments
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
    }


def sent_line(sent: SentLetter, language: Language) -> str:
    """To whom and about what a letter went."""
    people = ", ".join(who(each) for each in sent.to)
    return f"{people}: {sent.subject or _NO_SUBJECT[language]}"
