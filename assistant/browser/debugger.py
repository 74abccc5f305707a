"""Where a browser takes a debugger."""

from __future__ import annotations

import httpx


async def socket_of(address: str) -> str:
    """The debugger's socket at an address, which may be that of its page of versions."""
    if not address.startswith("http"):
        return address
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        return str((await client.get(f"{address.rstrip('/')}/json/version")).json()["webSocketDebuggerUrl"])
