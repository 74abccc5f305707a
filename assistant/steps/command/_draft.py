"""A draft made ready for the card: its file's name and text, what differs, what stands in the way of saving it."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain.base import Json, Language
from assistant.domain.both import in_language
from assistant.domain.telling import Draft, without_prints
from assistant.extensions.steps import StepContext
from assistant.ports import Lessons, Teaching
from assistant.steps.command import _texts

_BAD: Mapping[Language, str] = {"ru": "Так сохранить нельзя: {0}", "en": "This cannot be saved: {0}"}

_TAKEN: Mapping[Language, str] = {
    "ru": "Фраза «{0}» уже относится к команде «{1}». Какими другими словами вызывать новую?",
    "en": "“{0}” already means the command “{1}”. What else will you say for the new one?",
}

_HEADS: Mapping[str, Mapping[Language, str]] = {
    "title": {"ru": "Название", "en": "Title"},
    "difference": {"ru": "Что изменится", "en": "What changes"},
    "steps": {"ru": "Что делает", "en": "What it does"},
}


async def finished(draft: Draft, context: StepContext) -> Draft:
    """The draft with `name`, `text`, `difference` and what a save would object to in `notes`; as it is while it asks."""
    if draft.question or not draft.form.get("steps"):
        return draft
    teaching = context.use(Teaching)
    title = _texts.shown(draft.form.get("title"), context.language)
    name = draft.name or await teaching.name_for(title)
    form = dict(draft.form)
    text = await (teaching.written(form, draft.before) if draft.before else context.use(Lessons).text(form))
    spoken = [test["say"] for test in draft.form.get("tests") or [] if test.get("say")]
    if not draft.before and (taken := await context.use(Lessons).taken(spoken or draft.phrases, name)):
        question = _TAKEN[context.language].format(taken[0], _texts.title(taken[1], context.language))
        return draft.model_copy(update={"wanted": "phrase", "question": question, "text": ""})
    read = await teaching.parsed(text, name)
    bad = [in_language(fault.message, context.language) for fault in read.faults if fault.severity == "error"]
    notes = [*draft.notes, *map(_BAD[context.language].format, bad)]
    lines: list[str] = []
    if draft.before:
        difference = await teaching.difference(draft.before, text)
        lines = [change.text.get(context.language) or next(iter(change.text.values()), "") for change in difference.changes]
    card: dict[str, Json] = {_HEADS["title"][context.language]: title}
    if draft.before:
        card[_HEADS["difference"][context.language]] = lines
    card[_HEADS["steps"][context.language]] = list(draft.summary)
    bare = without_prints(form)
    card["YAML"] = text if bare == form else await context.use(Lessons).text(bare)
    update = {"card": card, "name": name, "text": text, "difference": tuple(lines), "notes": tuple(dict.fromkeys(notes))}
    return draft.model_copy(update=update)


def value(draft: Draft) -> Json:
    """A draft as a value of a run."""
    return draft.model_dump(mode="json")
