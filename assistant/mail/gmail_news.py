"""What Gmail's history tells, summed up for each letter, and the cursor that is kept between two looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.mail.gmail_labels import changes_place

_OUT = frozenset({"TRASH", "SPAM"})


class Cursor(BaseModel):
    """How far a mailbox is known: everything since `history`, and older letters up to `page`."""

    model_config = ConfigDict(frozen=True)

    history: str = ""
    page: str = ""
    complete: bool = False

    @classmethod
    def read(cls, text: str) -> Cursor:
        """A cursor as it was kept; the start when there was none, or it was another backend's."""
        try:
            return cls.model_validate_json(text) if text else cls()
        except ValidationError:
            return cls()


@dataclass
class Changes:
    """`whole` are letters to be fetched, `marked` those on which only marks have changed (with their labels now), `gone` those
    that are no more. `more`: the history was not told to its end."""

    history: str = ""
    whole: dict[str, None] = field(default_factory=dict)
    marked: dict[str, frozenset[str]] = field(default_factory=dict)
    gone: dict[str, None] = field(default_factory=dict)
    more: bool = False

    def take(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Records of the history, in their order."""
        for record in records:
            self.history = str(record.get("id") or self.history)
            for added in record.get("messagesAdded") or ():
                self._there(added["message"], is_new=True)
            for name in ("labelsAdded", "labelsRemoved"):
                for changed in record.get(name) or ():
                    self._there(changed["message"], is_new=changes_place(frozenset(changed.get("labelIds") or ())))
            for deleted in record.get("messagesDeleted") or ():
                self._gone(str(deleted["message"]["id"]))

    def _there(self, message: Mapping[str, Any], *, is_new: bool) -> None:
        key, labels = str(message["id"]), frozenset(message.get("labelIds") or ())
        if labels & _OUT:
            self._gone(key)
        elif is_new or key in self.whole:
            self.gone.pop(key, None)
            self.whole[key] = None
        elif key not in self.gone:
            self.marked[key] = labels

    def _gone(self, key: str) -> None:
        self.whole.pop(key, None)
        self.marked.pop(key, None)
        self.gone[key] = None
