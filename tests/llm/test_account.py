"""Connecting a server: it is reached first, its key is kept for it alone, and nothing changes when it cannot be reached."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.errors import LanguageModelError, ModelOffline, ModelRefused
from assistant.llm.account import Account
from assistant.llm.connection import address
from assistant.settings import ModelPrice, Settings
from tests.fakes.model_server import Fails, Says, model_server
from tests.llm.conftest import Desk

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


@pytest.fixture
def account(desk: Desk) -> Account:
    """The owner's side of the model."""

    async def change(section: str, key: str, value: Any) -> Settings:
        assert section == "llm"
        desk.set(**{key: value})
        return Settings()

    return Account(lambda: desk.settings, change, desk.connection, desk.model, desk.allowance, desk.ledger, desk.ways)


async def test_a_server_is_connected_with_its_key_and_its_only_model(desk: Desk, account: Account) -> None:
    async with model_server([Says('{"works": true, "word": "hello"}')], models=["only"]) as server:
        offered = await account.connect(server.url, "sk-1")
        assert [(model.name, model.source) for model in offered] == [("only", "free")]
        assert (desk.settings.base_url, desk.settings.model) == (server.url, "only")
        tried = await account.test()
        assert tried.ok and tried.detail["en"] == "hello"
        assert server.keys == ["sk-1"]
        found = await account.status()
        assert (found.state, found.has_key, found.key_place, found.way) == ("ready", True, "file", "json_schema")


async def test_an_address_without_its_path_is_completed(desk: Desk, account: Account) -> None:
    async with model_server() as server:
        await account.connect(f" 127.0.0.1:{server.port}/ ", None, "big")
        assert (desk.settings.base_url, desk.settings.model) == (server.url, "big")


async def test_a_key_goes_to_its_own_server_only(desk: Desk, account: Account) -> None:
    async with model_server() as first, model_server() as second:
        await account.connect(first.url, "sk-first", "big")
        await account.connect(second.url, None, "big")
        await account.test()
        assert second.keys and set(second.keys) == {"none"}
        await account.connect(first.url, None, "big")
        await account.test()
        assert set(first.keys) == {"sk-first"}
        await account.connect(first.url, "", "big")
        assert not (await account.status()).has_key


async def test_what_cannot_be_reached_changes_nothing(desk: Desk, account: Account) -> None:
    async with model_server(models=["only"]) as server, model_server(models=[]) as empty:
        await account.connect(server.url, "sk-1")
        before = desk.settings
        for said in ("http://127.0.0.1:9/v1", empty.url, "http://localhost:1", server.url.replace("/v1", "/v2")):
            with pytest.raises(LanguageModelError):
                await account.connect(said, "sk-2")
        assert desk.settings == before
        assert await desk.connection.key(server.url) == "sk-1"


async def test_disconnecting_forgets_the_key(desk: Desk, account: Account) -> None:
    async with model_server(models=["only"]) as server:
        await account.connect(server.url, "sk-1")
        await account.disconnect()
        assert (desk.settings.base_url, desk.settings.model) == ("", "")
        assert await desk.vault.get(f"llm http://127.0.0.1:{server.port}") == ""
        assert (await account.status()).state == "off"
        with pytest.raises(ModelOffline):
            await account.models()


async def test_a_model_that_does_not_work_is_told_with_the_reason(account: Account) -> None:
    async with model_server([Fails(404, "model `only` is not loaded")], models=["only"]) as server:
        await account.connect(server.url, None)
        tried = await account.test()
        assert not tried.ok and "not loaded" in tried.detail["en"]


async def test_the_owners_price_is_set_and_forgotten(desk: Desk, account: Account) -> None:
    await account.set_price("big", ModelPrice(input=1, output=2))
    await account.set_price("little", ModelPrice(output=3))
    assert desk.settings.prices == {"big": ModelPrice(input=1, output=2), "little": ModelPrice(output=3)}
    await account.set_price("big", None)
    assert set(desk.settings.prices) == {"little"}


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ("localhost:11434/v1", "http://localhost:11434/v1"),
        ("api.example.com/v1/", "https://api.example.com/v1"),
        ("https://api.example.com/v1/chat/completions", "https://api.example.com/v1"),
    ],
)
def test_an_address_is_made_whole(said: str, made: str) -> None:
    assert address(said, with_key=False) == made


@pytest.mark.parametrize(
    "said", ["ftp://x/v1", "https://", "https://me:secret@x/v1", "https://x/v1?key=1", "http://x:abc", "http://[bad"]
)
def test_what_is_no_address_is_refused_without_repeating_it(said: str) -> None:
    with pytest.raises(ModelRefused) as caught:
        address(said, with_key=False)
    assert "secret" not in str(caught.value)


def test_a_key_is_not_sent_in_the_clear_to_another_computer() -> None:
    with pytest.raises(ModelRefused, match="https"):
        address("http://api.example.com/v1", with_key=True)
    assert address("http://192.168.1.5:8080/v1", with_key=True)
