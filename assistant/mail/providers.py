"""The servers of common providers by the domain of an address, and where a provider tells its own."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.letter import ServerAddress

LARGEST = 100_000
"""Bytes of a provider's answer that are looked at."""


@dataclass(frozen=True, slots=True)
class Servers:
    """Where to read and where to send; `app_password` is the page where a password for programs is made."""

    incoming: ServerAddress
    outgoing: ServerAddress
    app_password: str = ""
    user: str = "%EMAILADDRESS%"


def _of(imap: str, smtp: str, app_password: str = "", *, smtp_port: int = 465) -> Servers:
    security = "tls" if smtp_port == 465 else "starttls"
    return Servers(
        ServerAddress(host=imap, port=993, security="tls"),
        ServerAddress(host=smtp, port=smtp_port, security=security),
        app_password,
    )


_GOOGLE = _of("imap.gmail.com", "smtp.gmail.com", "https://myaccount.google.com/apppasswords")
_YANDEX = _of("imap.yandex.ru", "smtp.yandex.ru", "https://id.yandex.ru/security/app-passwords")
_MAIL_RU = _of("imap.mail.ru", "smtp.mail.ru", "https://account.mail.ru/user/2-step-auth/passwords")
_RAMBLER = _of("imap.rambler.ru", "smtp.rambler.ru")
_MICROSOFT = _of("outlook.office365.com", "smtp-mail.outlook.com", "https://account.live.com/proofs/AppPassword", smtp_port=587)
_APPLE = _of("imap.mail.me.com", "smtp.mail.me.com", "https://account.apple.com/account/manage", smtp_port=587)
_YAHOO = _of("imap.mail.yahoo.com", "smtp.mail.yahoo.com", "https://login.yahoo.com/account/security")
_BY_DOMAIN: Mapping[str, Servers] = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), _GOOGLE),
    **dict.fromkeys(("yandex.ru", "yandex.com", "ya.ru", "yandex.by", "yandex.kz", "narod.ru"), _YANDEX),
    **dict.fromkeys(("mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "xmail.ru"), _MAIL_RU),
    **dict.fromkeys(("rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru"), _RAMBLER),
    **dict.fromkeys(("outlook.com", "hotmail.com", "live.com", "msn.com"), _MICROSOFT),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), _APPLE),
    **dict.fromkeys(("yahoo.com", "ymail.com", "rocketmail.com"), _YAHOO),
    "aol.com": _of("imap.aol.com", "smtp.aol.com", "https://login.aol.com/account/security"),
    "fastmail.com": _of("imap.fastmail.com", "smtp.fastmail.com", "https://app.fastmail.com/settings/security/apps"),
    "zoho.com": _of("imap.zoho.com", "smtp.zoho.com"),
    "gmx.com": _of("imap.gmx.com", "mail.gmx.com"),
    "gmx.de": _of("imap.gmx.net", "mail.gmx.net"),
    "web.de": _of("imap.web.de", "smtp.web.de", smtp_port=587),
}


def known(domain: str) -> Servers | None:
    """The servers of a common provider."""
    return _BY_DOMAIN.get(domain.lower())


def guessed(domain: str) -> Servers:
    """Where the servers of a domain usually are."""
    return _of(f"imap.{domain}", f"smtp.{domain}")


def places(domain: str) -> tuple[str, ...]:
    """Addresses where a provider, or Mozilla for it, tells its servers; the owner's own address is told to nobody."""
    return (
        f"https://autoconfig.{domain}/mail/config-v1.1.xml",
        f"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
        f"https://autoconfig.thunderbird.net/v1.1/{domain}",
    )


def told(text: bytes) -> Servers | None:
    """The servers in a provider's answer; None when it holds none with a secure connection."""
    if len(text) > LARGEST or b"<!ENTITY" in text:
        return None
    try:
        root = ET.fromstring(text)  # noqa: S314 - bounded, and without entities
    except ET.ParseError:
        return None
    incoming = _server(root, "incomingServer", "imap")
    outgoing = _server(root, "outgoingServer", "smtp")
    if incoming is None or outgoing is None:
        return None
    return Servers(incoming[0], outgoing[0], user=incoming[1])


def _server(root: ET.Element, tag: str, kind: str) -> tuple[ServerAddress, str] | None:
    for element in root.iter(tag):
        if element.get("type") != kind:
            continue
        socket = (element.findtext("socketType") or "").strip().upper()
        host, port = (element.findtext("hostname") or "").strip(), (element.findtext("port") or "").strip()
        if socket in ("SSL", "STARTTLS") and host and port.isdigit() and 0 < int(port) < 65_536:
            server = ServerAddress(host=host, port=int(port), security="tls" if socket == "SSL" else "starttls")
            return server, (element.findtext("username") or "%EMAILADDRESS%").strip()
    return None
