"""Everything the model wants done passes here first: described, shown to the sidecar, done only with its word, looked at after."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from browser_use.agent.views import ActionResult
from browser_use.tools.service import Tools
from browser_use.utils import match_url_with_domain_pattern

from assistant.browser.agent.dialogs import Dialogs
from assistant.browser.agent.lines import Acted, Acting
from assistant.browser.agent.page import Page
from assistant.browser.agent.talk import NotAnswered, Talk
from assistant.domain.final import presses
from assistant.domain.web_task import HIDDEN, Act, ActElement, ActKind, Box

KINDS: dict[str, ActKind] = {
    "navigate": "open",
    "go_back": "back",
    "click": "click",
    "input": "fill",
    "select_dropdown": "select",
    "send_keys": "press",
    "scroll": "scroll",
    "find_text": "scroll",
    "switch": "tab",
    "close": "tab",
    "extract": "read",
    "search_page": "read",
    "find_elements": "read",
    "dropdown_options": "read",
    "wait": "wait",
}
"""What the model may do; nothing else is offered to it."""
LEFT_OUT = [
    "search",
    "upload_file",
    "screenshot",
    "save_as_pdf",
    "evaluate",
    "write_file",
    "read_file",
    "replace_file",
    "read_long_content",
]
_SECRET = re.compile(r"<secret>(.*?)</secret>")
_VALUES = ("url", "text", "keys", "query", "pattern", "selector", "tab_id", "seconds")


class Acts(Tools[Any]):
    """browser-use's actions behind a gate. `goal` gives what the model said it wants; `secrets` are by site, as browser-use has them."""

    def __init__(
        self,
        talk: Talk,
        folder: Path,
        goal: Callable[[], str],
        dialogs: Dialogs,
        secrets: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        super().__init__(exclude_actions=LEFT_OUT)
        self._talk = talk
        self._folder = folder
        self._goal = goal
        self._dialogs = dialogs
        self._secrets = secrets or {}
        self._number = 0
        self.going = asyncio.Event()
        self.going.set()
        self.changed = False
        """The owner worked on the page himself, and the model has not been told yet."""

    async def act(self, action: Any, browser_session: Any, **more: Any) -> ActionResult:  # type: ignore[override]
        """Do one thing, if it may be done."""
        name, params = next(iter(action.model_dump(exclude_unset=True).items()))
        if name == "done":
            return await super().act(action, browser_session, **more)
        if name not in KINDS:
            return ActionResult(error=f"{name} is not available.")
        if told := await self._interrupted(KINDS[name]):
            return told
        page = Page(browser_session)
        self._number += 1
        number = self._number
        act, node, box = await self._described(number, KINDS[name], params or {}, page, browser_session)
        if node is None and KINDS[name] in ("click", "fill", "select"):
            return ActionResult(error=f"There is no element {(params or {}).get('index')} on the page now; look again.")
        if why := self._not_told(name, params or {}, act.element):
            return ActionResult(error=why)
        picture = f"{number}.jpg"
        has_picture = act.kind != "wait" and not act.url.startswith("about:") and await page.picture(self._folder / picture)
        if why := await self._refused(act, picture if has_picture else "", box, lambda: self._again(act, node, page)):
            self._talk.tell(Acted(number=number, error=why, url=act.url))
            return ActionResult(error=why)
        if told := await self._interrupted(act.kind):
            self._talk.tell(Acted(number=number, error=str(told.error), url=act.url))
            return told
        result = await super().act(action, browser_session, **more)
        await self._dialogs.none_open()
        error = result.error or await self._not_filled(act, node, page, params or {})
        self._talk.tell(Acted(number=number, error=(error or "")[:500], url=await browser_session.get_current_page_url()))
        return ActionResult(error=error) if error and not result.error else result

    async def _interrupted(self, kind: ActKind) -> ActionResult | None:
        """Wait while it is paused; what to tell the model when the page it wanted to do this on is another one now."""
        await self.going.wait()
        if not self.changed or kind in ("open", "wait"):
            return None
        self.changed = False
        return ActionResult(error="The owner took over and worked on the page himself. Look at the page again before you go on.")

    async def _described(
        self, number: int, kind: ActKind, params: dict[str, Any], page: Page, session: Any
    ) -> tuple[Act, Any, Box | None]:
        node = await session.get_element_by_index(params["index"]) if params.get("index") else None
        element: ActElement | None = None
        box = None
        if node is not None:
            element, _value, box = await page.element(node)
        elif kind == "press":
            element = await page.focused()
        said = next((str(params[key]) for key in _VALUES if params.get(key) not in (None, "")), "")
        secret = _SECRET.search(said)
        hidden = element is not None and element.print.type == "password"
        act = Act(
            number=number,
            kind=kind,
            element=element,
            value=HIDDEN if secret or (hidden and kind == "fill") else said[:2_000],
            secret=secret[1] if secret else "",
            pressed=tuple(sorted(presses(said))) if kind in ("press", "fill") else (),
            url=await session.get_current_page_url(),
            title=await session.get_current_page_title(),
            goal=self._goal()[:300],
        )
        return act, node, box

    def _not_told(self, action: str, params: Mapping[str, Any], element: ActElement | None) -> str:
        """Why a secret is not put there: it is typed into fields of its own site, in whatever frame, and goes nowhere else."""
        texts = [text for text in params.values() if isinstance(text, str)]
        # browser-use takes a secret's bare name for the secret, too.
        bare = {name for named in self._secrets.values() for name in named}.intersection(texts)
        names = bare.union(*(_SECRET.findall(text) for text in texts))
        if not names:
            return ""
        if action != "input":
            return "A secret is only typed into a field, with input."
        here = element.address if element else ""
        told = {name for site, named in self._secrets.items() if match_url_with_domain_pattern(here, site) for name in named}
        return "" if names <= told else "The field is on another site than the secret is for, so it was not typed."

    async def _refused(self, act: Act, picture: str, box: Box | None, again: Callable[[], Any]) -> str:
        """Why it may not be done; what was allowed is looked at again, and asked again when it has changed meanwhile."""
        changed = False
        while True:
            try:
                word = await self._talk.ask(Acting(act=act, picture=picture, box=box, again=changed))
            except NotAnswered as error:
                return str(error)
            if word == "go":
                return ""
            now = await again()
            if now is None:
                return "The page has changed since the owner allowed this; look at it again."
            if (now.element, now.url) == (act.element, act.url):
                return ""
            act, changed = now, True

    async def _again(self, act: Act, node: Any, page: Page) -> Act | None:
        """The same as it stands now, None when its element is gone."""
        if node is None:
            element = await page.focused() if act.kind == "press" else None
        else:
            try:
                element, _value, _box = await page.element(node)
            except (RuntimeError, KeyError):
                return None
        return act.model_copy(update={"element": element, "url": (await page.shows()).url})

    async def _not_filled(self, act: Act, node: Any, page: Page, params: dict[str, Any]) -> str:
        """What a field holds instead of what was typed; nothing when it is right, or cannot be read."""
        if act.kind != "fill" or node is None or act.secret:
            return ""
        try:
            _element, value, _box = await page.element(node)
        except (RuntimeError, KeyError):
            return ""
        typed = str(params.get("text", ""))
        if value is None or _letters(typed) in _letters(value):
            return ""
        return f"The field does not hold what was typed: it holds {value[:200]!r}."


def _letters(text: str) -> str:
    """Letters and digits alone: fields put spaces and brackets into numbers by themselves."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
