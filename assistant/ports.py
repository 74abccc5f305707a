"""What a step may reach outside itself, each as a small protocol; `StepContext.use(Records)` gives the real one.

`app` binds the real ones; tests bind doubles. A later part adds a port here and binds it in `app`, nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, Protocol

from assistant.domain.base import Json, Language
from assistant.domain.calendar import Calendar, Wish, WorkingHours
from assistant.domain.command import Command
from assistant.domain.draft import FlowDraft
from assistant.domain.file import FileChange, FoundFile
from assistant.domain.letter import (
    AttachedText,
    Attachment,
    Contact,
    FoundLetter,
    LetterChange,
    LetterHead,
    LetterQuery,
    MailAccount,
    Outgoing,
    SentLetter,
    Subscription,
    Weighed,
)
from assistant.domain.market import LetterPage, OpenedLetter, ProductPage, Shop, WebLetter, Webmail
from assistant.domain.model import Completion, Prompt
from assistant.domain.page import Deed, Done, Evidence, PageSource, Reading, Seen, Target, Visit, WasRead
from assistant.domain.record import Attendance, Body, Change, Collection, Event, Record
from assistant.domain.run import Source
from assistant.domain.speech import ListenMode
from assistant.domain.table import Column, Group, Table, TableChange, TablePage, TableQuery, TableRow, Total
from assistant.domain.teaching import CommandVersion, Decision, Difference, ReadCommand, Rehearsal, SavedCommand, Why
from assistant.domain.telling import Draft, Mistake
from assistant.domain.trigger import Watched
from assistant.domain.web import WebAnswer, WebRequest
from assistant.domain.web_task import WebTask, WebTaskResult, Whose


class Records(Protocol):
    """The owner's notes, tasks, reminders and events. Every change is journaled for undo under the step's key."""

    async def add(self, collection: Collection, body: Body, *, key: str) -> Record:
        """Store a new record; the same key again gives the record made the first time."""

    async def change(self, record: str, body: Body, *, key: str) -> Record:
        """Replace the body of a record. Raises NotFound."""

    async def remove(self, record: str, *, key: str) -> Record:
        """Remove a record and return what it was. Raises NotFound."""

    async def get(self, record: str) -> Record:
        """One record. Raises NotFound."""

    async def find(self, collection: Collection, text: str = "", *, limit: int = 50) -> Sequence[Record]:
        """Records whose words (by dictionary form, Russian and English) hold all words of `text`; best first, else newest."""

    async def between(self, collection: Collection, start: datetime, end: datetime) -> Sequence[Record]:
        """Records that fall within [start, end), by due, at or start; recurring ones are given once per occurrence."""

    async def revert(self, key: str) -> Sequence[Change]:
        """Put back everything that was changed under this step key; what was put back. Raises Conflict when it was
        changed again since by something else."""


class History(Protocol):
    """What was said and done before."""

    async def said(self, start: datetime, end: datetime, text: str = "", *, limit: int = 50) -> Sequence[Mapping[str, object]]:
        """Turns of that time, newest first: `{turn, at, text, titles, state}`."""

    async def last(self, *, before_turn: str) -> str | None:
        """The text of the newest turn before this one that started a run, for "repeat that"."""


class Undo(Protocol):
    """Takes back what was done."""

    async def undo_last(self, *, before_turn: str) -> str | None:
        """Undo the newest thing that can be undone and was done before this turn; its summary, or None."""

    async def undo_since(self, since: datetime, *, before_turn: str) -> Sequence[str]:
        """Undo everything since then, newest first; the summaries."""


class Runs(Protocol):
    """Other runs."""

    async def stop_all(self, *, but: str) -> int:
        """Cancel every unfinished run but this one; how many."""


class Commands(Protocol):
    """The commands that can be said."""

    async def all(self) -> Sequence[Command]:
        """Every loaded command."""


class Turns(Protocol):
    """Says something again in the owner's name."""

    async def say(self, text: str, *, key: str) -> str:
        """Take `text` as a new utterance; the id of its turn. The same key again is the same turn."""


class Voice(Protocol):
    """The microphone."""

    async def set_mode(self, mode: ListenMode) -> None:
        """Always listen, push-to-talk, or off."""


class Opener(Protocol):
    """Opens things on the owner's desktop."""

    async def open_url(self, url: str) -> None:
        """Open an http(s) address in the owner's browser. Raises StepError when there is none."""

    async def search(self, query: str) -> str:
        """Open the owner's search page for some words; its address. Raises StepError."""


class Files(Protocol):
    """Files the owner named, inside the folders the assistant may use."""

    async def read_text(self, path: str) -> str:
        """The text of a file the owner named. Raises StepError."""

    async def write_text(self, name: str, text: str) -> str:
        """Write a file into the owner's export folder, never over another; the full path."""

    async def write_bytes(self, name: str, content: bytes) -> str:
        """Write any content into the export folder, never over another file; the full path."""

    async def remove_written(self, path: str, digest: str) -> bool:
        """Remove a file of the export folder whose text has this SHA-256; False when it is gone already.

        Raises Conflict when it was changed since.
        """


class Model(Protocol):
    """A language model, if the owner connected one."""

    @property
    def connected(self) -> bool:
        """Whether one is connected and, as far as is known, can be reached. Costs nothing."""

    async def ask(self, prompt: Prompt, *, on_text: Callable[[str], None] | None = None) -> Completion:
        """Ask, within the owner's allowance; `on_text` is called with all the text so far as it comes.

        Cancelling ends the call at once. The same key again gives the first answer and asks nobody.

        Raises ModelOffline at once when none is connected, ModelRefused, ModelNonsense, AllowanceSpent.
        """

    async def begin(self, prompt: Prompt) -> None:
        """Ask in the background, under `prompt.key`; the same key again asks once. Raises ModelOffline when none is connected."""

    async def answer(self, key: str) -> Completion:
        """Wait for the answer of what was begun under this key, also before a restart. Raises NotFound and what `ask` raises."""


class Planner(Protocol):
    """Composes commands for what no command does."""

    async def compose(self, text: str, language: Language, *, turn: str = "") -> FlowDraft:
        """A command for these words as the YAML of a file, checked, its reads tried; never saved. Raises LanguageModelError."""


class Web(Protocol):
    """Web servers, within bounds; this computer and its network only when allowed by name."""

    async def fetch(self, request: WebRequest) -> WebAnswer:
        """Send a request, redirects followed. Raises StepRefused for what may not be done, StepError for what failed."""


class Secrets(Protocol):
    """What must never be shown: keys and passwords, by the names the owner gave them."""

    async def secret(self, name: str) -> str:
        """The secret of that name. Raises StepRefused when there is none."""


class Scripts(Protocol):
    """JavaScript with nothing to reach."""

    async def run(self, code: str, value: Json, *, seconds: float) -> Json:
        """What the code makes of `value`, which it sees as `input`. Raises StepRefused with what is wrong with it."""


class Notices(Protocol):
    """Notifications of the computer."""

    async def notify(self, title: str, text: str, *, turn: str, run: str, key: str) -> None:
        """Show one, once for a key."""


class Folders(Protocol):
    """The files in the folders the owner chose, and nothing outside them. Every change can be taken back under its key.

    A path is whole, or relative to the folders: the name of a folder may lead it, else the first that has it is meant.
    All raise StepRefused for what may not be done and StepError for what failed.
    """

    async def list(self, path: str, pattern: str, *, limit: int) -> Sequence[FoundFile]:
        """What lies in a folder (empty: in the chosen ones) and fits the pattern, by name."""

    async def read(self, path: str) -> str:
        """The text of a file."""

    async def digest(self, path: str) -> str:
        """The SHA-256 of a file."""

    async def content(self, path: str) -> bytes:
        """All that is in a file, whatever it is."""

    async def write(self, path: str, text: str, how: Literal["new", "over", "append"], *, key: str) -> FileChange:
        """Write a text: into a new file, over one, or to its end."""

    async def move(self, path: str, to: str, *, over: bool, key: str) -> FileChange:
        """Move or rename a file."""

    async def copy(self, path: str, to: str, *, over: bool, key: str) -> FileChange:
        """Copy a file."""

    async def revert(self, key: str) -> FileChange | None:
        """Take back what was done under this key; None when nothing was. Raises Conflict when it was changed since."""


class Teaching(Protocol):
    """The owner's commands as texts: read, tried out, saved, taken back. Every change keeps the former version.

    `key` is the step's key: the same again changes nothing more and gives what it gave; `revert` takes back all that was
    done under it. `name` is the name of the file without its ending; `title` may change, the name stays.
    """

    async def name_for(self, title: str) -> str:
        """A name no command has yet, made of a title in any language: "Утренний обзор" -> `утренний-обзор`."""

    async def read(self, text: str, name: str = "") -> ReadCommand:
        """Read a text without saving it: its form, faults, effect, and the conflicts its phrases would have. `name` is that of
        the command it is a new text of; empty for a new command."""

    async def parsed(self, text: str, name: str) -> ReadCommand:
        """The same without the other commands: quick, no conflicts."""

    async def written(self, form: Json, text: str = "") -> str:
        """A document (plain JSON as in `ReadCommand.form`) as YAML, with the comments and the order of `text` kept."""

    async def text_of(self, name: str) -> str:
        """The text of a command as it is now, built-in ones too. Raises NotFound."""

    async def difference(self, before: str, after: str) -> Difference:
        """What differs between two texts of a command, in words."""

    async def save(
        self,
        name: str,
        text: str,
        why: Why,
        *,
        key: str,
        turn: str = "",
        language: Language = "en",
        decisions: Sequence[Decision] = (),
    ) -> SavedCommand:
        """Check and save a command; it can be said at once. A built-in one is replaced by an owner's copy. Raises StepRefused
        with faults and undecided conflicts in words of `language`: `read` shows them before."""

    async def enable(self, name: str, enabled: bool, *, key: str, turn: str = "") -> SavedCommand:
        """Make a command understood, or not, without deleting it. Raises NotFound."""

    async def remove(self, name: str, *, key: str, turn: str = "") -> CommandVersion:
        """Delete an owner's command; the version that can be rolled back to. Raises NotFound, StepRefused for a built-in one."""

    async def roll_back(self, name: str, number: int, *, key: str, turn: str = "") -> SavedCommand:
        """Make a former version the present one, also of a deleted command. Raises NotFound, StepRefused."""

    async def revert(self, key: str) -> Sequence[str]:
        """Put back every command as it was before what was done under this key; their names. Raises Conflict when one was
        changed again since."""

    async def versions(self, name: str) -> Sequence[CommandVersion]:
        """All versions of a command, newest first, also of a deleted one."""

    async def rehearse(
        self, text: str, *, name: str = "", sentence: str = "", slots: Mapping[str, Json] | None = None, language: Language = "en"
    ) -> Rehearsal:
        """A dry run of a text: real reads, imagined writes and sends, every step and pass. With `sentence` its slots are read
        from it, as if it had been said."""


class Tables(Protocol):
    """The owner's tables. A table is named in any capitals, or by its id. Every change is journaled for undo under the step's
    key; the same key again changes nothing more. `language` and `today` decide how words and digits are read.

    All raise NotFound when there is no such table (naming those there are), StepRefused for what does not fit.
    """

    async def all(self) -> Sequence[Table]:
        """Every table, by name."""

    async def table(self, name: str) -> Table:
        """One table."""

    async def create(self, name: str, columns: Sequence[Column], *, key: str, language: Language) -> Table:
        """A new, empty table."""

    async def reshape(self, name: str, title: str, columns: Sequence[Column], *, key: str, language: Language) -> Table:
        """Give a table this name (empty: its own) and these columns; those left out go with their cells."""

    async def drop(self, name: str, *, key: str) -> Table:
        """Remove a table with its rows; what it was."""

    async def add(
        self, name: str, rows: Sequence[Mapping[str, Json]], *, key: str, language: Language, today: date
    ) -> Sequence[TableRow]:
        """Add rows, values by the names of columns; all or none."""

    async def update(
        self, name: str, query: TableQuery, values: Mapping[str, Json], *, key: str, language: Language, today: date
    ) -> Sequence[TableRow]:
        """Set cells of every row of a query; the rows as they are now."""

    async def remove(self, name: str, query: TableQuery, *, key: str, language: Language, today: date) -> int:
        """Remove every row of a query; how many."""

    async def find(self, name: str, query: TableQuery, *, language: Language, today: date) -> TablePage:
        """Rows in the order asked for, else as they were added."""

    async def total(
        self,
        name: str,
        query: TableQuery,
        how: Total,
        of: str = "",
        by: str = "",
        each: str = "",
        *,
        language: Language,
        today: date,
    ) -> Sequence[Group]:
        """A total of a column over the rows of a query, one for each value of `by` (each `day`, `month`, `year` of a date)."""

    async def sources(self, name: str) -> tuple[Source, ...]:
        """Where text in a table came from that neither the owner nor the house wrote."""

    async def mark(self, key: str, sources: Sequence[Source]) -> None:
        """What was changed under this key holds text from these sources; for good."""

    async def revert(self, key: str) -> Sequence[TableChange]:
        """Take back everything done under this key. Raises Conflict when it was changed again since."""


class Lessons(Protocol):
    """Understands how the owner teaches in words. Nothing is saved or carried out here: drafts come out."""

    async def told(self, words: str, draft: Draft, now: datetime) -> Draft:
        """The draft with what was told now; its `question` asks for what is still missing."""

    async def kept(self, words: str, draft: Draft, now: datetime, *, before_turn: str) -> Draft:
        """A draft of what was done before that turn."""

    async def changed(self, words: str, draft: Draft, now: datetime) -> Draft:
        """The draft changed by words; when they change nothing, its `notes` say why."""

    async def lines(self, form: Mapping[str, object], language: Language) -> Sequence[str]:
        """A command's phrases and steps in words."""

    async def meant(self, words: str, *, owned: bool = False) -> Sequence[Command]:
        """The commands a name may mean, likeliest first; only the owner's own with `owned`."""

    async def text(self, form: Mapping[str, object]) -> str:
        """A new command as the file an owner would write."""

    async def taken(self, phrases: Sequence[str], name: str) -> tuple[str, Command] | None:
        """The first of these phrases that now surely means another command than `name`, and that command. Quick."""

    async def said(self, turn: str) -> str:
        """What was said in a turn, as the owner said it. Raises NotFound."""

    async def last_taught(self) -> Command | None:
        """The owner's own command whose file was changed last."""


class Showings(Protocol):
    """What the owner shows in the browser, one thing at a time, recorded for the run that waits for it."""

    async def begin(self, words: str, *, run: str, turn: str, language: Language) -> None:
        """Open the browser and record from now on; `words` is what the command shall be called. The same run again goes on.

        Raises StepError when there is no browser, StepRefused while something else is being shown.
        """

    async def draft(self, words: str, draft: Draft | None, *, run: str, language: Language, now: datetime) -> Draft:
        """End the recording and make a draft of it; with `draft`, the words answer its question."""

    async def way(self, words: str, *, before_turn: str, language: Language, now: datetime) -> Draft:
        """A draft of what the last browser task before that turn did, without a model. Raises StepRefused when there was none."""

    async def each(self) -> int:
        """What was done to a row is meant for every one; how many rows there are. Raises StepRefused when it was no row."""

    async def pause(self, paused: bool) -> None:
        """Record nothing for a while, or go on. Raises StepRefused while nothing is being shown."""

    async def forget(self, action: str = "") -> str:
        """Take a recorded thing out, the last one unless its id is given; its words. Raises StepRefused when there is none."""

    async def drop(self, run: str) -> None:
        """End the recording and keep nothing of it."""


class Mistakes(Protocol):
    """What was done wrong and what was meant."""

    async def last(self, meant: str, *, before_turn: str, language: Language) -> Mistake:
        """The newest thing done before that turn, and the commands these words may mean instead. Raises StepRefused."""

    async def correct(self, mistake: Mistake, command: str, *, key: str, turn: str, language: Language) -> Sequence[str]:
        """Undo it, remember which command the words mean, and say them again; what was undone. Raises StepRefused."""

    async def forget(self, key: str) -> Sequence[str]:
        """Forget what was learned under a step's key; the words."""


class Mail(Protocol):
    """The owner's mailboxes. Letters and accounts are named by ids; an account also by its title or address, "" is the default.

    All raise Unreachable while a mailbox cannot be reached (the run waits), StepRefused for what cannot be done, NotFound for a
    letter that is not there any more.
    """

    async def accounts(self) -> Sequence[MailAccount]:
        """Every mailbox, the default first."""

    async def account(self, said: str) -> MailAccount:
        """The mailbox that is called so."""

    async def search(self, query: LetterQuery, *, fresh: bool = True) -> Sequence[LetterHead]:
        """Letters of a query, newest first; with `fresh` what came meanwhile is fetched before."""

    async def weigh(self, query: LetterQuery, now: datetime) -> Sequence[Weighed]:
        """Letters of a query with how much they matter to the owner, the weightiest first. Asks no model."""

    async def subscriptions(self, account: str, since: datetime, *, limit: int = 50) -> Sequence[Subscription]:
        """Who writes letters that say how to be rid of them, the most frequent first; empty `account` is every mailbox."""

    async def read(self, letter: str) -> FoundLetter:
        """A whole letter; it stays unread if it was."""

    async def thread(self, letter: str, *, limit: int = 30) -> Sequence[FoundLetter]:
        """The newest letters of the conversation a letter belongs to, in the order they were written."""

    async def contacts(self, name: str, *, limit: int = 10) -> Sequence[Contact]:
        """People letters were exchanged with, by their name or a part of it, likeliest first."""

    async def attachment(self, letter: str, number: int) -> tuple[Attachment, bytes]:
        """An attachment with its content."""

    async def attachment_text(self, letter: str, number: int) -> AttachedText:
        """What an attachment says: a PDF, a page, plain text. Raises StepRefused for any other."""

    async def change(self, letter: str, change: LetterChange, *, key: str) -> LetterHead:
        """Mark, label or move a letter; what it is like afterwards. Journaled for `revert` under the step's key."""

    async def draft(self, outgoing: Outgoing, *, key: str) -> SentLetter:
        """Keep a letter among the drafts; the same key again keeps one."""

    async def revert(self, key: str) -> Sequence[str]:
        """Put back what was changed or drafted under this key; the subjects. Raises Conflict when it was changed again since."""

    async def prepare(self, outgoing: Outgoing) -> Outgoing:
        """A letter with all that was left to be worked out: the account, for an answer its people and subject. Sends nothing."""

    async def send(self, outgoing: Outgoing, *, key: str) -> SentLetter:
        """Send a letter, once for a key."""

    async def sent(self, key: str) -> SentLetter | None:
        """What was sent under this key, None when surely nothing was. Raises NotImplementedError when nobody can know."""


class Calendars(Protocol):
    """The owner's calendars, on this computer and elsewhere, as one. Events are records; their ids say which calendar they are in.

    An event that recurs comes once for each time it takes place: `id` then stands for all of them, `occurrence` for this one; each
    method takes either. All raise Unreachable while a calendar cannot be reached (the run waits), StepRefused for what cannot be
    done, NotFound for an event that is not there any more, Conflict for one that was changed meanwhile.
    """

    @property
    def hours(self) -> WorkingHours:
        """When the owner can be met."""

    async def calendars(self, *, fresh: bool = True) -> Sequence[Calendar]:
        """Every calendar, the default one first. Without `fresh` nobody outside is asked, though nothing be known yet."""

    async def calendar(self, said: str) -> Calendar:
        """The calendar that is called so; the default one for nothing. Raises StepRefused."""

    async def between(
        self, start: datetime, end: datetime, *, calendars: Sequence[str] = (), fresh: bool = True
    ) -> Sequence[Record]:
        """Events within [start, end), in order, of these calendars or all that are looked at; with `fresh` as they are just now,
        else as they were last known, which asks nobody."""

    async def get(self, event: str) -> Record:
        """One event as it is now."""

    async def add(self, event: Event, wish: Wish, *, key: str) -> Record:
        """Put an event into a calendar, once for a key; as it was read back. Its guests are told only when it is wished."""

    async def change(self, event: str, body: Event, *, tell: bool = False, key: str) -> Record:
        """Change an event, or one time of it; as it was read back. `tell` its guests."""

    async def remove(self, event: str, *, tell: bool = False, key: str) -> Record:
        """Take an event, or one time of it, out of its calendar; what it was."""

    async def answer(self, event: str, answer: Attendance, *, key: str) -> Record:
        """Answer an invitation; the organiser is told."""

    async def made(self, key: str) -> Record | None:
        """The event that was surely added, changed or answered under a key; None when surely none was.

        Raises NotImplementedError when nobody can know.
        """

    async def revert(self, key: str) -> Sequence[Change]:
        """Put back everything that was done under a key. Raises Conflict when it was changed again since."""


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


class Owner(Protocol):
    """The owner, asked in the middle of a step."""

    async def approve(self, text: str, details: Mapping[str, Json], whose: Whose) -> bool:
        """Ask for a yes to something that cannot be taken back, and wait. It counts once. Raises StepError when nobody answered."""

    async def withdraw(self, whose: Whose) -> None:
        """What this step asked before a crash is asked no more: nobody waits for the answer."""


class BrowserTasks(Protocol):
    """A language model at work in the browser, watched."""

    async def carry_out(self, task: WebTask, whose: Whose) -> WebTaskResult:
        """Carry a task out; the owner is asked before what cannot be taken back, and may pause it or take over.

        Cancelling ends it and all it has started. Raises StepRefused and StepError.
        """

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


LOOKING: Mapping[type, frozenset[str]] = {
    Records: frozenset({"get", "find", "between"}),
    History: frozenset({"said", "last"}),
    Commands: frozenset({"all"}),
    Files: frozenset({"read_text"}),
    Folders: frozenset({"list", "read", "digest", "content"}),
    Tables: frozenset({"all", "table", "find", "total"}),
    Scripts: frozenset({"run"}),
    Web: frozenset({"fetch"}),
    Secrets: frozenset({"secret"}),
    Model: frozenset({"connected"}),
    Mail: frozenset(
        {
            "accounts",
            "account",
            "search",
            "weigh",
            "subscriptions",
            "read",
            "thread",
            "contacts",
            "attachment",
            "attachment_text",
            "prepare",
            "sent",
        }
    ),
    Calendars: frozenset({"hours", "calendars", "calendar", "between", "get", "made"}),
    Lessons: frozenset({"told", "kept", "changed", "lines", "meant", "text", "taken", "said", "last_taught"}),
    Teaching: frozenset({"name_for", "read", "parsed", "written", "text_of", "difference", "versions", "rehearse"}),
}
"""What only looks: the methods of each port a dry run may really call. A port that is not here does nothing in one."""

OUTSIDE: frozenset[type] = frozenset({Web, Secrets})
"""Ports that look outside this computer: only for steps that read, whatever their methods are."""


class Schedules(Protocol):
    """What starts commands by itself."""

    async def all(self) -> Sequence[Watched]:
        """Every trigger as it stands, the next due first."""
