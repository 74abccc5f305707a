"""A request to a web address, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen

HttpMethod = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class WebRequest(Frozen):
    """What is asked of a server. `url` is whole, its query included; `body` is empty when there is none."""

    method: HttpMethod
    url: str
    headers: Mapping[str, str] = Field(default_factory=dict)
    private_headers: tuple[str, ...] = ()
    """Headers (small letters) that hold a secret: they do not follow a redirect to another host."""
    body: bytes = b""
    seconds: float = 30.0
    """How long all of it may take, redirects included."""


class WebAnswer(Frozen):
    """What a server gave. `url` is where the last redirect led; `headers` have small letters."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    encoding: str = "utf-8"
