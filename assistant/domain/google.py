"""The owner's Google accounts and what each may be used for."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Frozen

GoogleUse = Literal["mail.read", "mail.write", "calendar.read", "calendar.write"]
"""What the owner may allow, one by one."""


class GoogleAccount(Frozen):
    """A Google account; `uses` are those the owner has allowed."""

    id: str
    email: str
    uses: tuple[GoogleUse, ...] = ()
