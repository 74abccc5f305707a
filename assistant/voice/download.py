"""Fetches a speech model from the Hugging Face hub: with progress, resumed where it stopped, checked. Blocking.

The hub's listing gives the revision and, for each large file, its size and SHA-256. A file is written as `name.part`
and named only when it is whole and right, so a file without `.part` is always good. The revision is kept beside the files:
a download resumed after the repository changed starts anew.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
import os
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from assistant.errors import ModelUnavailable

HUB = "https://huggingface.co"
MANIFEST = "downloaded.json"
_CHUNK = 1 << 18
_TIMEOUT_S = 20
_OPTIONAL = "preprocessor_config.json"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a model; `sha256` is empty for small ones, which the hub keeps no SHA-256 of."""

    name: str
    size: int
    sha256: str


class Cancelled(Exception):
    """The owner stopped the download; what there is of it is kept."""


class Download:
    """Fetches `repository` into `folder`. `run` blocks in a worker thread; `cancel` may be called from any thread."""

    def __init__(
        self, repository: str, folder: Path, patterns: Sequence[str], progress: Callable[[int, int], None], hub: str = ""
    ) -> None:
        self._repository, self._folder = repository, folder
        self._patterns = (*patterns, _OPTIONAL)
        self._progress = progress
        self._hub = (hub or os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Stop soon; `run` raises Cancelled."""
        self._stop.set()

    def run(self) -> None:
        """Fetch what is missing. Raises ModelUnavailable with what the owner can do, or Cancelled."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            revision, files = self._listing()
            self._forget_other_revision(revision)
            total, done = sum(file.size for file in files), 0
            self._progress(done, total)
            for file in files:
                self._fetch(file, revision, done, total)
                done += file.size
            self._note(revision, files)
        except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError) as error:
            raise ModelUnavailable(
                f"The speech model could not be fetched from {self._hub} ({error}). It goes on where it stopped when the "
                "connection is back; typing works meanwhile, and a folder with a model can be chosen in the settings.",
                ru=f"Модель речи не удалось загрузить с {self._hub} ({error}). Загрузка продолжится с того же места, когда "
                "появится связь; печатать можно и без модели, а папку с готовой можно выбрать в настройках.",
            ) from error
        except OSError as error:
            raise ModelUnavailable(
                f"The speech model cannot be written to {self._folder}: {error}",
                ru=f"Модель речи не записывается в {self._folder}: {error}",
            ) from error

    def _listing(self) -> tuple[str, list[RemoteFile]]:
        with self._open(f"{self._hub}/api/models/{self._repository}?blobs=true") as answer:
            try:
                listing = json.load(answer)
                files = [
                    RemoteFile(item["rfilename"], item.get("size") or 0, (item.get("lfs") or {}).get("sha256", ""))
                    for item in listing["siblings"]
                    if any(fnmatch.fnmatch(item["rfilename"], pattern) for pattern in self._patterns)
                ]
                return str(listing["sha"]), files
            except (ValueError, KeyError, TypeError) as error:
                raise ModelUnavailable(
                    f"{self._hub} does not answer like a model hub; is there a login page in between?",
                    ru=f"{self._hub} отвечает не как хранилище моделей; нет ли на пути страницы входа в сеть?",
                ) from error

    def _fetch(self, file: RemoteFile, revision: str, before: int, total: int) -> None:
        whole = self._folder / file.name
        if whole.is_file() and whole.stat().st_size == file.size:
            return
        part = whole.with_name(whole.name + ".part")
        have = part.stat().st_size if part.exists() else 0
        if have > file.size:
            part.unlink()
            have = 0
        if have < file.size or not file.size:
            self._append(file, revision, part, have, before, total)
        if file.sha256 and _sha256(part) != file.sha256:
            part.unlink()
            raise ModelUnavailable(
                f"{file.name} of the speech model arrived damaged; it is fetched again at the next try.",
                ru=f"Файл {file.name} модели речи пришёл повреждённым; при следующей попытке он загрузится заново.",
            )
        part.replace(whole)

    def _append(self, file: RemoteFile, revision: str, part: Path, have: int, before: int, total: int) -> None:
        name = urllib.parse.quote(file.name)
        with self._open(f"{self._hub}/{self._repository}/resolve/{revision}/{name}", have) as answer:
            resumed = answer.status == 206
            have = have if resumed else 0
            with part.open("ab" if resumed else "wb") as output:
                while chunk := answer.read(_CHUNK):
                    if self._stop.is_set():
                        raise Cancelled
                    have += output.write(chunk)
                    self._progress(before + have, total)
        if file.size and have != file.size:
            raise ConnectionError(f"{file.name} ended after {have} of {file.size} bytes")

    def _open(self, address: str, start: int = 0) -> HTTPResponse:
        if self._stop.is_set():
            raise Cancelled
        headers = {"User-Agent": "symbiote", **({"Range": f"bytes={start}-"} if start else {})}
        request = urllib.request.Request(address, headers=headers)  # noqa: S310  the hub's address, from us or the owner
        answer: HTTPResponse = urllib.request.urlopen(request, timeout=_TIMEOUT_S)  # noqa: S310
        return answer

    def _forget_other_revision(self, revision: str) -> None:
        manifest = self._folder / MANIFEST
        if manifest.exists() and json.loads(manifest.read_text(encoding="utf-8")).get("revision") != revision:
            for file in self._folder.iterdir():
                file.unlink()
        manifest.write_text(json.dumps({"repository": self._repository, "revision": revision}), encoding="utf-8")

    def _note(self, revision: str, files: Sequence[RemoteFile]) -> None:
        content = {"repository": self._repository, "revision": revision, "files": {file.name: file.size for file in files}}
        (self._folder / MANIFEST).write_text(json.dumps(content, indent=1), encoding="utf-8")


def is_whole(folder: Path, patterns: Sequence[str]) -> bool:
    """Whether the folder holds a model: all files, each as long as it was when it was fetched."""
    if not all(any(file.stat().st_size for file in folder.glob(pattern)) for pattern in patterns):
        return False
    manifest = folder / MANIFEST
    if not manifest.exists():
        return True
    try:
        sizes = json.loads(manifest.read_text(encoding="utf-8"))["files"]
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError):
        return False


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
