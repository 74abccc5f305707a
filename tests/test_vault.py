"""Secrets are kept by name in a keyring or an encrypted file, and are in nothing else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from assistant.errors import VaultUnavailable
from assistant.vault import Vault

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
SECRET = "sk-very-secret-0123456789"  # noqa: S105 - made up


class MemoryRing(KeyringBackend):
    """A keyring that forgets."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # theirs is untyped
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        """As the base."""
        if self.locked:
            raise KeyringLocked(f"locked, wanted {self.held.get((service, username))}")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """As the base."""
        if self.locked:
            raise KeyringLocked(f"locked, was given {password}")
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """As the base."""
        if (service, username) not in self.held:
            raise PasswordDeleteError("not there")
        del self.held[service, username]


def inside(folder: Path) -> list[Path]:
    """All files of a folder."""
    return list(folder.iterdir())


@pytest.fixture(params=["keyring", "file"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    """A vault of each sort."""
    ring = MemoryRing() if request.param == "keyring" else None
    return Vault(tmp_path, lambda: ring)


async def test_a_secret_is_had_back_until_it_is_removed(vault: Vault) -> None:
    assert await vault.get("llm") == ""
    await vault.set("llm", SECRET)
    await vault.set("mail", "пароль")
    assert await vault.get("llm") == SECRET
    await vault.set("llm", "another")
    assert await vault.get("llm") == "another"
    await vault.remove("llm")
    await vault.remove("llm")
    assert (await vault.get("llm"), await vault.get("mail")) == ("", "пароль")


async def test_it_is_there_again_after_a_restart_and_only_for_its_folder(tmp_path: Path) -> None:
    ring = MemoryRing()
    for found in (lambda: None, lambda: ring):
        await Vault(tmp_path, found).set("llm", SECRET)
        assert await Vault(tmp_path, found).get("llm") == SECRET
        assert await Vault(tmp_path / "other", found).get("llm") == ""


async def test_the_files_are_private_and_hold_no_secret_in_the_clear(tmp_path: Path) -> None:
    vault = Vault(tmp_path, lambda: None)
    await vault.set("llm", SECRET)
    assert await vault.place() == "file"
    files = inside(tmp_path)
    assert {file.name for file in files} == {"secrets.bin", "secrets.key"}
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert not any(SECRET.encode() in file.read_bytes() for file in files)


async def test_with_a_keyring_there_are_no_files_and_one_kept_before_is_cleared(tmp_path: Path) -> None:
    ring = MemoryRing()
    await Vault(tmp_path, lambda: ring).set("mail", SECRET)
    assert inside(tmp_path) == []
    await Vault(tmp_path, lambda: None).set("llm", SECRET)
    vault = Vault(tmp_path, lambda: ring)
    assert await vault.get("llm") == SECRET
    await vault.set("llm", "newer")
    assert await Vault(tmp_path, lambda: None).get("llm") == ""
    assert await vault.get("llm") == "newer"


async def test_files_that_do_not_belong_together_are_told_and_nothing_is_lost(tmp_path: Path) -> None:
    vault = Vault(tmp_path, lambda: None)
    await vault.set("llm", SECRET)
    before = (tmp_path / "secrets.bin").read_bytes()
    (tmp_path / "secrets.key").unlink()
    with pytest.raises(VaultUnavailable, match="belong together"):
        await vault.get("llm")
    with pytest.raises(VaultUnavailable, match="belong together"):
        await vault.set("mail", "x")
    assert (tmp_path / "secrets.bin").read_bytes() == before


async def test_a_locked_keyring_is_told_without_the_secret(tmp_path: Path) -> None:
    ring = MemoryRing()
    vault = Vault(tmp_path, lambda: ring)
    await vault.set("llm", SECRET)
    ring.locked = True
    for call in (vault.get("llm"), vault.set("llm", SECRET), vault.remove("llm")):
        with pytest.raises(VaultUnavailable, match="unlock") as caught:
            await call
        assert SECRET not in str(caught.value) and caught.value.__cause__ is None


@pytest.mark.parametrize("secret", ["", "x" * 20_001])
async def test_what_is_no_secret_is_not_kept(vault: Vault, secret: str) -> None:
    with pytest.raises(VaultUnavailable):
        await vault.set("llm", secret)
