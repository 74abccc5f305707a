"""The calendars the owner named; when it is not clear which, he is asked and every one that may be meant is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.domain.base import Json, Language
from assistant.domain.calendar import Calendar
from assistant.errors import Undecided
from assistant.ports import Calendars
from assistant.wording.called import calendar_names, called

_NONE: Mapping[Language, str] = {
    "en": "No calendar is called “{said}”. Which one shall it be?",
    "ru": "Календаря «{said}» нет. Какой взять?",
}
_SEVERAL: Mapping[Language, str] = {
    "en": "Several calendars may be called “{said}”. Which one?",
    "ru": "«{said}» — это какой из календарей?",
}
_HERE: Mapping[Language, str] = {"en": "On this computer", "ru": "На этом компьютере"}


async def to_write(said: str, port: Calendars, decided: Mapping[str, Json], language: Language) -> str:
    """The id of the calendar something is put into, nothing for none named. Raises Undecided; what is only for reading is not offered."""
    if not said.strip():
        return ""
    return _chosen(said, [each for each in await port.calendars() if each.writable], decided, language)


async def to_read(names: Sequence[str], port: Calendars, decided: Mapping[str, Json], language: Language) -> Sequence[str]:
    """The ids of the calendars that are to be looked at, none for none named. Raises Undecided."""
    wanted = [name for name in names if name.strip()]
    known = await port.calendars() if wanted else ()
    return [_chosen(name, known, decided, language) for name in wanted]


def _chosen(said: str, known: Sequence[Calendar], decided: Mapping[str, Json], language: Language) -> str:
    found = called(said, {each.id: calendar_names(each) for each in known})
    if len(found) == 1:
        return found[0]
    offered = [each for each in known if not found or each.id in found]
    key = f"calendar:{said}:{','.join(each.id for each in offered)}"
    choice = decided.get(key)
    if isinstance(choice, int) and 0 <= choice < len(offered):
        return offered[choice].id
    text = (_SEVERAL if found else _NONE)[language].format(said=said.strip())
    options = [each.title or _HERE[language] for each in offered]
    raise Undecided(key, {"kind": "choose", "text": text, "options": options}, own_words=True)
