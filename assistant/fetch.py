"""Fetches from the web, within bounds, and never from this computer or its network unless the owner allowed it by name.

A name is looked up once, every address it has is checked, and the connection goes to the very address that was checked;
so it is again after each redirect. A name that answers differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import partial
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
import httpx

from assistant import ports
from assistant.domain.web import WebAnswer, WebRequest
from assistant.errors import StepError, StepRefused

# It writes whole addresses into the log, and what stands behind a `?` may be a secret.
logging.getLogger("httpx").setLevel(logging.WARNING)
MAX_ANSWER = 10_000_000
"""Bytes of an answer, unpacked."""
MAX_REDIRECTS = 5
MAX_HEADERS = 100
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones behind a translator."""
_OURS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect", "proxy-authorization"}
)
"""Headers a request may not set: they decide where it goes or where it ends."""
_PRIVATE_TO_ONE_HOST = frozenset({"authorization", "cookie", "proxy-authorization"})

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


async def resolve(host: str, port: int) -> Sequence[str]:
    """Every address of a host. Raises StepError."""
    try:
        # Not by the loop's own executor: the durable engine takes that one with it when it ends.
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await anyio.to_thread.run_sync(look_up, abandon_on_cancel=True)
    except (OSError, UnicodeError) as error:
        raise StepError(
            f"There is no {host} on the network; check the address and the connection.",
            ru=f"В сети нет {host}; проверьте адрес и соединение.",
        ) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address is out on the internet: not this computer, its network, or one that stands for such."""
    try:
        found: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


class Fetcher(ports.Web):
    """The real thing behind the port Web. `allowed` gives the hosts (`name` or `name:port`) that may be private."""

    def __init__(self, allowed: Callable[[], Collection[str]], look_up: Resolve = resolve) -> None:
        self._allowed = allowed
        self._look_up = look_up

    async def fetch(self, request: WebRequest) -> WebAnswer:
        """Send a request, follow its redirects. Raises StepRefused for what may not be done, StepError for what failed."""
        try:
            with anyio.fail_after(request.seconds):
                # No proxy of the environment: it would look the name up itself, unchecked.
                async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=request.seconds) as client:
                    return await self._follow(client, request)
        except (TimeoutError, httpx.TimeoutException) as error:
            host, seconds = _host(request.url), request.seconds
            raise StepError(
                f"{host} did not answer within {seconds:g} seconds.", ru=f"{host} не ответил за {seconds:g} с."
            ) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise StepRefused(f"That is no web address: {error}.", ru="Это не адрес в интернете.") from error
        except httpx.HTTPError as error:
            host, why = _host(request.url), str(error) or type(error).__name__
            raise StepError(f"{host} could not be reached: {why}.", ru=f"{host} недоступен: {why}.") from error

    async def _follow(self, client: httpx.AsyncClient, request: WebRequest) -> WebAnswer:
        asked = request
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._once(client, asked)
            onward = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not onward:
                return answer
            asked = _redirected(asked, answer.status, onward)
        host = _host(request.url)
        raise StepError(
            f"{host} redirects more than {MAX_REDIRECTS} times.", ru=f"{host} перенаправляет больше {MAX_REDIRECTS} раз."
        )

    async def _once(self, client: httpx.AsyncClient, request: WebRequest) -> WebAnswer:
        url = httpx.URL(request.url)
        if url.scheme not in ("http", "https") or not url.host:
            raise StepRefused(
                "Only http and https addresses can be fetched.", ru="Можно обращаться только к адресам http и https."
            )
        if url.userinfo:
            raise StepRefused(
                "An address may not hold a name and password; put them into `secrets`.",
                ru="В адресе не должно быть имени и пароля; запишите их в `secrets`.",
            )
        address = await self._checked(url)
        headers = {key: value for key, value in request.headers.items() if key.lower() not in _OURS}
        sent = client.build_request(
            request.method,
            url.copy_with(host=address),
            headers={"accept": "*/*", "user-agent": "Symbiote", **headers, "host": url.netloc.decode("ascii")},
            content=request.body or None,
            # The certificate is checked against the name, not against the address.
            extensions={"sni_hostname": url.host},
        )
        answer = await client.send(sent, stream=True)
        try:
            body = await _bounded(answer, url.host)
        finally:
            await answer.aclose()
        known = dict(list(answer.headers.items())[:MAX_HEADERS])
        return WebAnswer(status=answer.status_code, url=str(url), headers=known, body=body, encoding=answer.encoding or "utf-8")

    async def _checked(self, url: httpx.URL) -> str:
        """The address to connect to. Raises StepRefused when any address of the host is private and it is not allowed."""
        port = url.port or (443 if url.scheme == "https" else 80)
        found = await self._look_up(url.host, port)
        if not found:
            raise StepError(f"There is no {url.host} on the network.", ru=f"Адреса {url.host} в сети нет.")
        allowed = {name.strip().lower().rstrip(".") for name in self._allowed()}
        host = url.host.lower().rstrip(".")
        if host not in allowed and f"{host}:{port}" not in allowed and not all(map(is_public, found)):
            raise StepRefused(
                f'{url.host} is this computer or a computer of your own network. To allow it, add "{host}" to allow_hosts under [http] '
                "in assistant.toml.",
                ru=f'{url.host} — этот компьютер или компьютер вашей сети. Чтобы разрешить, добавьте "{host}" в allow_hosts раздела [http] '
                "файла assistant.toml.",
            )
        return found[0]


async def _bounded(answer: httpx.Response, host: str) -> bytes:
    chunks, size = [], 0
    async for chunk in answer.aiter_bytes(65_536):
        size += len(chunk)
        if size > MAX_ANSWER:
            mega = MAX_ANSWER // 1_000_000
            raise StepRefused(f"{host} answers with more than {mega} MB.", ru=f"{host} прислал больше {mega} МБ.")
        chunks.append(chunk)
    return b"".join(chunks)


def _redirected(request: WebRequest, status: int, onward: str) -> WebRequest:
    """As browsers do: what was posted becomes a GET (but for 307, 308), and secrets do not go to another host."""
    before = httpx.URL(request.url)
    after = before.join(onward)
    if before.scheme == "https" and after.scheme == "http":
        raise StepRefused(
            f"{before.host} redirects from a secure to an open address.",
            ru=f"{before.host} перенаправляет с защищённого адреса на открытый.",
        )
    headers = dict(request.headers)
    if (after.scheme, after.host, after.port) != (before.scheme, before.host, before.port):
        headers = {key: value for key, value in headers.items() if key.lower() not in _PRIVATE_TO_ONE_HOST}
        if request.private_headers:
            headers = {key: value for key, value in headers.items() if key.lower() not in request.private_headers}
    changes: dict[str, object] = {"url": str(after), "headers": headers}
    turns_to_get = status == 303 or (status in (301, 302) and request.method == "POST")
    if turns_to_get and request.method != "HEAD":
        headers = {key: value for key, value in headers.items() if not key.lower().startswith("content-")}
        changes |= {"method": "GET", "body": b"", "headers": headers}
    return request.model_copy(update=changes)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "The server"
    except ValueError:
        return "The server"
