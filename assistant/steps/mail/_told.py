"""What steps about letters give and say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.domain.base import Json, Language
from assistant.domain.letter import LetterChange, LetterHead, Outgoing, SentLetter
from assistant.domain.run import Receipt, Source, StepResult
from assistant.extensions.steps import StepContext
from assistant.ports import Mail
from assistant.wording import letters

_PUT_BACK: dict[Language, str] = {"en": "Put back: {subjects}", "ru": "Возвращено как было: {subjects}"}


async def changed(which: str | Sequence[str], change: LetterChange, context: StepContext) -> StepResult:
    """Change one letter or several under the step's key."""
    mail = context.use(Mail)
    ids = [which] if isinstance(which, str) else list(which)
    heads = [await mail.change(each, change, key=context.key) for each in ids]
    values = [letters.value(head, context.language) for head in heads]
    summary = "; ".join(letters.line(head, context.language) for head in heads[:5])
    receipt = Receipt(kind="letter", id=",".join(head.message_id or head.id for head in heads)[:1_000], summary=summary)
    value = values[0] if isinstance(which, str) else values
    return StepResult(value=value, receipt=receipt, sources=sources(heads))


def sources(heads: Iterable[LetterHead]) -> tuple[Source, ...]:
    """Who wrote what a step gives."""
    return tuple(
        Source(kind="mail", who=str(head.sender), title=head.subject, excerpt=head.opening[:200]) for head in list(heads)[:20]
    )


async def put_back(context: StepContext) -> str:
    """Undo what was done to letters under the step's key."""
    subjects = await context.use(Mail).revert(context.key)
    return _PUT_BACK[context.language].format(subjects=", ".join(subjects) or "—")


def sent(found: SentLetter, language: Language) -> StepResult:
    """A letter that was sent, with its proof."""
    return StepResult(value=letters.sent_value(found), receipt=proof(found, language))


def proof(found: SentLetter, language: Language) -> Receipt:
    """The Message-ID, and what the server said when it took the letter."""
    summary = letters.sent_line(found, language) + (f" ({found.response})" if found.response else "")
    # Whoever has the file can tell from it that it was this one.
    summary += "".join(f"; {name}, SHA-256 {digest}" for name, digest in found.files)
    return Receipt(kind="letter", id=found.message_id, summary=summary)


def prepared(outgoing: Outgoing, files: Sequence[str]) -> dict[str, Json]:
    """A letter that was worked out, as parameters of the steps that send."""
    return {
        "account": outgoing.account,
        "to": [str(each) for each in outgoing.to],
        "cc": [str(each) for each in outgoing.cc],
        "subject": outgoing.subject,
        "text": outgoing.text,
        "answers": outgoing.answers,
        "forwards": outgoing.forwards,
        "files": list(files),
        "digests": [file.sha256 for file in outgoing.enclosed],
    }
