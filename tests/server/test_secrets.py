"""Secrets of commands over the wire: stored, named, used, removed; what they are comes back nowhere and is written nowhere in the clear."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.own_secrets import MOST
from tests.fakes.web import Reply, site
from tests.server.door import COMMANDS, Door, Refused, Window, opened
from tests.server.test_llm import files_with

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
SECRET = "sk-shop-0123456789"  # noqa: S105 - made up
ASK = """\
phrases: {{en: ['ask the shop']}}
steps:
  - if: 'true'
    steps: [{{http: {{url: '{url}', secrets: {{Authorization: 'Bearer {{shop}}'}}}}}}]
"""


async def listed(window: Window) -> dict[str, Any]:
    return {one["name"]: one for one in (await window.call("secrets.list"))["secrets"]}


async def test_a_secret_is_kept_used_by_a_command_and_never_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    caplog.set_level("DEBUG", logger="assistant")
    monkeypatch.setenv("ASSISTANT_VOICE__MODE", "off")
    monkeypatch.setenv("ASSISTANT_SPEECH__DOWNLOAD", "false")
    with site(lambda _asked: Reply()) as home:
        monkeypatch.setenv("ASSISTANT_HTTP__ALLOW_HOSTS", f'["{home.url.split("/")[2]}"]')
        monkeypatch.setitem(COMMANDS, "shop", ASK.format(url=home.url))
        async with opened(tmp_path / "data") as door, door.window() as window:
            failed = await window.finished(await window.say("ask the shop"))
            assert "Secrets" in repr(failed) and home.asked == []
            missing = (await listed(window))["shop"]
            assert (missing["kept"], missing["commands"]) == (False, [{"name": "shop", "title": {"en": "shop"}}])
            given = await window.call("secrets.set", key="set-shop-1", name="shop", value=f" {SECRET}\n")
            known = await window.call("secrets.list")
            assert [one["kept"] for one in known["secrets"]] == [True]
            assert known["place"] in ("keyring", "file")
            done = await window.finished(await window.say("ask the shop", key="said-again"))
            assert done["state"] == "done"
            assert home.asked[0].headers["authorization"] == f"Bearer {SECRET}"
            settings = await window.call("settings.get")
            assert SECRET not in repr((given, known, settings, window.envelopes)) + caplog.text
            assert files_with(tmp_path, SECRET) == []
            await window.call("secrets.remove", key="remove-shop-1", name="shop")
            assert not (await listed(window))["shop"]["kept"]
            with pytest.raises(Refused, match="shop"):
                await window.call("secrets.remove", key="remove-shop-2", name="shop")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("two words", SECRET),
        ("../shop", SECRET),
        ("", SECRET),
        ("shop", ""),
        ("shop", "   "),
        ("shop", f"{SECRET}\nHost: evil"),
        ("shop", SECRET + "ключ"),
        ("shop", SECRET * 200),
        ("shop", {"nested": SECRET}),
    ],
)
async def test_what_is_no_secret_is_refused_without_being_repeated(
    name: str, value: Any, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="assistant")
    async with door.window() as window:
        with pytest.raises(Refused) as caught:
            await window.call("secrets.set", key="set-wrong-1", name=name, value=value)
        assert SECRET not in str(caught.value) + caplog.text
        assert await listed(window) == {}


async def test_the_assistants_own_secrets_are_neither_listed_nor_in_reach(door: Door) -> None:
    await door.app.house.vault.set("llm:server", SECRET)
    async with door.window() as window:
        assert await listed(window) == {}
        with pytest.raises(Refused):
            await window.call("secrets.remove", key="remove-own-1", name="llm:server")
    assert await door.app.house.vault.get("llm:server") == SECRET


async def test_there_is_a_last_secret_and_one_that_is_there_can_still_be_replaced(door: Door) -> None:
    async with door.window() as window:
        for number in range(MOST):
            await window.call("secrets.set", key=f"set-secret-{number}", name=f"s{number}", value=SECRET)
        await window.call("secrets.set", key="set-secret-again", name="s0", value=SECRET)
        with pytest.raises(Refused, match="remove one first"):
            await window.call("secrets.set", key="set-one-more", name="c", value=SECRET)
        assert len(await listed(window)) == MOST
