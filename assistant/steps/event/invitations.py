"""`event.invitations`: what the owner was invited to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.letter import FoundLetter, Invitation, LetterQuery
from assistant.domain.record import Event, Record
from assistant.domain.run import StepResult
from assistant.errors import NotFound, StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars, Mail
from assistant.steps.event._guests import here, letter_source
from assistant.wording import origins, records
from assistant.wording.meant import meant

AHEAD, BEHIND = timedelta(days=366), timedelta(days=60)
MOST, LOOKED_AT = 5, 200


class FindInvitations(StepKind["FindInvitations.Params"]):
    """Finds invitations of others to what is still to come: in the calendars, then in letters that no calendar knows of.

    Gives a list of `{text, id, letter, title, who, start, end, answer}`, those not answered yet first; `id` or `letter` is for
    `event.answer`. With `text` those that fit its words.
    """

    title = local("Find invitations", "Найти приглашения")
    about = local("Finds what you were invited to", "Находит, куда вас пригласили")

    class Params(BaseModel):
        """Which."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", max_length=2_000, title="What to look for", json_schema_extra=in_russian("Что искать"))

    untrusted = True
    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        now, port = context.now, context.use(Calendars)
        events: dict[str, Record] = {}
        answered: dict[str, str] = {}
        for record in await port.between(now, now + AHEAD):
            if isinstance(event := record.body, Event) and event.organiser and event.answer:
                answered[event.uid] = event.answer
                if event.calendar:
                    events.setdefault(record.id, record)
        uids = {event.uid for record in events.values() if isinstance(event := record.body, Event)}
        letters = [each for each in await _letters(context) if _is_open(each.letter.invitation, uids, now)]
        found = [_of_event(each, context) for each in events.values()]
        found += [_of_letter(each, answered, context) for each in letters]
        waiting = [each for each in found if each["answer"] == "waiting"]
        chosen = _fitting(params.text, waiting) or _fitting(params.text, found)
        sources = (*origins.of_events(events.values()), *(letter_source(each) for each in letters))
        return StepResult(value=chosen[:MOST], sources=sources)


async def _letters(context: StepContext) -> Sequence[FoundLetter]:
    mail = context.use(Mail)
    if not await mail.accounts():
        return ()
    heads = await mail.search(LetterQuery(since=context.now - BEHIND, limit=LOOKED_AT))
    found: list[FoundLetter] = []
    for head in heads:
        if head.invitation and len(found) < 2 * MOST:
            # One that is too large, damaged or gone just now hides none of the others.
            with suppress(StepRefused, NotFound):
                found.append(await mail.read(head.id))
    return found


def _is_open(invitation: Invitation | None, known: set[str], now: datetime) -> bool:
    if invitation is None or invitation.start is None or invitation.uid in known or invitation.organiser is None:
        return False
    to_come = (invitation.end or invitation.start) > now or bool(invitation.recurrence)
    return invitation.method == "REQUEST" and to_come


def _fitting(text: str, found: list[dict[str, Json]]) -> list[dict[str, Json]]:
    if not text:
        return found
    said = {str(number): f"{each['title']} {each['who']}" for number, each in enumerate(found)}
    return [found[int(key)] for key in meant(text, said, MOST)]


def _of_event(record: Record, context: StepContext) -> dict[str, Json]:
    event = record.body
    assert isinstance(event, Event)  # noqa: S101 - chosen so above
    return {
        "text": f"{records.line(record, context.now, context.language)} ({event.organiser})",
        "id": record.id,
        "letter": "",
        "title": event.text,
        "who": event.organiser,
        "start": event.start.isoformat(),
        "end": event.end.isoformat(),
        "answer": event.answer,
    }


def _of_letter(found: FoundLetter, answered: Mapping[str, str], context: StepContext) -> dict[str, Json]:
    invitation = found.letter.invitation
    assert invitation is not None  # noqa: S101 - chosen so above
    assert invitation.start is not None  # noqa: S101
    start, end = (here(at, context.now, days=invitation.all_day) for at in (invitation.start, invitation.end or invitation.start))
    event = Event(text=invitation.title or "—", start=start, end=end, all_day=invitation.all_day)
    who = str(invitation.organiser or found.head.sender)
    return {
        "text": f"{records.body_line(event, context.now, context.language)} ({who})",
        "id": "",
        "letter": found.head.id,
        "title": event.text,
        "who": invitation.organiser.email if invitation.organiser else "",
        "start": event.start.isoformat(),
        "end": event.end.isoformat(),
        "answer": answered.get(invitation.uid, "waiting"),
    }
