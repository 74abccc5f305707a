"""Brings the page of a run back after the assistant or its browser has ended, or asks the owner what shall become of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence

from assistant.browser import deeds, finding, reading
from assistant.browser.group import Group
from assistant.browser.places import PUTS, Act, Begun, Place, Places
from assistant.domain.base import Json, Language, LocalText
from assistant.domain.both import both, in_language, joined
from assistant.domain.page import Visit
from assistant.domain.run import Source
from assistant.errors import CutShort, Declined, StepError, StepRefused, Undecided

PATIENCE_S = 8.0
"""How long (s) a page that was opened again has to show what it showed before."""
Open = Callable[[Place], Awaitable[Group]]
Secret = Callable[[str], Awaitable[str]]
"""The secret of a name. Raises StepRefused when there is none (any more)."""
_STOP = both("Stop", "Остановить")
_GO_ON = both("Go on with the page as it is now", "Продолжить со страницей, как она есть сейчас")
_WAS_DONE = both("It was done: go on", "Это выполнено, продолжить")
_AGAIN = both("Do it again", "Сделать ещё раз")
_ALL_AGAIN = both("Do again what was done there", "Сделать там всё ещё раз")
_STOPPED = both("You stopped it.", "Вы остановили.")


async def no_secret(name: str) -> str:
    """Nobody has any."""
    raise StepRefused(f"There is no secret {name!r}.", ru=f"Нет секрета «{name}».")


async def bring_back(place: Place, places: Places, group: Group | None, visit: Visit, open_: Open, secret: Secret) -> Group:
    """The run's page as it was: opened at its last address, with all that was typed. `group` is the page when it is open already.

    Raises Undecided when it cannot be had like that without the owner's word, Declined when he wants to stop there.
    """
    doubts = _doubts(place)
    key = _key("interrupted", place.run, visit.key, place.url, place.returns)
    again = _again(place)
    answer = visit.agreed.get(key)
    if answer is None and not doubts:
        group = group or await open_(place)
        doubts = await _amiss(group, place, visit, place.acts, secret)
        if not doubts:
            group.note(_back(place))
            await places.settled(place.run)
            return group
    if answer is None:
        if group is None and not (place.final or place.posted):
            group = await open_(place)
        raise Undecided(key, _question(place, doubts, again, visit.language), [_source(place)])
    await places.settled(place.run)
    if answer == 1 and again:
        group = await open_(place)
        if missing := await _amiss(group, place, visit, place.acts, secret):
            raise StepError.saying(joined(*missing))
    elif answer == 0:
        await places.forgive(place.run)
        group = group or await open_(place)
        await _amiss(group, place, visit, tuple(act for act in place.acts if _is_put(act)), secret)
    else:
        raise Declined.saying(_STOPPED)
    return group


def ask_about(begun: Begun, place: Place, language: Language) -> Undecided:
    """The question what shall become of a deed that was cut off."""
    moved = both("", "")
    if begun.moved:
        moved = both(" The page had gone on to {url}.", " Страница успела перейти на {url}.", url=place.url[:300])
    text = both(
        "The work broke off in the middle of “{name}” on {url}, and it cannot be told whether that was done.{moved} Look there if "
        "you are not sure. What now?",
        "Работа прервалась на «{name}» ({url}), и нельзя узнать, выполнено ли это.{moved} Если не уверены, посмотрите там. Что дальше?",
        name=begun.name[:100],
        url=begun.url[:300],
        moved=moved,
    )
    options = [in_language(option, language) for option in (_WAS_DONE, _AGAIN, _STOP)]
    question: dict[str, Json] = {"kind": "choose", "text": in_language(text, language), "options": options}
    if place.picture:
        question["picture"] = place.picture
    asked = Undecided(key_of(begun), question, [_source(place)])
    asked.begun = True
    return asked


def key_of(begun: Begun) -> str:
    """The key of that question: another one for every time it was begun."""
    return _key("cut-off", begun.id)


def is_done(answer: Json) -> bool | None:
    """What the owner has answered to it: it was done, it shall be done again; None for no answer. Raises Declined."""
    match answer:
        case None:
            return None
        case 0:
            return True
        case 1:
            return False
    raise Declined.saying(_STOPPED)


# --- within ---


def _is_put(act: Act) -> bool:
    """Whether it can be done again without harm: a secret, by its name."""
    return act.deed.kind in PUTS and (not act.deed.secret or bool(act.deed.named))


def _doubts(place: Place) -> list[LocalText]:
    """Why the page cannot be brought back without asking."""
    doubts = []
    clicked = [str(act.deed.target or act.deed.value)[:60] for act in place.acts if act.deed.kind not in PUTS]
    if place.final:
        doubts.append(
            both("opening it again might do again what led there", "открыв её снова, можно повторить то, что к ней привело")
        )
    elif place.posted:
        doubts.append(both("a form that was sent has led there", "к ней привела отправленная форма"))
    if clicked:
        names: LocalText = {
            "en": ", ".join(f"“{name}”" for name in clicked[:5]),
            "ru": ", ".join(f"«{name}»" for name in clicked[:5]),
        }
        doubts.append(both("what was clicked on it is lost ({names})", "нажатое на ней потеряно ({names})", names=names))
    if any(act.deed.secret and not act.deed.named for act in place.acts):
        doubts.append(both("a secret that was typed there is lost", "введённый там секрет потерян"))
    if place.forgot:
        doubts.append(both("not all that was done on it is known", "известно не всё, что на ней сделано"))
    return doubts


def _again(place: Place) -> bool:
    """Whether all that was done on the page may be done anew when the owner says so."""
    known = not (
        place.forgot or place.final or any(act.deed.final or (act.deed.secret and not act.deed.named) for act in place.acts)
    )
    return known and not all(map(_is_put, place.acts))


async def _amiss(group: Group, place: Place, visit: Visit, acts: Sequence[Act], secret: Secret) -> list[LocalText]:
    """Do again what was done there; in what the page is not as it was then."""
    page = group.there()
    if page.url != place.url:
        return [both("it now leads to {url}", "теперь она ведёт на {url}", url=page.url[:200])]
    try:
        for act in acts:
            await _do(group, act, visit.model_copy(update={"rules": place.rules}), secret)
        if not place.expected.is_empty:
            patient = visit.model_copy(update={"seconds": min(visit.seconds, PATIENCE_S)})
            await reading.until_expected(group, place.expected, patient)
    except CutShort:
        raise
    except StepError as error:
        return [error.both]
    return []


def _back(place: Place) -> LocalText:
    """What the owner is told of a page that was brought back."""
    filled = any(map(_is_put, place.acts))
    return both(
        "The page or the browser was closed meanwhile; {url} was opened again{filled}.",
        "Страница или браузер за это время закрылись; {url} открыт заново{filled}.",
        url=place.url[:200],
        filled=both(" and filled in as before", " и заполнен, как было") if filled else both("", ""),
    )


async def _do(group: Group, act: Act, visit: Visit, secret: Secret) -> None:
    deed = act.deed
    own = Visit(run=visit.run, key=act.key, language=visit.language, seconds=min(visit.seconds, PATIENCE_S))
    found = await finding.locate(group, deed.target, own) if deed.target else None
    to = await finding.locate(group, deed.to, own) if deed.to else None
    if found is not None and deed.secret:
        deeds.may_be_told(str(found.known["address"]), visit)
        group.shows_secret = group.shows_secret or found.known["type"] != "password"
        deed = deed.model_copy(update={"value": await secret(deed.named)})
    elif found is not None and _is_put(act) and found.known["was"] == act.after:
        return
    group.dialogs = (deed.dialog, deed.words)
    await deeds.carry_out(group.there(), found, deed, to.locator if to else None, own.seconds)
    if found is None or not _is_put(act) or act.after is None:
        return
    state = await found.after()
    if state is None or state["value"] != act.after:
        name = str(deed.target)[:100]
        raise StepError(f"“{name}” has not taken its value again", ru=f"«{name}» не приняло своё значение снова")


def _question(place: Place, doubts: Sequence[LocalText], again: bool, language: Language) -> Mapping[str, Json]:
    text = both(
        "The work broke off while the page “{title}” ({url}) was open, and the page is not as it was: {why}. What now?",
        "Работа прервалась, когда была открыта страница «{title}» ({url}), и теперь она не та, что была: {why}. Что дальше?",
        title=place.title[:100] or "…",
        url=place.url[:300],
        why=joined(*doubts, by="; "),
    )
    options = (_GO_ON, _ALL_AGAIN, _STOP) if again else (_GO_ON, _STOP)
    return {
        "kind": "choose",
        "text": in_language(text, language),
        "options": [in_language(option, language) for option in options],
        **({"picture": place.picture} if place.picture else {}),
    }


def _source(place: Place) -> Source:
    return Source(kind="page", title=place.title[:200], link=place.url[:1_000])


def _key(kind: str, *what: Json) -> str:
    return f"{kind}:{hashlib.sha256(json.dumps(what, ensure_ascii=False).encode()).hexdigest()}"
