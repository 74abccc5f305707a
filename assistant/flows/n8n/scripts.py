"""JavaScript of n8n that stays JavaScript: run by an `n8n.code` step that sees what n8n shows to its expressions and Code nodes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.domain.base import Json
from assistant.flows.n8n.javascript import NotPlain, quoted
from assistant.flows.n8n.to_jinja import split, verbatim

_NAMED = re.compile(
    r"""\$\(\s*(['"`])(?P<call>[^'"`]{1,200})\1\s*\)|\$node\s*(?:\[\s*(['"`])(?P<key>[^'"`]{1,200})\3\s*\]|\.(?P<word>\w+))"""
)
_BEYOND = re.compile(
    r"\$(?:binary|env|vars|workflow|execution|runIndex|secrets|getWorkflowStaticData|fromAI)\b|\brequire\s*\(|\bthis\.helpers\b|\bawait\b|\bDateTime\b"
)


@dataclass
class Scripts:
    """The scripts of one node's expressions. `item`, `items`, `number` and the two functions are what its Sight has."""

    item: str
    items: str
    number: str
    paired: Callable[[str], str]
    all_of: Callable[[str], str]
    _sources: list[str] = field(default_factory=list)
    _name: str = "js"

    def keep(self, name: str) -> Callable[[str], str]:
        """The function a Sight takes as `script`: keeps an expression, gives what its value is called."""

        def kept(source: str) -> str:
            refuse_what_is_beyond(source)
            if source not in self._sources:
                self._sources.append(source)
            return f"{name}[{self._sources.index(source)}]"

        return kept

    def steps(self, name: str) -> list[dict[str, Json]]:
        """The step that gives the values of all kept expressions as a list; none when nothing was kept."""
        if not self._sources:
            return []
        return [{**self.step("return [" + ", ".join(f"({source})" for source in self._sources) + "];"), "as": name}]

    def step(self, code: str, *, items: bool = False) -> dict[str, Json]:
        """An `n8n.code` step for a body of JavaScript, which returns a value, or items. Raises NotPlain when it needs what is
        not in sight here."""
        refuse_what_is_beyond(code)
        named = {match["call"] or match["key"] or match["word"] for match in _NAMED.finditer(code)}
        nodes = {name: "{{ " + self.all_of(name) + " }}" for name in sorted(named)}
        paired = {name: "{{ " + self.paired(name) + " }}" for name in sorted(named)}
        sees: dict[str, Json] = {"item": "{{ " + self.item + " }}", "items": "{{ " + self.items + " }}"}
        if self.number != "1":
            sees["number"] = "{{ " + self.number + " }}"
        if named:
            sees |= {"nodes": nodes, "paired": paired}
        return {"n8n.code": {"code": verbatim(code), **({"gives": "items"} if items else {}), **sees}}


def refuse_what_is_beyond(source: str) -> None:
    """Raises NotPlain for JavaScript that uses more than its items: files, accounts, other services, libraries."""
    if (found := _BEYOND.search(source)) is not None:
        raise NotPlain(f"its JavaScript uses `{found[0].strip()[:40]}`")


def script_of(given: str, *, as_json: bool = False) -> str:
    """A parameter that begins with `=` as one JavaScript expression; with `as_json`, values are put into the text as JSON."""
    parts = split(given.removeprefix("="))
    codes = [(is_code, text.strip()) for is_code, text in parts if is_code or text.strip() or len(parts) > 1]
    if len([None for is_code, text in codes if text]) == 1 and codes[0][0]:
        return f"({codes[0][1]})"
    shown = "(value => typeof value === 'string' ? value : JSON.stringify(value))" if as_json else "String"
    return " + ".join(f"{shown}({text})" if is_code else quoted(text) for is_code, text in parts) or '""'
