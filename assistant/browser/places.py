"""Where the page of each run stands, and what was done on it: kept on the disk, so that a run goes on after a crash."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import anyio.to_thread
from pydantic import Field, ValidationError

from assistant.browser.rules import Site
from assistant.domain.base import Frozen, Json, new_id
from assistant.domain.page import Deed, Evidence, Expectation, SiteRules, Visit
from assistant.errors import DataFolderUnusable

logger = logging.getLogger(__name__)
PUTS = ("fill", "select", "check", "uncheck")
"""Deeds that do no harm when they are done again: the field has the same value then."""
MAX_ACTS, MAX_CHARS = 200, 500_000
"""Deeds on one page that are remembered, and the characters of their values."""


class Act(Frozen):
    """A deed that was done since the page was opened; a secret's value is left out. `after` is what the field had then."""

    key: str
    deed: Deed
    after: Json = None


class Begun(Frozen):
    """A deed that was begun and may have been done; `moved`: the page has gone to another address since."""

    id: str
    key: str
    name: str
    url: str
    final: bool = False
    moved: bool = False


class Place(Frozen):
    """Where a run's page stands. `posted` and `final`: a sent form, or what cannot be taken back, has led there."""

    run: str
    url: str = ""
    title: str = ""
    rules: SiteRules = SiteRules()
    expected: Expectation = Expectation()
    picture: str = ""
    acts: tuple[Act, ...] = Field(default=(), max_length=MAX_ACTS)
    forgot: bool = False
    """More was done on the page than is remembered."""
    pages: int = 1
    begun: Begun | None = None
    posted: bool = False
    final: bool = False
    returns: int = 0
    """How often the page was brought back."""


class Places:
    """The places of all runs. Those that have a page in this process are `here`; of others it is known where they were."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "browser" / "places"
        self._known: dict[str, Place] = {}
        self._cut: dict[str, Begun] = {}
        self._here: set[str] = set()
        self._unwritten: set[str] = set()
        self._one = anyio.Lock()
        self._news = anyio.Event()
        self._is_swept = False

    async def run(self) -> None:
        """Write down where pages have gone by themselves, until cancelled."""
        while True:
            await self._news.wait()
            self._news = anyio.Event()
            for run in list(self._unwritten):
                try:
                    await self.write(run)
                except DataFolderUnusable as error:
                    logger.warning("%s", error)

    async def before(self, run: str) -> Place | None:
        """Where a run was that has no page in this process; None when it has one, or never had any."""
        if run in self._here:
            return None
        if run not in self._known:
            place = await anyio.to_thread.run_sync(_read, self._file(run))
            if place is None or place.run != run:
                return None
            self._known[run] = place
            if place.begun is not None:
                self._cut[run] = place.begun
        place = self._known[run]
        return place if place.url else None

    def known(self, run: str) -> Place | None:
        """What is kept of a run's page. `before` must have been asked."""
        return self._known.get(run)

    def cut_off(self, run: str, key: str) -> Begun | None:
        """What a step has begun before and nobody has decided about yet. `before` must have been asked.

        Of a step that is tried again with its page still there only what cannot be taken back counts.
        """
        place, cut = self._known.get(run), self._cut.get(run)
        if cut is not None and cut.key == key:
            return cut
        begun = place.begun if place is not None else None
        return begun if begun is not None and begun.key == key and begun.final else None

    async def decided(self, run: str) -> None:
        """The owner has said what shall become of what was cut off, and so that the page may be opened again."""
        self._cut.pop(run, None)
        await self._change(run, begun=None, final=False)

    async def settled(self, run: str) -> None:
        """The page of a run is as it was before, or as the owner wants to have it; those that were open beside it are gone."""
        self._here.add(run)
        returns = self._known[run].returns + 1
        await self._change(run, final=False, posted=False, forgot=False, pages=1, returns=returns)

    async def forgive(self, run: str) -> None:
        """What was clicked on the page is not done again."""
        acts = tuple(act for act in self._known[run].acts if act.deed.kind in PUTS and (act.deed.named or not act.deed.secret))
        await self._change(run, acts=acts)

    def opened(self, run: str) -> None:
        """A run is about to go to an address of its own choice."""
        self._known[run] = Place(run=run)
        self._cut.pop(run, None)
        self._here.add(run)

    def left(self, run: str) -> None:
        """The pages of a run are gone: closed, or ended with the browser. It is then as after a stop of the assistant."""
        place = self._known.get(run)
        if run in self._here and place is not None and place.begun is not None:
            self._cut[run] = place.begun
        self._here.discard(run)

    async def begin(self, deed: Deed, visit: Visit, url: str) -> None:
        """Something is about to be done that must not be done twice: known on the disk before it is. Raises DataFolderUnusable."""
        if visit.run in self._here and deed.kind not in (*PUTS, "hover"):
            name = str(deed.target) if deed.target else " ".join([deed.value] if isinstance(deed.value, str) else deed.value)
            begun = Begun(id=new_id("deed"), key=visit.key, name=name[:200], url=url, final=deed.final)
            await self._change(visit.run, begun=begun, expected=Expectation())

    def ended(self, deed: Deed, visit: Visit, after: Json) -> None:
        """It was done: kept as long as the page stands where it was done."""
        place = self._known.get(visit.run)
        if place is None or visit.run not in self._here or deed.kind == "hover":
            return
        if deed.kind not in PUTS and place.begun is not None and place.begun.moved:
            return
        kept = deed.model_copy(update={"value": "", "words": ""}) if deed.secret else deed
        acts = (*place.acts, Act(key=visit.key, deed=kept, after=None if deed.secret else after))
        if len(acts) > MAX_ACTS or sum(len(str(act.deed.value)) for act in acts) > MAX_CHARS:
            self._known[visit.run] = place.model_copy(update={"acts": (), "forgot": True})
        else:
            self._known[visit.run] = place.model_copy(update={"acts": acts})
        self._unwritten.add(visit.run)

    def arrived(self, run: str, url: str, *, anew: bool, posted: bool) -> None:
        """The page of a run shows another address, or the same one `anew`."""
        place = self._known.get(run)
        if place is None or run not in self._here or Site.of(url) is None:
            return
        begun = place.begun
        if begun is not None and url != begun.url:
            begun = begun.model_copy(update={"moved": True})
        is_new = anew or _page(url) != _page(place.url)
        # Only what was typed outlasts a jump within the page; what was clicked has led there.
        acts = () if is_new else tuple(act for act in place.acts if act.deed.kind in PUTS)
        fresh = {"posted": posted, "expected": Expectation(), "forgot": False} if is_new else {}
        final = begun.final if begun is not None else place.final
        self._known[run] = place.model_copy(update={"url": url, "acts": acts, "begun": begun, "final": final, **fresh})
        self._soon(run)

    async def stands(self, visit: Visit, evidence: Evidence, rules: SiteRules, *, pages: int) -> None:
        """A step has ended on the newest of so many pages. Raises DataFolderUnusable."""
        before = self._known.get(visit.run)
        if before is None or visit.run not in self._here:
            return
        if pages > before.pages and _page(evidence.url) != _page(before.url):
            self.arrived(visit.run, evidence.url, anew=True, posted=False)
        place = self._known[visit.run]
        expected = place.expected if visit.expected.is_empty else visit.expected
        now = place.model_copy(update={"expected": expected, "rules": rules, "pages": pages})
        if pages < before.pages:
            # An earlier page is in use again, as it was left.
            now = now.model_copy(update={"url": evidence.url, "acts": (), "forgot": True})
        # A picture is no reason to write: an older one does as well.
        self._known[visit.run] = now.model_copy(update={"title": evidence.title, "picture": evidence.picture})
        if now != before or visit.run in self._unwritten:
            await self.write(visit.run)

    async def sweep(self, is_over: Callable[[str], Awaitable[bool]]) -> None:
        """Forget the runs that have ended; once also those of an earlier process."""
        if not self._is_swept:
            self._is_swept = True
            for file in await anyio.to_thread.run_sync(_files, self._folder):
                place = await anyio.to_thread.run_sync(_read, file)
                if place is None or await is_over(place.run):
                    await anyio.to_thread.run_sync(_remove, file)
        for run in list(self._known):
            if await is_over(run):
                self._known.pop(run, None)
                self._cut.pop(run, None)
                self._here.discard(run)
                self._unwritten.discard(run)
                await anyio.to_thread.run_sync(_remove, self._file(run))

    async def write(self, run: str) -> None:
        """Keep what is known of a run. Raises DataFolderUnusable."""
        async with self._one:
            self._unwritten.discard(run)
            place = self._known.get(run)
            if place is None or not place.url:
                return
            try:
                await anyio.to_thread.run_sync(_write, self._file(run), place)
            except OSError as error:
                self._unwritten.add(run)
                raise DataFolderUnusable(
                    f"{self._folder} cannot be written: {error.strerror}.",
                    ru=f"Не удаётся записать в {self._folder}: {error.strerror}.",
                ) from error

    async def _change(self, run: str, **changed: object) -> None:
        if (place := self._known.get(run)) is not None:
            self._known[run] = place.model_copy(update=changed)
            await self.write(run)

    def _soon(self, run: str) -> None:
        self._unwritten.add(run)
        self._news.set()

    def _file(self, run: str) -> Path:
        return self._folder / f"{hashlib.sha256(run.encode()).hexdigest()[:32]}.json"


def _page(url: str) -> str:
    return url.partition("#")[0]


def _read(file: Path) -> Place | None:
    try:
        return Place.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def _write(file: Path, place: Place) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = file.with_suffix(".new")
    with new.open("wb") as out:
        new.chmod(0o600)
        out.write(place.model_dump_json(exclude_defaults=True).encode())
        if place.begun is not None and place.begun.final:
            out.flush()
            os.fsync(out.fileno())
    new.replace(file)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
