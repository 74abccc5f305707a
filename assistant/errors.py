"""Every exception the assistant raises on purpose.

AssistantError              the message tells the owner what, where and what is possible
├── CommandFileError        a command file is wrong; carries file, line and column
├── ExpressionError         a {{ }} expression is wrong, too slow or too large
├── StepError               a step could not do its work
│   ├── StepRefused         ... and trying again will not help
│   │   ├── Declined        ... because the owner said no
│   │   ├── ServerRefused   ... because a server said no; carries its status and reason
│   │   └── LetterUnreadable  ... because the bytes of a letter cannot be understood
│   ├── Unbegun             ... before it changed anything: what it needed for that could not be had
│   ├── Undecided           ... because the owner must decide something first; nothing was done yet, unless it says so
│   ├── CutShort            ... because what it worked with ended in the middle: it is carried out again as after a crash
│   └── Unreachable         ... because the other side cannot be reached now: the run waits for it
│       └── SignInNeeded    ... because the owner has to sign in there, again or for more than before
├── RunCancelled            the owner stopped the run; never an error on the screen
├── NotFound                what was named does not exist (any more)
├── Conflict                what was asked does not fit the present state (an answer that came too late)
├── DataFolderBusy          another process works on this data folder
├── DataFolderUnusable      the data folder cannot be written, or is full
├── DatabaseAway            the PostgreSQL database for runs cannot be used now
├── VoiceUnavailable        no microphone, or it went away
├── ModelUnavailable        the speech model cannot be had
├── VaultUnavailable        a secret cannot be kept or read
└── LanguageModelError      a language model could not be asked
    ├── ModelOffline        ... because none is connected, or it cannot be reached
    ├── ModelRefused        ... it was reached and says no: wrong key, unknown model, nothing to answer that
    ├── ModelNonsense       ... what it answered cannot be used, also after it was told what is wrong
    └── AllowanceSpent      ... because it would cost more than the owner allows
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Self


class AssistantError(Exception):
    """The root of the tree. `str(error)` is one or two sentences an owner can act on; `ru` the same in Russian, when known."""

    def __init__(self, *args: object, ru: str = "") -> None:
        super().__init__(*args)
        self.ru = ru

    @classmethod
    def saying(cls, texts: Mapping[Literal["en", "ru"], str]) -> Self:
        """An error whose sentences are these, at least one."""
        return cls(texts.get("en") or next(iter(texts.values())), ru=texts.get("ru", ""))

    def said(self, language: str) -> str:
        """The sentences in the owner's language, as far as they are known."""
        return self.ru if language == "ru" and self.ru else str(self)

    @property
    def both(self) -> dict[Literal["en", "ru"], str]:
        """The sentences in each language they are known in."""
        return {"en": str(self), "ru": self.ru} if self.ru else {"en": str(self)}


class CommandFileError(AssistantError):
    """A command file cannot be used: `message` says why. `line` and `column` count from one, zero when unknown."""

    def __init__(self, message: Mapping[Literal["en", "ru"], str], file: str, line: int = 0, column: int = 0) -> None:
        place = f"{file}:{line}:{column}: "
        super().__init__(place + message["en"], ru=place + message["ru"])
        self.message, self.file, self.line, self.column = message, file, line, column


class ExpressionError(AssistantError):
    """A template expression could not be evaluated within its bounds."""


class StepError(AssistantError):
    """A step failed; it may be tried again if its retry rule says so. `evidence` is the page it failed on (`domain.page.Evidence`)."""

    evidence: object | None = None


class StepRefused(StepError):
    """A step cannot succeed however often it is tried."""


class Declined(StepRefused):
    """The owner said no to what a step was about to do: where nothing rescues it the run is cancelled, it has not failed."""


class ServerRefused(StepRefused):
    """A server understood and says no. `status` is that of HTTP, `reason` a word of the server's own."""

    def __init__(self, message: str, *, status: int, reason: str = "", ru: str = "") -> None:
        super().__init__(message, ru=ru)
        self.status, self.reason = status, reason


class LetterUnreadable(StepRefused):
    """The bytes of a letter are too many or make no letter at all."""


class Unbegun(StepError):
    """A step that changes something failed before it began to: nothing of it was done, and nothing is left to be confirmed."""


class Undecided(StepError):
    """The owner must decide before a step goes on; nothing was done yet. Carries the fields of a question, all in his
    language, and where text in it came from (`domain.run.Source`). `own_words`: nothing was read from outside before it was
    asked, whatever kind of step asks.

    The step is carried out again with the answer under `key` in `StepContext.decided`. A key should tell what is asked about.
    """

    begun = False
    """Whether it asks about what this very step has begun, and may have done."""

    def __init__(
        self, key: str, question: Mapping[str, object], sources: Sequence[object] = (), *, own_words: bool = False
    ) -> None:
        super().__init__(str(question["text"]), ru=str(question["text"]))
        self.key, self.question, self.sources = key, question, tuple(sources)
        self.own_words = own_words and not self.sources


class CutShort(StepError):
    """What a step worked with ended in the middle, as a browser that crashes: nobody knows how far the step came."""


class Unreachable(StepError):
    """What a step needs cannot be reached at the moment; it is worth waiting for. `untouched`: nothing of it was surely done."""

    def __init__(self, message: str, *, ru: str = "", untouched: bool = False) -> None:
        super().__init__(message, ru=ru)
        self.untouched = untouched


class SignInNeeded(Unreachable):
    """The owner has to sign in: the permission was withdrawn, has expired, or does not cover this. What needs it waits."""

    def __init__(self, message: str, *, ru: str = "") -> None:
        super().__init__(message, ru=ru, untouched=True)


class RunCancelled(AssistantError):
    """The owner stopped this run."""


class NotFound(AssistantError):
    """What was named does not exist."""


class Conflict(AssistantError):
    """What was asked does not fit the present state."""


class DataFolderBusy(AssistantError):
    """Another process holds the lock of this data folder."""


class DataFolderUnusable(AssistantError):
    """The data folder cannot be written or its disk is full."""


class DatabaseAway(AssistantError):
    """The database that the setting `runs.database` names cannot be used now. Never holds its password."""


class VoiceUnavailable(AssistantError):
    """There is no working microphone."""


class ModelUnavailable(AssistantError):
    """The speech model cannot be had."""


class VaultUnavailable(AssistantError):
    """A secret cannot be kept or read. Never holds the secret."""


class LanguageModelError(AssistantError):
    """A language model could not be asked, or did not help."""


class ModelOffline(LanguageModelError):
    """No language model is connected, or it cannot be reached."""


class ModelRefused(LanguageModelError):
    """The server, or the model, says no; asking again will not help."""


class ModelNonsense(LanguageModelError):
    """What the model answered cannot be used."""


class AllowanceSpent(LanguageModelError):
    """It would cost more than the owner allows."""
