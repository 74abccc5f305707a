"""Gmail's labels seen as folders and marks: a letter lies in one folder, the one its labels say loudest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.domain.letter import LetterChange, Role
from assistant.errors import StepRefused
from assistant.extensions.mail import Marks

FOLDERS: Sequence[tuple[str, str, Role]] = (
    ("TRASH", "Trash", "trash"),
    ("SPAM", "Junk", "junk"),
    ("DRAFT", "Drafts", "drafts"),
    ("INBOX", "INBOX", "inbox"),
    ("SENT", "Sent", "sent"),
)
"""Labels that are folders, the loudest first."""
ARCHIVE: tuple[str, Role] = ("Archive", "archive")
_PLACES = frozenset({"INBOX", "TRASH", "SPAM"})
"""Labels that may be given and taken and say where a letter lies."""
_QUIET = frozenset({"UNREAD", "STARRED", "IMPORTANT", "CHAT"})


@dataclass(frozen=True, slots=True)
class Labels:
    """The owner's labels: names by ids."""

    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, listed: Mapping[str, str], needed: frozenset[str]) -> Labels:
        """Those of the owner among all that are listed; one that is needed and not listed goes by its id."""
        own = {key: name for key, name in listed.items() if is_own(key)}
        return cls({key: key for key in needed if is_own(key)} | own)

    def has(self, labels: frozenset[str]) -> bool:
        """Whether all of a letter's own labels are known."""
        return all(label in self.names for label in labels if is_own(label))

    def id_of(self, name: str) -> str | None:
        """The label of a name, in any capitals, or of the last part of one."""
        wanted = name.strip().casefold()
        whole = {known.casefold(): key for key, known in self.names.items()}
        last = {known.rpartition("/")[2].casefold(): key for key, known in reversed(list(self.names.items()))}
        return whole.get(wanted) or last.get(wanted)

    def difference(self, change: LetterChange, labels: frozenset[str], make: Callable[[str], str]) -> tuple[set[str], set[str]]:
        """The labels to add and to remove; `make` makes a new one. Raises StepRefused for a folder that is not there."""
        add, remove = set[str](), set[str]()
        for label, wanted in (("UNREAD", change.unread), ("STARRED", change.flagged)):
            if wanted is not None:
                (add if wanted else remove).add(label)
        add |= {self.id_of(name) or make(name.strip()) for name in change.add_labels if name.strip()}
        remove |= {found for name in change.remove_labels if (found := self.id_of(name))}
        if change.role is not None or change.folder is not None:
            target = self._target(change)
            remove |= (labels & _PLACES) | self._own_folder(labels)
            if target:
                add.add(target)
        return add - labels, (remove - add) & labels

    def _own_folder(self, labels: frozenset[str]) -> set[str]:
        """The label that is the folder a letter lies in, when it is one of the owner's."""
        folder, role = folder_of(labels, self)
        return {key for key in labels if role == "other" and self.names.get(key) == folder}

    def _target(self, change: LetterChange) -> str:
        """The label of the folder to move to, empty for the archive."""
        role = change.role or next((role for _key, name, role in FOLDERS if name == change.folder), None)
        if change.folder == ARCHIVE[0] or role == "archive":
            return ""
        if role in ("sent", "drafts"):
            # They lie there by what they are; leaving the inbox brings them back.
            return ""
        if role is not None and role != "other":
            return next(key for key, _name, known in FOLDERS if known == role)
        found = self.id_of(change.folder or "")
        if found is None:
            there = ", ".join([*(name for _key, name, _role in FOLDERS), *list(self.names.values())[:30]])
            raise StepRefused(
                f"There is no label {change.folder!r}; there are: {there}.", ru=f"Ярлыка «{change.folder}» нет; есть: {there}."
            )
        return found


def is_own(label: str) -> bool:
    """Whether the owner made a label; Gmail's own are words in capitals."""
    return label.startswith("Label_") or not label.replace("_", "").isupper()


def folder_of(labels: frozenset[str], known: Labels) -> tuple[str, Role]:
    """The folder a letter with these labels lies in, and its role."""
    for key, name, role in FOLDERS:
        if key in labels:
            return name, role
    own = sorted(known.names[label] for label in labels if label in known.names)
    return (own[0], "other") if own else ARCHIVE


def marks_of(labels: frozenset[str]) -> Marks:
    """What is marked on a letter."""
    return Marks(unread="UNREAD" in labels, flagged="STARRED" in labels, answered=None)


def changes_place(labels: frozenset[str]) -> bool:
    """Whether giving or taking these labels may move a letter to another folder."""
    return any(label not in _QUIET and not label.startswith("CATEGORY_") for label in labels)
