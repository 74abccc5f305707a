"""The owner's secrets (keys, passwords, tokens) by name: in the system's keyring, else in an encrypted file.

The file is for computers without a keyring. `secrets.bin` is encrypted with the key in `secrets.key` beside it; both can be
read by this user alone (mode 0600). That keeps a secret out of settings, logs, search, screenshots, and out of a copy or a
backup that holds only one of the two. It does not keep it from anybody who can read this user's files, nor from the
administrator: whoever has both files has the secrets.

Nothing here is ever logged, and no error holds a secret.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.to_thread

from assistant.errors import VaultUnavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
FILE, KEY = "secrets.bin", "secrets.key"
PATIENCE = 60.0
"""Seconds a keyring may take; it may be asking the owner to unlock it."""
LONGEST = 20_000
"""Characters of one secret."""


class Vault:
    """Secrets of one data folder. All methods on the event loop; the work is done in a worker thread, one at a time.

    `ring` finds the keyring to use, None when there is none; it is called in the worker thread, once, when first needed.
    """

    def __init__(self, folder: Path, ring: Callable[[], KeyringBackend | None] | None = None) -> None:
        self._folder = folder
        self._find_ring = ring or system_keyring
        self._ring: KeyringBackend | None = None
        self._looked = False
        self._turn = anyio.CapacityLimiter(1)
        self._realm = "symbiote-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]

    async def get(self, name: str) -> str:
        """The secret of that name, empty when there is none. Raises VaultUnavailable."""
        return await self._work(lambda: self._get(name))

    async def set(self, name: str, secret: str) -> None:
        """Keep a secret instead of any before. Raises VaultUnavailable."""
        if not secret or len(secret) > LONGEST:
            raise VaultUnavailable(
                f"A secret must have between 1 and {LONGEST} characters.", ru=f"В секрете должно быть от 1 до {LONGEST} знаков."
            )
        await self._work(lambda: self._set(name, secret))

    async def remove(self, name: str) -> None:
        """Forget a secret; nothing happens when there is none. Raises VaultUnavailable."""
        await self._work(lambda: self._remove(name))

    async def place(self) -> str:
        """`keyring` or `file`: where secrets are kept, for the screen."""
        return await self._work(lambda: "keyring" if self._found_ring() else "file")

    # --- in the worker thread ---

    async def _work(self, work: Callable[[], T]) -> T:
        try:
            with anyio.fail_after(PATIENCE):
                return await anyio.to_thread.run_sync(work, limiter=self._turn, abandon_on_cancel=True)
        except TimeoutError as error:
            raise VaultUnavailable(
                "The system's keyring does not answer; unlock it and try again.",
                ru="Системное хранилище ключей не отвечает; разблокируйте его и повторите.",
            ) from error
        except OSError as error:
            raise VaultUnavailable(
                f"The secrets in {self._folder} cannot be used: {error.strerror}.",
                ru=f"Секреты в {self._folder} нельзя использовать: {error.strerror}.",
            ) from error

    def _found_ring(self) -> KeyringBackend | None:
        if not self._looked:
            self._ring, self._looked = self._find_ring(), True
        return self._ring

    def _get(self, name: str) -> str:
        ring = self._found_ring()
        kept = _asked(lambda: ring.get_password(self._realm, name)) if ring else None
        return kept or self._read().get(name, "")

    def _set(self, name: str, secret: str) -> None:
        ring = self._found_ring()
        if ring:
            _asked(lambda: ring.set_password(self._realm, name, secret))
        held = self._read()
        if not ring or name in held:
            self._write({key: kept for key, kept in held.items() if key != name} | ({} if ring else {name: secret}))

    def _remove(self, name: str) -> None:
        ring = self._found_ring()
        if ring and _asked(lambda: ring.get_password(self._realm, name)) is not None:
            _asked(lambda: ring.delete_password(self._realm, name))
        held = self._read()
        if name in held:
            self._write({key: kept for key, kept in held.items() if key != name})

    def _read(self) -> dict[str, str]:
        from cryptography.fernet import Fernet, InvalidToken  # it is needed only on computers without a keyring

        file, key = self._folder / FILE, self._folder / KEY
        if not file.exists():
            return {}
        try:
            held = json.loads(Fernet(key.read_bytes()).decrypt(file.read_bytes()))
        except (InvalidToken, ValueError, FileNotFoundError):
            message = f"{file} and {key} do not belong together; remove both and enter the keys and passwords again."
            raise VaultUnavailable(message) from None
        return {str(name): str(secret) for name, secret in held.items()}

    def _write(self, held: dict[str, str]) -> None:
        from cryptography.fernet import Fernet  # it is needed only on computers without a keyring

        key = self._folder / KEY
        if not key.exists():
            _put(key, Fernet.generate_key())
        _put(self._folder / FILE, Fernet(key.read_bytes()).encrypt(json.dumps(held).encode()))


def system_keyring() -> KeyringBackend | None:
    """The keyring of this computer, None when there is none that is meant for keeping secrets. Blocking."""
    import keyring  # it looks for every backend when it is imported

    ring = keyring.get_keyring()
    return ring if ring.priority >= 1 else None


def _asked(question: Callable[[], T]) -> T:
    from keyring.errors import KeyringError  # it looks for every backend when it is imported

    try:
        return question()
    except KeyringError:
        # What a backend says may hold what it was given.
        raise VaultUnavailable(
            "The system's keyring refused; unlock it and try again.",
            ru="Системное хранилище ключей отказало; разблокируйте его и повторите.",
        ) from None


def _put(file: Path, content: bytes) -> None:
    """All of the content or nothing of it, readable by this user alone from the first byte."""
    partial = file.with_suffix(".new")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(file)
