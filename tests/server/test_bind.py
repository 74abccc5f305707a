"""The socket the assistant listens on."""

from __future__ import annotations

import asyncio
import socket

import pytest

from assistant.errors import AssistantError
from assistant.server.server import bind

pytestmark = pytest.mark.unit


@pytest.mark.anyio
async def test_answers_are_not_held_back_to_fill_a_packet() -> None:
    delay: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        delay.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    listening = bind(0, strict=True)
    async with await asyncio.start_server(greet, sock=listening):
        _reader, writer = await asyncio.open_connection(*listening.getsockname())
        assert await delay
        writer.close()
        await writer.wait_closed()


def test_only_this_computer_can_reach_it() -> None:
    with bind(0, strict=True) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_taken_port_is_said_when_it_was_asked_for_and_replaced_when_not() -> None:
    with bind(0, strict=True) as first:
        port = first.getsockname()[1]
        with pytest.raises(AssistantError, match=f"Port {port}"):
            bind(port, strict=True)
        with bind(port, strict=False) as second:
            assert second.getsockname()[1] != port
