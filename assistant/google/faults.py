"""What Google says when it says no, as an owner can understand it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from googleapiclient.errors import HttpError

from assistant.errors import ServerRefused, SignInNeeded, StepError, Unreachable

BUSY = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded", "RESOURCE_EXHAUSTED"})
_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_TOO_LITTLE = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientScopes"})


def is_busy(error: HttpError) -> bool:
    """Whether it was not done because it was too much at once, so that it may be asked again."""
    return _status(error) == 429 or (_status(error) == 403 and bool(_reasons(error) & BUSY))


def is_stumbling(error: HttpError) -> bool:
    """Whether Google itself is in trouble; whether it was done nobody knows."""
    return _status(error) >= 500 or _status(error) == 408


def asked_pause(error: HttpError) -> float | None:
    """Seconds Google wants to be left alone, None when it does not say."""
    said = str(error.resp.get("retry-after", "")).strip()
    if re.fullmatch(r"\d{1,6}", said):
        return float(said)
    now = str(error.resp.get("date", ""))
    try:
        return max((parsedate_to_datetime(said) - parsedate_to_datetime(now)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


def understood(error: HttpError, email: str) -> StepError:
    """The error to raise for an answer that is no success."""
    status, reasons, said = _status(error), _reasons(error), _message(error)
    if status == 401:
        return SignInNeeded(
            f"Google does not accept the permission for {email} any more. Connect Google again under “Connections”.",
            ru=f"Google больше не принимает разрешение для {email}. Подключите Google заново в «Подключениях».",
        )
    if status == 403 and reasons & _TOO_LITTLE:
        return SignInNeeded(
            f"{email} has not allowed this yet. Allow it under “Connections”, “Google”.",
            ru=f"Для {email} это ещё не разрешено. Разрешите в «Подключениях», «Google».",
        )
    if status == 403 and reasons & _OFF:
        return ServerRefused(
            f"This API is switched off in your Google Cloud project; switch it on there. Google says: {said}",
            ru=f"Этот API выключен в вашем проекте Google Cloud, включите его там. Google пишет: {said}",
            status=status,
            reason="accessNotConfigured",
        )
    if is_busy(error):
        return Unreachable(
            "Google asks to slow down; it goes on by itself after a while.",
            ru="Google просит подождать; продолжу сам чуть позже.",
            untouched=True,
        )
    if is_stumbling(error):
        return Unreachable(f"Google answers with {status} just now.", ru=f"Google сейчас отвечает ошибкой {status}.")
    return ServerRefused(
        f"Google refused: {said}", ru=f"Google отказал: {said}", status=status, reason=next(iter(sorted(reasons)), "")
    )


def _status(error: HttpError) -> int:
    return int(error.resp.status)


def _told(error: HttpError) -> Mapping[str, Any]:
    try:
        given = json.loads(error.content)
    except (ValueError, TypeError):
        return {}
    found = given.get("error") if isinstance(given, dict) else None
    return found if isinstance(found, dict) else {}


def _reasons(error: HttpError) -> set[str]:
    """Every word Google gives for the why: of the old form, the new one, and its details."""
    told = _told(error)
    listed = [each for name in ("errors", "details") for each in (told.get(name) or ()) if isinstance(each, dict)]
    return {str(each["reason"]) for each in listed if each.get("reason")} | (
        {str(told["status"])} if told.get("status") else set()
    )


def _message(error: HttpError) -> str:
    said = str(_told(error).get("message") or error.resp.reason or _status(error))
    return " ".join(said.split())[:400]
