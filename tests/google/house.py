"""The Google accounts of one data folder, put together as the program does, with an owner who answers in the browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import anyio.to_thread

from assistant.domain.google import GoogleAccount, GoogleUse
from assistant.google.accounts import GoogleAccounts
from assistant.google.client import Client
from assistant.google.grant import Grant
from assistant.google.uses import scopes_for
from assistant.settings import GoogleSettings
from assistant.store.database import Database
from assistant.store.google import GoogleLedger
from assistant.vault import Vault
from tests.google.consent import CLIENT_ID, CLIENT_SECRET, OWNER, Granted
from tests.google.double import Double


@dataclass
class House:
    """`opened` are the pages shown to the owner; `owner` is what he does there, in a worker thread."""

    accounts: GoogleAccounts
    vault: Vault
    database: Database
    google: Double
    owner: Callable[[str], object]
    opened: list[str] = field(default_factory=list)
    told: int = 0
    visits: list[threading.Thread] = field(default_factory=list)

    async def connect(self, *uses: GoogleUse, account: str = "") -> Sequence[GoogleAccount]:
        """Sign in, to its end."""
        await self.accounts.begin(uses, account)
        with anyio.fail_after(10):
            while (going := self.accounts.attempt) is not None and not going.over:  # noqa: ASYNC110 - the product tells by polling
                await anyio.sleep(0.005)
        for visit in self.visits:
            await anyio.to_thread.run_sync(visit.join)
        return await self.accounts.all()

    def close(self) -> None:
        """As the end of the program."""
        self.database.close()


async def house(folder: Path, google: Double, *, patience: float = 20.0) -> House:
    """The accounts of a data folder; `run` is the test's to start."""
    database = Database(folder / "assistant.sqlite", lambda _told: None)
    database.open()
    vault = Vault(folder, lambda: None)
    settings = GoogleSettings(client_id=CLIENT_ID, stand_in=google.url)

    async def show(url: str) -> None:
        made.opened.append(url)
        made.visits.append(threading.Thread(target=made.owner, args=(url,), daemon=True))
        made.visits[-1].start()

    def told() -> None:
        made.told += 1

    accounts = GoogleAccounts(lambda: settings, GoogleLedger(database), vault, show, told, patience=patience)
    made = House(accounts, vault, database, google, owner=google.visit)
    await accounts.keep_client(CLIENT_SECRET)
    return made


def granted(google: Double, *uses: GoogleUse, email: str = OWNER) -> Grant:
    """A grant the owner has given already."""
    scopes = scopes_for(uses)
    google.consent.granted[f"1//{email}"] = Granted(email, scopes)
    return Grant(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        refresh_token=f"1//{email}",
        scopes=scopes,
        email=email,
        stand_in=google.url,
    )


def client(google: Double, *uses: GoogleUse) -> Client:
    """The APIs of an owner who has allowed these uses; refusals are waited out quickly."""
    return Client(granted(google, *uses), first_pause=0.01, patience=5)
