"""What of a web address looks like a key to something: it is kept nowhere."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from assistant.domain.showing import ShownAction

_KEY = re.compile(
    r"token|key|apikey|accesskey|session|sess|sid|code|sig|signature|password|passwd|pwd|pass|passcode|passphrase|pin|otp|auth|oauth|"
    r"authorization|authentication|credential|secret|jwt|assertion|hmac|csrf|xsrf|nonce|bearer|пароль|токен|ключ|код",
    re.IGNORECASE,
)
"""Words that a name of a key consists of."""
_WITHIN = re.compile(r"token|secret|passw|sess(ion)?_?id|signature|api_?key|credential|samlre|парол|токен", re.IGNORECASE)
_WORD = re.compile(r"[A-ZА-ЯЁ]?[a-zа-яё]+|[A-ZА-ЯЁ]+")
_SIGNED = re.compile(r"eyJ[\w-]{8,}\.[\w-]+\.")
"""A signed token, whatever it is called."""
_USER = re.compile(r"(?<=://)([^/?#:]*)[^/?#]*@")
_IN_PATH = re.compile(r";([^;/]+)=[^;/]*")


def without_keys(action: ShownAction) -> ShownAction:
    """What was done, its address without what looks like a key, a password or a session; `left_out` names that."""
    gone: list[str] = []
    address, _, fragment = action.url.partition("#")
    if user := _USER.search(address):
        gone.append(f"{unquote_plus(user[1])[:60]}@")
    place, _, query = _USER.sub("", address).partition("?")
    place = _IN_PATH.sub(lambda part: "" if _is_key(part[1], "", gone) else part[0], place)
    route, _, asked = fragment.rpartition("?")
    fragment = _joined(route, "?", _kept(asked, gone))
    url = _joined(_joined(place, "?", _kept(query, gone)), "#", fragment)
    left_out = tuple(dict.fromkeys((*action.left_out, *gone)))
    return action.model_copy(update={"url": url, "left_out": left_out})


def _kept(query: str, gone: list[str]) -> str:
    """The parts of a query that stay, as they are written."""
    parts = (part.partition("=") for part in query.split("&"))
    return "&".join(f"{name}{mark}{value}" for name, mark, value in parts if not (mark and _is_key(name, value, gone)))


def _is_key(name: str, value: str, gone: list[str]) -> bool:
    said = unquote_plus(name)
    if not (any(map(_KEY.fullmatch, _WORD.findall(said))) or _WITHIN.search(said) or _SIGNED.search(unquote_plus(value))):
        return False
    gone.append(said[:60])
    return True


def _joined(one: str, mark: str, other: str) -> str:
    return f"{one}{mark}{other}" if one and other else one or other
