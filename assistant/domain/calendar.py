"""Calendars, and the time that is free between what stands in them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from pydantic import Field

from assistant.domain.base import Frozen

LOCAL = "local"
"""The calendar on this computer."""


class Calendar(Frozen):
    """A calendar of the owner. `id` begins with the name of its backend; `writable` when events can be put into it."""

    id: str
    title: str
    account: str = ""
    """Whose it is, as an address; empty on this computer."""
    writable: bool = True
    default: bool = False
    shown: bool = True
    """Whether it is looked at when nobody names a calendar."""
    invites: bool = False
    """Whether it sends invitations itself."""
    zone: str = ""


class WorkingHours(Frozen):
    """When the owner can be met: the days of the week (1 is Monday), from and until which time, and what stays free around events."""

    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    start: time = time(9)
    end: time = time(18)
    buffer: timedelta = timedelta()


class Gap(Frozen):
    """A time in which nothing stands."""

    start: datetime
    end: datetime


class Wish(Frozen):
    """How an event is to be put into a calendar beyond what it is."""

    calendar: str = ""
    """By id, title or account; empty: the default one."""
    video: bool = Field(default=False)
    """With a place for a video call."""
    tell: bool = Field(default=False)
    """Whether its guests are told."""
