"""The owner's own way to the network: an HTTP proxy that everything for public sites is handed to as a tunnel."""

from __future__ import annotations

from urllib.parse import urlsplit

import anyio
import anyio.abc

_MAX_HEAD = 16_384


async def tunnel(proxy: str, address: str, port: int) -> anyio.abc.SocketStream:
    """A connection to an address through a proxy such as `http://proxy.firm:3128`. Raises OSError."""
    parts = urlsplit(proxy)
    stream = await anyio.connect_tcp(parts.hostname or "", parts.port or 80)
    try:
        there = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        await stream.send(f"CONNECT {there} HTTP/1.1\r\nHost: {there}\r\n\r\n".encode("ascii"))
        status = await _status(stream)
    except (anyio.EndOfStream, anyio.BrokenResourceError, UnicodeError) as error:
        await stream.aclose()
        raise OSError("the proxy does not answer") from error
    except BaseException:
        await anyio.aclose_forcefully(stream)
        raise
    if status != b"200":
        await stream.aclose()
        raise OSError("the proxy refuses")
    return stream


async def _status(stream: anyio.abc.SocketStream) -> bytes:
    """What it answers. Byte by byte: what follows the answer is the site's already."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        if len(head) > _MAX_HEAD:
            raise OSError("too long an answer of the proxy")
        head += await stream.receive(1)
    return head.split(b" ", 2)[1] if head.startswith(b"HTTP/1.") else b""
