"""Which sites a task may open: those that were named, none else without a yes, nothing on this computer unless named."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.browser.rules import Site, matches, names_host
from assistant.domain.web_task import WebTask

_HOST = re.compile(r"\b(?:https?://)?((?:[\w-]+\.)+[a-zа-я]{2,}|\d{1,3}(?:\.\d{1,3}){3}|localhost)(:\d{1,5})?\b", re.IGNORECASE)
WEB = ("http", "https")


@dataclass(frozen=True, slots=True)
class Sites:
    """`only`: nothing but the named ones, whatever the owner might say when asked."""

    named: tuple[str, ...]
    only: bool
    near: tuple[str, ...]

    @staticmethod
    def of(task: WebTask, near: Sequence[str] = ()) -> Sites:
        """The sites of a task; `near` are hosts on this computer or its network that the owner allowed for good."""
        own = [task.start] if task.start else []
        if task.sites:
            return Sites(tuple(_host(site) for site in (*task.sites, *own)), True, tuple(near))
        said = [found[0] for found in _HOST.findall(task.task if task.own is None else task.own)]
        return Sites(tuple(_host(site) for site in (*said, *own)), False, tuple(near))

    def allows(self, url: str) -> bool | None:
        """Whether a page may be opened; None: the owner decides."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if parts.scheme not in WEB or not host:
            return False
        site = Site.of(url)
        if site is None:
            return False
        if any(matches(name, site) for name in self.named):
            return True
        if self.only or is_near_by_name(host):
            return names_host(self.near, site)
        return None

    def refuses(self, said: str) -> str:
        """Why an address is not opened, for the model; empty when it may be, or the owner is asked."""
        url = address(said)
        scheme = urlsplit(said).scheme.lower()
        if scheme in ("data", "blob", "file", "javascript", "view-source", "filesystem", "about", "chrome"):
            return f"{scheme}: addresses are not opened."
        if self.allows(url) is False:
            return f"{urlsplit(url).hostname} may not be opened in this task. Allowed: {', '.join(self.named)}."
        return ""


def address(said: str) -> str:
    """An address as a browser takes it."""
    return said if "://" in said else f"https://{said}"


def is_near_by_name(host: str) -> bool:
    """Whether a host is plainly this computer or in its network."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".lan")) or "." not in host:
        return True
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return False


def _host(site: str) -> str:
    return (urlsplit(site if "://" in site else f"//{site}").hostname or "").lower().removeprefix("www.")
