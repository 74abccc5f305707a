"""Pages in a browser: one by one, for a whole task, or as a site's manners ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from assistant.domain.market import LetterPage, OpenedLetter, ProductPage, Shop, WebLetter, Webmail
from assistant.domain.page import CutOff, Deed, Done, Evidence, PageFile, PageSource, Reading, Seen, Target, Visit, WasRead
from assistant.domain.web_task import Act, WebTask, WebTaskResult, Whose


class Browser(Protocol):
    """Pages in a browser. Every run has a page of its own, with those that open from it; the newest one is meant.

    All raise StepRefused for what may not be done or cannot be found, StepError for what failed, and Undecided when several
    elements fit equally well.
    """

    async def open(self, url: str, visit: Visit) -> Evidence:
        """Go to an address, in the run's page."""

    async def look(self, deed: Deed, visit: Visit) -> Seen:
        """The element something is about to be done to, with the form it belongs to; nothing is done."""

    async def do(self, deed: Deed, visit: Visit) -> Done:
        """Do something to an element, once it can be used. Raises StepError when the page does not show what is expected then."""

    async def upload(self, target: Target, files: Sequence[PageFile], visit: Visit) -> Done:
        """Give files to a field of the page, or to what asks for them when it is clicked; `after` is what the page then holds of
        them, `[name, bytes]` each, None when that cannot be seen any more."""

    async def cut_off(self, deed: Deed, visit: Visit) -> CutOff:
        """What became of a deed that may have been begun under this key before the assistant stopped. Raises Undecided when only
        the owner can tell whether it was done, Declined when he wants to stop there."""

    async def put_back(self, key: str) -> str:
        """Put what was filled in or chosen under this key back as it was; what it was. Raises Conflict when it cannot be."""

    async def wait_for(self, target: Target | None, visit: Visit) -> Evidence:
        """Wait until an element is there (or none is asked for) and the page shows what is expected."""

    async def read(self, reading: Reading, visit: Visit) -> WasRead:
        """Read from the page: a text, or one value for each element of a kind."""

    async def table(self, target: Target | None, visit: Visit, *, limit: int) -> WasRead:
        """Read a table, or what looks like one, as a list of rows by the names of their columns."""

    async def source(self, visit: Visit) -> PageSource:
        """The page as HTML, as it is now, and what its server answered."""

    async def screenshot(self, target: Target | None, visit: Visit, *, whole: bool) -> tuple[Evidence, bytes]:
        """A picture (PNG) of what is seen, of the whole page, or of an element."""

    async def pdf(self, visit: Visit) -> tuple[Evidence, bytes]:
        """The page as a PDF."""


class BrowserTasks(Protocol):
    """A language model at work in the browser, watched."""

    async def carry_out(self, task: WebTask, whose: Whose) -> WebTaskResult:
        """Carry a task out; the owner is asked before what cannot be taken back, and may pause it or take over.

        Cancelling ends it and all it has started. Raises StepRefused and StepError.
        """

    async def way(self, run: str, path: str) -> Sequence[Act]:
        """All that the task of a step did and that worked, in order; nothing when that is not kept (any more)."""

    async def may_have_acted(self, whose: Whose) -> bool:
        """Whether for this step something was begun before a crash that may have changed something outside."""


class Sites(Protocol):
    """Pages of sites somebody described, shops and webmails, opened one by one as their manners ask. What is read is data.

    All raise StepRefused for what may not be read, StepError for what failed.
    """

    @property
    def most_pages(self) -> int:
        """Pages of one search that are read at most."""

    async def products(self, shop: Shop, phrase: str, number: int, visit: Visit) -> ProductPage:
        """The page of this number, from one, of what a shop finds for some words; of a page that grows what is new on it."""

    async def letters(self, mailbox: Webmail, address: str, now: datetime, visit: Visit) -> LetterPage:
        """A page of a mailbox's list; the first when no address is given."""

    async def letter(self, mailbox: Webmail, letter: WebLetter, now: datetime, visit: Visit) -> OpenedLetter:
        """A letter of such a list, opened and read."""
