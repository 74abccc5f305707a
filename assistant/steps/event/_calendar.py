"""The calendar the owner named; when it is not clear which, he is asked and every one that may be meant is offered."""

from __future__ import annotations

from assistant.errors import Undecided
from assistant.extensions.steps import StepContext
from assistant.ports import Calendars
from assistant.wording.called import calendar_names, called

_ASKS = {"en": "No calendar is called “{said}”. Which one shall it be?", "ru": "Календаря «{said}» нет. Какой взять?"}
_HERE = {"en": "On this computer", "ru": "На этом компьютере"}


async def chosen(said: str, context: StepContext) -> str:
    """The id of the calendar that is named, nothing for none. Raises Undecided, with the calendars one can write into offered."""
    if not said.strip():
        return ""
    known = [each for each in await context.use(Calendars).calendars() if each.writable]
    found = called(said, {each.id: calendar_names(each) for each in known})
    if len(found) == 1:
        return found[0]
    offered = [each for each in known if not found or each.id in found]
    key = f"calendar:{said}:{','.join(each.id for each in offered)}"
    choice = context.decided.get(key)
    if isinstance(choice, int) and 0 <= choice < len(offered):
        return offered[choice].id
    options = [each.title or _HERE[context.language] for each in offered]
    question = {"kind": "choose", "text": _ASKS[context.language].format(said=said.strip()), "options": options}
    raise Undecided(key, question, own_words=True)
