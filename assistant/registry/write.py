"""A document as YAML again: what stays the same keeps its very letters - comments, order, quotes, spacing.

The text is cut into entries (a key with its value, an item of a list), each with the comment lines above it; entries that did
not change are put back as they were, those that moved take their comments along, only what is new is written afresh. The
outcome is read again and compared, so a slip can cost the layout but never the meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from assistant.domain.base import Json
from assistant.domain.both import both
from assistant.errors import CommandFileError
from assistant.registry import document, dump

SCHEMA_LINE = "# yaml-language-server: $schema=command.schema.json\n"


def merged(text: str, form: Json) -> str:
    """`text` changed so that it holds `form`. A text that cannot be read gives way to a fresh one, its comments on top.

    Raises CommandFileError for a form that no file can hold.
    """
    try:
        written = dump.document(form)
        if not _holds(written, form):
            raise ValueError("it would not be read back the same")
    except (ValueError, RecursionError) as error:
        message = both(
            "This cannot be written into a command file: {why}.", "Это нельзя записать в файл команды: {why}.", why=error
        )
        raise CommandFileError(message, "the command") from error
    for candidate in (_spliced(text, form), _comments(text) + written):
        if candidate is not None and _holds(candidate, form):
            return candidate
    return written


def _spliced(text: str, form: Json) -> str | None:
    text = text.removeprefix("\ufeff")
    try:
        before = document.read(text, "the command").plain
        root = YAML(typ="safe", pure=True).compose(text)
    except CommandFileError:
        return None
    if same(before, form):
        return text
    if not _is_block(root) or not isinstance(form, dict | list) or not form:
        return None
    source = _Source(text)
    start, end = root.start_mark.index, source.end(root)
    return text[:start] + source.rendered(root, form, root.start_mark.column) + text[end:]


def _holds(text: str, form: Json) -> bool:
    try:
        return same(document.read(text, "the command").plain, form)
    except CommandFileError:
        return False


def _comments(text: str) -> str:
    """The comment lines of a text; the schema line when there are none."""
    lines = [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]
    return "".join(f"{line}\n" for line in lines) or SCHEMA_LINE


def same(one: Json, other: Json) -> bool:
    """Whether two values are the same JSON; the order of keys does not count, `1` is not `true`."""
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(same(item, other[key]) for key, item in one.items())
        case list(), list():
            return len(one) == len(other) and all(map(same, one, other))
    return (
        isinstance(one, bool) == isinstance(other, bool) and bool(one == other) and isinstance(one, str) == isinstance(other, str)
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a block: `lead` are the whole lines above it, `text` begins at its key or dash and ends with its line."""

    lead: str
    text: str
    start: int
    node: Node
    key: str = ""
    plain: Json = None


class _Source:
    """The text being changed, by its nodes."""

    def __init__(self, text: str) -> None:
        self._text = text

    # --- places ---

    def end(self, node: Node) -> int:
        """Where a node ends, with what stands behind it on its last line; not the end of that line."""
        at = self._last(node)
        line_end = self._text.find("\n", at)
        return len(self._text) if line_end < 0 else line_end

    def _last(self, node: Node) -> int:
        """Where the last letter of a node stands, plus one."""
        if _is_block(node) and node.value:
            last = node.value[-1]
            if isinstance(node, SequenceNode):
                return max(self._last(last), self._dash(last) + 1)
            key, value = last
            return max(self._last(value), self._colon(key) + 1)
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, ScalarNode):
            end = start + len(self._text[start:end].rstrip()) if end > start else end
        return int(end)

    def _colon(self, key: Node) -> int:
        return self._text.index(":", key.end_mark.index)

    def _dash(self, item: Node) -> int:
        """Where the dash of an item stands: the last one before it that is not within a comment."""
        at = item.start_mark.index
        if at < len(self._text) and self._text[at : at + 1] == "-" and isinstance(item, ScalarNode) and not item.value:
            return int(at)
        return self._text.rindex("-", 0, at)

    # --- rendering ---

    def rendered(self, node: Node, value: Json, indent: int, key: str = "") -> str:
        """The node's text (to the end of its last line) with `value` in it. `indent` is the column it stands at, `key` what it
        stands under."""
        if same(_plain(node), value):
            return self._text[node.start_mark.index : self.end(node)]
        if _is_block(node) and isinstance(node, MappingNode) and isinstance(value, dict) and value:
            return self._mapping(node, value, node.start_mark.column)
        if _is_block(node) and isinstance(node, SequenceNode) and isinstance(value, list) and value:
            return self._sequence(node, value, dump.item_key(key))
        if _is_block(node) and node.value:
            return dump.block(value, indent, key)
        behind = self._text[self._last(node) : self.end(node)]
        return self._inline(node, value, indent) + behind

    def _inline(self, node: Node, value: Json, indent: int) -> str:
        """A scalar or a node in brackets, with another value, nothing behind it."""
        if same(_plain(node), value):
            return self._text[node.start_mark.index : self._last(node)]
        if isinstance(node, ScalarNode):
            if isinstance(value, dict | list):
                return dump.flow(value)
            return self._scalar(node, value, indent)
        pairs = self._pairs(node, value)
        if pairs is None:
            return dump.flow(value)
        text, at = "", node.start_mark.index
        for inner, new in pairs:
            text += self._text[at : inner.start_mark.index] + self._inline(inner, new, -1)
            at = self._last(inner)
        return text + self._text[at : self._last(node)]

    def _scalar(self, node: ScalarNode, value: Json, indent: int) -> str:
        if isinstance(value, str) and "\n" in value and indent >= 0:
            return dump.text_block(value, indent)
        if isinstance(value, str) and node.style == '"':
            return dump.quoted(value)
        return dump.scalar(value)

    @staticmethod
    def _pairs(node: Node, value: Json) -> list[tuple[Node, Json]] | None:
        """The values of a bracketed node with what they become; None when keys or items come or go."""
        if isinstance(node, MappingNode) and isinstance(value, dict):
            keys = [str(_plain(key)) for key, _item in node.value]
            if set(keys) == set(value) and all(item.end_mark.index > item.start_mark.index for _key, item in node.value):
                return [(item, value[str(_plain(key))]) for key, item in node.value]
        if isinstance(node, SequenceNode) and isinstance(value, list) and len(node.value) == len(value):
            return list(zip(node.value, value, strict=True))
        return None

    def _mapping(self, node: MappingNode, value: dict[str, Json], indent: int) -> str:
        entries = self._entries([(key, item) for key, item in node.value], [key.start_mark.index for key, _item in node.value])
        known = {entry.key: entry for entry in entries}
        parts: list[tuple[str, str]] = []
        for place, entry in enumerate(entries):
            if entry.key in value:
                parts.append((entry.lead, self._entry(node.value[place], entry, value[entry.key], indent)))
            elif entry.lead.strip():
                parts.append((entry.lead, ""))
        order = [entry.key for entry in entries if entry.key in value]
        for before, key in zip([None, *value], value, strict=False):
            if key not in known:
                place = order.index(before) + 1 if before in order else 0
                order.insert(place, key)
                at = _place(parts, place)
                parts.insert(at, ("", dump.entry(key, value[key], indent)))
        return self._joined(parts, indent)

    def _entry(self, pair: tuple[Node, Node], entry: _Entry, value: Json, indent: int) -> str:
        key, node = pair
        if same(entry.plain, value):
            return entry.text
        colon = self._colon(key) + 1
        inside = _is_block(node) and node.value
        reshaped = bool(inside) and not (
            value and (isinstance(value, dict) if isinstance(node, MappingNode) else isinstance(value, list))
        )
        empty = isinstance(node, ScalarNode) or not node.value
        grown = empty and isinstance(value, dict | list)
        if reshaped or grown or node.end_mark.index <= node.start_mark.index:
            behind = "" if inside else self._comment_behind(node, colon, entry)
            return _with_behind(dump.entry(entry.key, value, indent), behind)
        head = self._text[entry.start : node.start_mark.index]
        return head + self.rendered(node, value, indent + 2, entry.key)

    def _comment_behind(self, node: Node, colon: int, entry: _Entry) -> str:
        at = max(self._last(node), colon) - entry.start
        behind = entry.text[at:]
        return behind if behind.lstrip().startswith("#") and "\n" not in behind else ""

    def _sequence(self, node: SequenceNode, value: list[Json], item_key: str) -> str:
        starts = [self._dash(item) for item in node.value]
        column = starts[0] - (self._text.rfind("\n", 0, starts[0]) + 1)
        entries = self._entries([(None, item) for item in node.value], starts)
        chosen = _matched([entry.plain for entry in entries], value)
        used = {place for place in chosen if place is not None}
        parts: list[tuple[str, str]] = []
        for new, place in zip(value, chosen, strict=True):
            if place is None:
                parts.append(("", f"- {dump.block(new, column + 2, item_key)}"))
                continue
            entry, item = entries[place], node.value[place]
            head = self._text[entry.start : item.start_mark.index]
            if not same(entry.plain, new) and (item.end_mark.index <= item.start_mark.index or "\n" in head):
                parts.append((entry.lead, f"- {dump.block(new, column + 2, item_key)}"))
            else:
                text = entry.text if same(entry.plain, new) else head + self.rendered(item, new, column + len(head), item_key)
                parts.append((entry.lead, text))
        lost = [(entry.lead, "") for place, entry in enumerate(entries) if place not in used and entry.lead.strip()]
        return self._joined([*lost, *parts], column)

    def _entries(self, pairs: Sequence[tuple[Node | None, Node]], starts: Sequence[int]) -> list[_Entry]:
        found: list[_Entry] = []
        before = starts[0]
        for (key, node), start in zip(pairs, starts, strict=True):
            line = self._text.rfind("\n", 0, start) + 1
            lead = self._text[before:line] if found else ""
            last = max(self._last(node), (self._colon(key) if key else start) + 1)
            line_end = self._text.find("\n", last)
            end = len(self._text) if line_end < 0 else line_end
            name = str(_plain(key)) if key else ""
            found.append(_Entry(lead, self._text[start:end], start, node, name, _plain(node)))
            before = min(end + 1, len(self._text))
        return found

    @staticmethod
    def _joined(parts: Sequence[tuple[str, str]], indent: int) -> str:
        """Entries one below the other; an empty text is a comment whose entry is gone."""
        pad, out = " " * indent, ""
        for lead, text in parts:
            if not out and not lead:
                out = text or out
                continue
            lead_text = lead.rstrip("\n")
            if not out:
                out = lead_text.lstrip() + (f"\n{pad}{text}" if text else "")
                continue
            out += (f"\n{lead_text}" if lead else "") + (f"\n{pad}{text}" if text else "")
        return out


def _place(parts: Sequence[tuple[str, str]], number: int) -> int:
    """Where among the parts the entry of that number begins; comments without an entry are passed over."""
    seen = 0
    for at, (_lead, text) in enumerate(parts):
        if seen == number:
            return at
        seen += bool(text)
    return len(parts)


def _matched(before: Sequence[Json], after: Sequence[Json]) -> list[int | None]:
    """For each new item the old one it is, or came from: the same one (moved ones too), else one of the same kind nearby."""
    chosen: list[int | None] = [None] * len(after)
    free = set(range(len(before)))
    keys_before, keys_after = [repr(item) for item in before], [repr(item) for item in after]
    for block in SequenceMatcher(None, keys_before, keys_after, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            chosen[block.b + step] = block.a + step
            free.discard(block.a + step)
    for place, item in enumerate(after):
        if (
            chosen[place] is None
            and (same_one := next((one for one in sorted(free) if same(before[one], item)), None)) is not None
        ):
            chosen[place] = same_one
            free.discard(same_one)
    for place, item in enumerate(after):
        if chosen[place] is None and free:
            near = [one for one in sorted(free, key=lambda one: abs(one - place)) if _is_alike(before[one], item)]
            if near:
                chosen[place] = near[0]
                free.discard(near[0])
    return chosen


def _is_alike(one: Json, other: Json) -> bool:
    """Whether a changed item may be the same item: mappings that share a key, or both plain."""
    if isinstance(one, dict) and isinstance(other, dict):
        return next(iter(one), None) in other
    return not isinstance(one, dict | list) and not isinstance(other, dict | list)


def _with_behind(text: str, behind: str) -> str:
    """A fresh entry with the comment that stood behind the old one, on its first line."""
    first, _sep, rest = text.partition("\n")
    if not behind or first.endswith(("|", "|-")):
        return text
    return f"{first}{behind}" + (f"\n{rest}" if rest else "")


def _is_block(node: Any) -> bool:
    """Whether a node stands over several lines, without brackets."""
    return isinstance(node, MappingNode | SequenceNode) and not node.flow_style


def _plain(node: Node) -> Json:
    match node:
        case MappingNode():
            return {str(_plain(key)): _plain(item) for key, item in node.value}
        case SequenceNode():
            return [_plain(item) for item in node.value]
        case _:
            text = str(node.value)
            return text if getattr(node, "style", None) in ("'", '"', "|", ">") else document.word(text)
