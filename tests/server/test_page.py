"""The HTTP side: strict headers on every answer, nothing for strangers, nothing outside the page's folder."""

from __future__ import annotations

import httpx
import pytest

from tests.server.door import Door

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/health", {}, 200),
        ("/", {}, 200),
        ("/no-such-file", {}, 404),
        ("/health", {"Host": "evil.example"}, 403),
        ("/health", {"Host": "localhost"}, 403),
        ("/health", {"Origin": "null"}, 403),
        ("/", {"Origin": "http://evil.example"}, 403),
        ("/../../../../etc/passwd", {}, 404),
        ("/%2e%2e/%2e%2e/%2e%2e/pyproject.toml", {}, 404),
        ("/..%2f..%2fpyproject.toml", {}, 404),
        ("//etc/passwd", {}, 404),
        ("/assets/%00", {}, 404),
        ("/docs", {}, 404),
        ("/openapi.json", {}, 404),
    ],
)
async def test_every_answer_is_strict_and_strangers_get_nothing(
    door: Door, path: str, headers: dict[str, str], status: int
) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.send(client.build_request("GET", httpx.URL(door.url, raw_path=path.encode()), headers=headers))
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "server" not in answer.headers
    assert "root:" not in answer.text and "[project]" not in answer.text


async def test_a_method_that_writes_is_not_known(door: Door) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.post(f"{door.url}/health", content=b"x" * 1_000_000)).status_code == 405
