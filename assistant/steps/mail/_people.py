"""Letters to people as they were named."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.base import Language
from assistant.domain.letter import Outgoing
from assistant.ports import Mail
from assistant.wording.people import People, Who, addresses

__all__ = ["People", "Who", "addresses", "outgoing"]


async def outgoing(
    mail: Mail,
    language: Language,
    *,
    to: Sequence[str],
    cc: Sequence[str],
    bcc: Sequence[str],
    subject: str,
    text: str,
    account: str,
) -> Outgoing:
    """A new letter to people as they were named."""
    return Outgoing(
        account=(await mail.account(account)).id,
        to=await addresses(to, mail, language),
        cc=await addresses(cc, mail, language),
        bcc=await addresses(bcc, mail, language),
        subject=subject,
        text=text,
    )
