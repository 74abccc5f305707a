"""What the owner is told and asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Json
from assistant.domain.command import LocalText
from assistant.domain.event.told import Fleeting, Told
from assistant.domain.run import Answer, Question


class ItemAction(Frozen):
    """What can be done with each item of a list: a command, its slots filled with the item's fields of these names."""

    title: LocalText
    command: str
    slots: Mapping[str, str] = Field(default_factory=dict)


class MessageSaid(Told):
    """Something to show the owner in the conversation. `items` is a list to show below the text, `link` opens.

    `actions` are offered beside every item; they come from the command alone, never from what the items hold.
    """

    type: Literal["message.said"] = "message.said"
    path: str = ""
    text: str
    items: tuple[Json, ...] = ()
    link: str = ""
    actions: tuple[ItemAction, ...] = ()


class NoticeGiven(Told):
    """A command wants the owner to be notified by the computer, also while the window is out of sight."""

    type: Literal["notice.given"] = "notice.given"
    title: str = ""
    text: str


View = Literal["connections", "agenda", "reminders", "tasks", "notes", "commands", "schedules", "tables", "learned", "history"]
"""What a window can show beside the conversation."""
Part = Literal["", "google", "mail", "model", "browser"]
"""A place within the connections."""


class ViewWanted(Fleeting):
    """The owner asked to see something of the window: it is shown, at this part of it, and nothing else is done."""

    type: Literal["view.wanted"] = "view.wanted"
    view: View
    part: Part = ""


class QuestionAsked(Told):
    """A run, or the gate in front of it, needs the owner."""

    type: Literal["question.asked"] = "question.asked"
    question: Question


class QuestionAnswered(Told):
    """A question is closed."""

    type: Literal["question.answered"] = "question.answered"
    answer: Answer
