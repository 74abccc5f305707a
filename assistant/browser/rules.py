"""Which sites may be reached: the owner's lists, a step's own, and addresses that are no sites at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.domain.base import LocalText
from assistant.domain.both import both
from assistant.domain.page import SiteRules

_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
_EMPTY = ("about:blank", "about:srcdoc", "chrome://newtab/", "chrome://new-tab-page/", "chrome://new-tab-page-third-party/")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a request goes; the scheme is empty when it is not known."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Site | None:
        """The site of an address; None when it is none that is reached over the network."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".")
            port = parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError:
            return None
        if parts.scheme not in _PORTS or not host:
            return None
        return cls(parts.scheme, _ascii(host), port)

    @classmethod
    def named(cls, name: str) -> Site | None:
        """The site of `host:port`."""
        found = cls.of(f"https://{name}")
        return cls("", found.host, found.port) if found else None


def is_empty(url: str) -> bool:
    """Whether a page of this address holds nothing that anybody wrote."""
    return url == "" or url.startswith(_EMPTY)


def matches(pattern: str, site: Site) -> bool:
    """Whether a site is the one of a pattern, or lies below it: `shop.ru` is `www.shop.ru` too."""
    if pattern == "*":
        return True
    scheme, _, rest = pattern.rpartition("://")
    rest = rest.removeprefix("*.").strip().lower().rstrip(".")
    host, _, port = rest.rpartition(":") if rest.rpartition(":")[2].isdigit() and not rest.endswith("]") else (rest, "", "")
    host = _ascii(host.strip("[]"))
    if scheme and site.scheme and scheme.lower() != {"ws": "http", "wss": "https"}.get(site.scheme, site.scheme):
        return False
    if port and int(port) != site.port:
        return False
    return site.host == host or site.host.endswith("." + host)


def permits(rules: SiteRules, site: Site) -> bool:
    """Whether lists let a site through: one that is denied never, any other when it is allowed or nothing is listed."""
    if any(matches(pattern, site) for pattern in rules.deny):
        return False
    return not rules.allow or any(matches(pattern, site) for pattern in rules.allow)


def names_host(hosts: Iterable[str], site: Site) -> bool:
    """Whether the owner named just this host, with or without its port."""
    named = {name.strip().lower().rstrip(".") for name in hosts}
    return site.host in named or f"{site.host}:{site.port}" in named


def not_a_site(url: str) -> LocalText:
    """What is said of an address that is none of a site."""
    return both(
        "Only web pages (http, https) can be opened, not {url}.",
        "Открыть можно только страницы сайтов (http, https), а не {url}.",
        url=url[:100],
    )


def not_permitted(host: str) -> LocalText:
    """What is said of a site that the lists do not let through."""
    return both(
        "{host} may not be opened: it is not among the allowed sites, or is among the denied ones. The lists stand under [browser] in "
        "assistant.toml and in the command's step.",
        "{host} открывать нельзя: сайта нет среди разрешённых или он среди запрещённых. Списки — в разделе [browser] файла "
        "assistant.toml и в самом шаге команды.",
        host=host,
    )


def private(host: str) -> LocalText:
    """What is said of a host that is no public one."""
    return both(
        '{host} is this computer or a computer of your own network. To allow it, add "{host}" to allow_hosts under [browser] in '
        "assistant.toml.",
        "{host} — этот компьютер или компьютер вашей сети. Чтобы разрешить, добавьте «{host}» в allow_hosts раздела [browser] "
        "файла assistant.toml.",
        host=host,
    )


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()
