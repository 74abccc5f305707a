"""The mailbox the owner named; when it is not clear which, he is asked and every one that may be meant is offered."""

from __future__ import annotations

from assistant.errors import Undecided
from assistant.extensions.steps import StepContext
from assistant.ports import Mail
from assistant.wording.called import called, mailbox_names

_NONE = {
    "en": "No mailbox is called “{said}”. Which one shall it be?",
    "ru": "Ящика «{said}» нет. Какой взять?",
}
_SEVERAL = {"en": "Several mailboxes may be called “{said}”. Which one?", "ru": "«{said}» — это какой из ящиков?"}


async def chosen(said: str, context: StepContext) -> str:
    """The id of the mailbox that is named, nothing for none. Raises Undecided, with the mailboxes offered."""
    known = await context.use(Mail).accounts() if said.strip() else ()
    found = called(said, {each.id: mailbox_names(each) for each in known})
    if len(found) == 1 or not known:
        return found[0] if found else said
    offered = [each for each in known if not found or each.id in found]
    key = f"mailbox:{said}:{','.join(each.id for each in offered)}"
    choice = context.decided.get(key)
    if isinstance(choice, int) and 0 <= choice < len(offered):
        return offered[choice].id
    text = (_SEVERAL if found else _NONE)[context.language].format(said=said.strip())
    options = [f"{each.title}: {each.email}" if each.title else each.email for each in offered]
    raise Undecided(key, {"kind": "choose", "text": text, "options": options}, own_words=True)
