"""The secrets the owner gave to commands, by name: kept in the vault, listed beside it, for keyrings cannot be listed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import anyio

from assistant import ports
from assistant.errors import AssistantError, NotFound, StepRefused
from assistant.store.memos import Memos
from assistant.vault import Vault

MOST = 100
"""Secrets at most."""
LONGEST_NAME = 100
NAMES = "command_secrets"
"""The memo that holds the names."""
_NAME = re.compile(rf"[\w.-]{{1,{LONGEST_NAME}}}")
_ONE_LINE = re.compile(r"[\x20-\x7e]+")


class OwnSecrets(ports.Secrets):
    """Those of the assistant itself have other names in the vault and are out of reach."""

    PREFIX = "command."

    def __init__(self, vault: Vault, memos: Memos) -> None:
        self._vault, self._memos = vault, memos
        self._one_change = anyio.Lock()

    async def secret(self, name: str) -> str:
        """The secret of that name. Raises StepRefused when there is none."""
        if not (found := await self._vault.get(f"{self.PREFIX}{name}")):
            raise StepRefused(
                f"There is no secret {name!r}; enter it in the settings, under Secrets.",
                ru=f"Нет секрета «{name}»; введите его в настройках, в разделе «Секреты».",
            )
        return found

    async def names(self) -> list[str]:
        """The names of all, in order."""
        return sorted(json.loads(await self._memos.get(NAMES) or "[]"))

    async def missing(self, names: Iterable[str]) -> set[str]:
        """Those of these names that are not kept, whatever the list says: a data folder may come without its keyring."""
        return {name for name in names if not await self._vault.get(f"{self.PREFIX}{name}")}

    async def place(self) -> str:
        """`keyring` or `file`."""
        return await self._vault.place()

    async def keep(self, name: str, secret: str) -> None:
        """Keep a secret instead of any before under that name. Raises AssistantError; no error holds the secret."""
        if not _NAME.fullmatch(name):
            raise AssistantError(
                "A secret's name has letters, digits, dots, dashes and underscores only, at most 100.",
                ru="В имени секрета могут быть только буквы, цифры, точки, дефисы и подчёркивания, не больше 100.",
            )
        if not _ONE_LINE.fullmatch(secret):
            # It goes into a header of a request, which cannot hold anything else.
            raise AssistantError(
                "A secret is one line of Latin letters, digits and signs; copy it again.",
                ru="Секрет — это одна строка из латинских букв, цифр и знаков; скопируйте его ещё раз.",
            )
        async with self._one_change:
            known = await self.names()
            if name not in known and len(known) >= MOST:
                raise AssistantError(
                    f"There are {MOST} secrets already; remove one first.",
                    ru=f"Уже есть {MOST} секретов; сначала удалите какой-нибудь.",
                )
            await self._vault.set(f"{self.PREFIX}{name}", secret)
            await self._memos.set(NAMES, json.dumps(sorted({*known, name})))

    async def remove(self, name: str) -> None:
        """Forget one. Raises NotFound, VaultUnavailable."""
        async with self._one_change:
            known = await self.names()
            if name not in known:
                raise NotFound(f"There is no secret {name[:LONGEST_NAME]!r}.", ru=f"Нет секрета «{name[:LONGEST_NAME]}».")
            await self._vault.remove(f"{self.PREFIX}{name}")
            await self._memos.set(NAMES, json.dumps([one for one in known if one != name]))
