"""What must not be recorded: passwords, one-time codes, numbers of cards. The page's script leaves them out; this refuses them again."""

from __future__ import annotations

import re

from assistant.domain.showing import SecretKind, ShownAction

_CARD = re.compile(r"card.?num|cc-|номер.{0,6}карт|кредитн|\bcvv|\bcvc|\bcsc", re.IGNORECASE)
_PASSWORD = re.compile(r"passw|парол|passphrase|секретн|\bpin\b|пин-?код", re.IGNORECASE)
_CODE = re.compile(
    r"\botp\b|one.?time|sms.?code|код из смс|код подтвержд|verification.?code|\b2fa\b|totp|одноразов", re.IGNORECASE
)
_DIGITS = re.compile(r"[\d\s-]{13,40}")


def without_secrets(action: ShownAction) -> ShownAction:
    """The action, its value gone when it is, or may be, a secret."""
    if action.kind not in ("fill", "press") or (action.kind == "press" and len(action.value) > 1):
        return action
    secret = action.secret or secret_of(action.label, _described(action), action.value)
    return action.model_copy(update={"secret": secret, "value": ""}) if secret else action


def _described(action: ShownAction) -> str:
    kept = action.target.print if action.target else None
    return " ".join((kept.name, kept.label, kept.placeholder, kept.id, kept.field, kept.type)) if kept else str(action.target)


def secret_of(label: str, described: str, value: str) -> SecretKind:
    """Which secret a field holds by what it is called, or a value is by itself; empty for none."""
    said = f"{label} {described}"
    if is_card(value) or _CARD.search(said):
        return "card"
    if _PASSWORD.search(said):
        return "password"
    return "code" if _CODE.search(said) else ""


def is_card(value: str) -> bool:
    """Whether a text is the number of a card: 13 to 19 digits that add up."""
    if not _DIGITS.fullmatch(value.strip()):
        return False
    digits = [int(letter) for letter in value if letter.isdigit()]
    if not 13 <= len(digits) <= 19:
        return False
    doubled = (digit * 2 - 9 * (digit > 4) if place % 2 else digit for place, digit in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0
