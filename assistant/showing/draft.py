"""A draft of a command out of what was shown: asks what it is called, whether it is meant for every row, which secrets it needs and
what may differ next time. Everything is worked out anew from the actions at each answer, so nothing is decided twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from assistant.domain.base import Json, Language
from assistant.domain.command import Command
from assistant.domain.showing import ShownAction
from assistant.domain.telling import Draft, ShownDraft
from assistant.showing.addresses import without_keys
from assistant.showing.loops import Part, repeats, with_loops
from assistant.showing.steps import steps
from assistant.showing.values import Varying, files, varying
from assistant.telling import summary
from assistant.telling.sentence import phrases_of
from assistant.telling.shape import Form, Scope
from assistant.telling.tell import QUESTIONS, by_language, tests, title_of
from assistant.understanding.tokens import tokens
from assistant.words import lemmas

Said = Mapping[Language, str]
_EACH: Said = {
    "ru": "Вы сделали то же самое в строках: {shown} из {count}. Делать это для каждой строки списка?",
    "en": "You did the same in {shown} of {count} rows. Shall it be done for every row of the list?",
}
_EACH_OPTIONS: Mapping[Language, tuple[str, str]] = {
    "ru": ("Для каждой строки", "Только для показанных"),
    "en": ("For every row", "Only for those shown"),
}
_SECRET: Said = {
    "ru": "Поле «{0}» ({1}) не записано: это секрет. Какой секрет подставлять?",
    "en": "The field “{0}” ({1}) was not recorded: it is a secret. Which secret goes there?",
}
_VARY: Said = {
    "ru": "Что из этого спрашивать каждый раз: {0}? Назовите нужное, «все» или «ничего».",
    "en": "Which of these shall be asked each time: {0}? Name them, or say “all” or “nothing”.",
}
_NOTHING: Said = {
    "ru": "Ничего не было показано, запоминать нечего.",
    "en": "Nothing was shown, so there is nothing to keep.",
}
_UPLOAD: Said = {
    "ru": "Какой файл передать в «{0}», спрашивается каждый раз, и передаётся он после вашего «да». Файл должен лежать в одной из "
    "выбранных папок.",
    "en": "Which file is given to “{0}” is asked each time, and it is given after your yes. The file must lie in one of the chosen "
    "folders.",
}
_LEFT_OUT: Said = {
    "ru": "Адрес {0} запомнен без «{1}»: похоже на ключ или пароль, такое в команде не хранится. Если страница без этого не "
    "откроется, войдите на сайт в браузере, а адрес поправьте в редакторе.",
    "en": "The address at {0} was kept without “{1}”: it looks like a key or a password, and a command keeps none. If the page does "
    "not open without it, sign in there in the browser and change the address in the editor.",
}
_AND: Said = {"ru": "», «", "en": "”, “"}
_ENTER: Said = {
    "ru": "Секрета «{0}» пока нет: введите его в Настройки → Секреты, без него команда остановится на этом поле.",
    "en": "There is no secret “{0}” yet: enter it under Settings → Secrets, without it the command stops at that field.",
}
_ASK: Said = {"ru": "{0}?", "en": "{0}?"}
_ASK_FILE: Said = {"ru": "Какой файл передать в «{0}»?", "en": "Which file goes to “{0}”?"}
_ALL = frozenset(["все", "всё", "всех", "каждый", "каждое", "all", "every", "each", "both", "оба", "обе"])
_LOOK = frozenset(["now", "language", "last", "error", "number"])


def begun(actions: Sequence[ShownAction], language: Language, words: str = "", *, each: bool = False) -> Draft:
    """A draft of these actions, as the owner showed them or as a task did them; `words` is what it shall be called."""
    shown = ShownDraft(actions=tuple(map(without_keys, actions)), each=True if each else None)
    return Draft(language=language, phrases=phrases_of(words) if words else (), shown=shown, why="shown")


def answered(draft: Draft, words: str) -> Draft:
    """The draft with the answer to its question taken in; one for a choice is one of its options."""
    shown = _shown(draft)
    match draft.wanted:
        case "phrase":
            return draft.model_copy(update={"phrases": phrases_of(words)})
        case "each":
            return _with(draft, each=words == _EACH_OPTIONS[draft.language][0])
        case "secret":
            field = next(action for action in _secrets(shown.actions) if action.id not in shown.secrets)
            return _with(draft, secrets={**shown.secrets, field.id: words.strip()})
        case "slots":
            return _with(draft, varying=_chosen(draft.offered, words))
    return draft


def drafted(draft: Draft, commands: Mapping[str, Command], known: Sequence[str], now: datetime) -> Draft:
    """The form and the summary of what was shown, and the question for what is still to be decided. `known` are the names of
    the owner's secrets."""
    shown = _shown(draft)
    kept = shown.actions
    if all(action.kind == "open" for action in kept):
        return draft.model_copy(update={"notes": (_NOTHING[draft.language],), "wanted": "", "question": "", "options": ()})
    scope = Scope(draft.language, taken=set(_LOOK))
    offers = varying(kept, now, draft.language, scope)
    chosen = [one for one in offers if shown.varying is None or one.action.value in shown.varying]
    parts = with_loops(kept, said=True) if shown.each else tuple(kept)
    form = _form(draft, parts, [*chosen, *files(kept, draft.language, scope)], scope)
    asked = _question(draft, offers, known)
    return draft.model_copy(
        update={
            "form": form,
            "summary": summary.lines(form, commands, draft.language),
            "offered": tuple(one.action.value for one in offers),
            "notes": tuple(_notes(draft, known)),
            **asked,
        }
    )


def _form(draft: Draft, parts: Sequence[Part], chosen: Sequence[Varying], scope: Scope) -> Form:
    """A command file as plain values, in the order an owner would write it."""
    phrases, filled = list(draft.phrases), dict[str, str]()
    for one in chosen:
        for place, phrase in enumerate(phrases):
            if one.action.value.lower() in phrase.lower() and len(tokens(phrase)) > len(tokens(one.action.value)):
                at = phrase.lower().index(one.action.value.lower())
                phrases[place] = f"{phrase[:at]}{{{one.slot}}}{phrase[at + len(one.action.value) :]}"
                filled[one.slot] = one.action.value
    slots: dict[str, Form] = {
        one.slot: {"type": one.kind, "ask": {draft.language: _asked(one)[draft.language].format(one.action.label or one.slot)}}
        for one in chosen
    }
    form: Form = {"title": {draft.language: title_of(phrases, draft.phrases)}, "phrases": by_language(phrases)}
    if slots:
        form["slots"] = slots
    form["steps"] = steps(parts, chosen, _shown(draft).secrets, scope)
    form["tests"] = tests(phrases, slots, filled)
    return form


def _asked(one: Varying) -> Said:
    return _ASK_FILE if one.action.kind == "upload" else _ASK


def _question(draft: Draft, offers: Sequence[Varying], known: Sequence[str]) -> dict[str, Json]:
    """What is asked next."""
    shown, language = _shown(draft), draft.language
    if not draft.phrases:
        return {"wanted": "phrase", "question": QUESTIONS["phrase"][language], "options": ()}
    if shown.each is None and (found := repeats(shown.actions)):
        text = _EACH[language].format(shown=found[0].shown, count=found[0].row.count)
        return {"wanted": "each", "question": text, "options": _EACH_OPTIONS[language]}
    if field := next((action for action in _secrets(shown.actions) if action.id not in shown.secrets), None):
        text = _SECRET[language].format(field.label, urlsplit(field.url).netloc)
        return {"wanted": "secret", "question": text, "options": _names(field, known)}
    if shown.varying is None and offers:
        values = ", ".join(f"«{one.action.value}»" for one in offers)
        return {"wanted": "slots", "question": _VARY[language].format(values), "options": ()}
    return {"wanted": "", "question": "", "options": ()}


def _names(field: ShownAction, known: Sequence[str]) -> tuple[str, ...]:
    """Secrets to choose from: one of this site first, then the owner's others."""
    site = urlsplit(field.url).hostname or "site"
    own = f"{site.removeprefix('www.')}.{field.secret}"
    return (own, *(name for name in known if name != own))


def _notes(draft: Draft, known: Sequence[str]) -> list[str]:
    shown, language = _shown(draft), draft.language
    given = [_UPLOAD[language].format(action.label) for action in shown.actions if action.kind == "upload"]
    missing = [_ENTER[language].format(name) for name in dict.fromkeys(shown.secrets.values()) if name not in known]
    bare = [
        _LEFT_OUT[language].format(urlsplit(action.url).netloc, _AND[language].join(action.left_out))
        for action in shown.actions
        if action.kind == "open" and action.left_out
    ]
    return [*bare, *given, *missing]


def _chosen(offered: Sequence[str], words: str) -> tuple[str, ...]:
    """The offered values that were named."""
    plain = {token.word for token in tokens(words)}
    if plain & _ALL:
        return tuple(offered)
    said = set(lemmas(words).split())
    return tuple(value for value in offered if said & set(lemmas(value).split()))


def _secrets(actions: Sequence[ShownAction]) -> list[ShownAction]:
    return [action for action in actions if action.secret]


def _shown(draft: Draft) -> ShownDraft:
    return draft.shown or ShownDraft(actions=())


def _with(draft: Draft, **decided: Json) -> Draft:
    return draft.model_copy(update={"shown": _shown(draft).model_copy(update=decided)})
