"""Elements described on a page and looked for on the same page changed: how many are found, missed, and taken for another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from assistant.browser import element

PAGES = Path(__file__).parents[1] / "data" / "changed"
_RECORD = """() => Object.fromEntries([...document.querySelectorAll('[data-truth]')].map((each) => {
  const truth = each.dataset.truth; const kept = symbiote.describe(each); return [truth, kept]; }))"""
_LOOK = """(kept) => Object.fromEntries(Object.entries(kept).map(([truth, print]) => [truth, [{ print }, { role: print.role, name: print.name, print }].map((query) => {
  const found = symbiote.find(document, query); return found.length === 1 ? found[0].dataset.truth || 'another' : found.length ? 'several' : 'none'; })]))"""


@dataclass
class Tally:
    """Counts, and each case that was not right as `page / change / element: what was found`."""

    right: int = 0
    stopped: int = 0
    wrong: int = 0
    cases: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All of them."""
        return self.right + self.stopped + self.wrong

    def count(self, case: str, found: str, wanted: str) -> None:
        """One case; `wanted` empty means that there is nothing to be found."""
        if found == wanted or (not wanted and found in ("none", "several")):
            self.right += 1
            return
        if found in ("none", "several"):
            self.stopped += 1
        else:
            self.wrong += 1
        self.cases.append(f"{case}: {found}")


async def tried(page: Page) -> tuple[Tally, Tally]:
    """Every element on every changed page; and the same where what is meant was taken away."""
    there, gone = Tally(), Tally()
    for file in sorted(PAGES.glob("*.html")):
        html, script = file.read_text(encoding="utf-8"), (PAGES / "changes.js").read_text(encoding="utf-8")
        await page.set_content(html)
        kept: dict[str, Any] = await page.evaluate(_with(_RECORD))
        names: Sequence[str] = await page.evaluate(f"() => {{ {script}; return changes.sets; }}")
        for change in names:
            await page.set_content(html)
            await page.evaluate(f"(name) => {{ {script}; changes.make(name); }}", change)
            found = await page.evaluate(_with(_LOOK), kept)
            for truth, answers in found.items():
                for answer in answers:
                    there.count(f"{file.stem} / {change} / {truth}", answer, truth)
        for truth in kept:
            await page.set_content(html)
            await page.evaluate(f"(truth) => {{ {script}; changes.make('classes, ids'); changes.remove(truth); }}", truth)
            for answer in (await page.evaluate(_with(_LOOK), {truth: kept[truth]}))[truth]:
                gone.count(f"{file.stem} / removed / {truth}", answer, "")
    return there, gone


def _with(body: str) -> str:
    return f"(value) => {{ {element.library()}\nreturn ({body})(value); }}"
