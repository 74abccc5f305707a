"""What was told, into steps: every clause understood like a sentence of its own, loops and conditions around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assistant.domain.base import Json, Language
from assistant.domain.command import Command
from assistant.domain.plan import Match, Verdict
from assistant.telling import phrasings, words
from assistant.telling.conditions import condition, things
from assistant.telling.lists import Source, gives_list, source
from assistant.telling.masks import Masked, mask
from assistant.telling.outline import Branch, Do, Loop, Node, outline
from assistant.telling.shape import Form, Result, Scope, renamed
from assistant.telling.values import said_values
from assistant.understanding.plan import points_back
from assistant.understanding.tokens import Token, tokens
from assistant.understanding.understand import Understanding

_CLEAR = 0.75
"""A command this sure is taken before the assistant's own phrasings."""


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes steps from told words against the commands that are known now."""

    understanding: Understanding
    language: Language
    now: datetime
    composed: Mapping[str, Sequence[Json]] = field(default_factory=dict)
    """Steps a language model wrote for clauses nothing fits, by their words."""

    def steps(self, told: str, scope: Scope) -> list[Form]:
        """The steps of a body; `scope` learns results, slots and what nothing fits."""
        masked = mask(told)
        return self._nodes(outline(phrasings.held_together(masked.text), self._is_order), masked, scope)

    def begins(self, text: str) -> float:
        """How surely some words begin with something that can be done, 0..1."""
        masked = mask(text).text
        said = tokens(masked)
        if not said:
            return 0.0
        if any(words.at(said, 0, phrases) for phrases in (words.IF, words.LOOP, words.FIRST)):
            return 0.9
        if said[0].word.isdigit() and masked[said[0].end : said[0].end + 1] in (")", "."):
            return 0.9
        if phrasings.waited(masked, self.now, self.language):
            return 0.85
        head = self._first_clause(masked)
        best = self.find(head)
        sure = best[0].confidence if best else 0.0
        if best and best[0].matcher == "template":
            return sure
        if phrasings.is_own(head):
            return 0.85
        opener = self.understanding.openers.kind(said, 0)
        return sure * (0.85 if opener in ("order", "question", "wish") else 0.4)

    def opens(self, text: str) -> bool:
        """Whether the first word sounds like the beginning of something to do."""
        said = tokens(text)
        if not said:
            return False
        if any(words.at(said, 0, phrases) for phrases in (words.IF, words.LOOP, words.FIRST)):
            return True
        if phrasings.is_own(text):
            return True
        if said[0].word in ("через", "спустя", "in", "after"):
            return phrasings.waited(text, self.now, self.language) is not None
        return self.understanding.openers.kind(said, 0) in ("order", "question", "wish")

    def is_command(self, text: str) -> float:
        """How surely some words are a command as a whole."""
        best = self.find(text)
        return best[0].confidence if best and best[0].matcher == "template" else 0.0

    def find(self, text: str) -> Sequence[Match]:
        """The commands a clause may be, best first; those that teach are none of them."""
        planned = self.understanding.read_clause(text, self.language, now=self.now, joined="first")
        return [match for match in planned.candidates if not _teaches(self.commands[match.command])]

    @property
    def commands(self) -> dict[str, Command]:
        """What is known, by name."""
        return dict(self.understanding.commands)

    # --- within ---

    def _is_order(self, said: tuple[Token, ...], at: int) -> bool:
        return self.understanding.openers.kind(said, at) == "order"

    def _first_clause(self, text: str) -> str:
        said = tokens(text)
        end = next((at for at in range(1, len(said)) if words.at(said, at, words.SEQUENCE) or words.at(said, at, words.IF)), 0)
        text = text[: said[end - 1].end] if end else text
        clauses = self.understanding.clauses(text, self.language)
        return clauses[0].text if clauses else text

    def _nodes(self, nodes: Sequence[Node], masked: Masked, scope: Scope) -> list[Form]:
        steps: list[Form] = []
        for node in nodes:
            match node:
                case Do():
                    steps += self._do(node.text, masked, scope)
                case Loop():
                    steps += self._loop(node, masked, scope)
                case Branch():
                    steps += self._branch(node, masked, scope)
        return steps

    def _loop(self, node: Loop, masked: Masked, scope: Scope) -> list[Form]:
        over = self._source(node.over, scope)
        if over is None:
            scope.unknown.append(masked.words(node.over))
            return []
        scope.items.append((over.item, over.record))
        steps = self._nodes(node.steps, masked, scope)
        scope.items.pop()
        if not steps:
            return list(over.before)
        loop: Form = {"for_each": masked.values(over.over, _types(scope)), "item": over.item, "steps": steps}
        return [*over.before, loop]

    def _branch(self, node: Branch, masked: Masked, scope: Scope) -> list[Form]:
        held = condition(masked.words(node.condition), scope, lambda told: self._source(told, scope))
        steps = self._nodes(node.steps, masked, scope)
        otherwise = self._nodes(node.otherwise, masked, scope)
        if not steps:
            return [*held.before, *otherwise]
        branch: Form = {"if": f"{{{{ {held.expression} }}}}", "steps": steps}
        if otherwise:
            branch["else"] = otherwise
        return [*held.before, branch]

    def _source(self, told: str, scope: Scope) -> Source | None:
        return source(told, scope, self.find, self.commands)

    def _do(self, text: str, masked: Masked, scope: Scope) -> list[Form]:
        steps: list[Form] = []
        parts = [part for timed in phrasings.cut_at_waits(text) for part in self._cut_own(timed)]
        clauses = [clause for part in parts for clause in self.understanding.clauses(part, self.language)]
        for clause in clauses:
            made = self._clause(clause.text.strip(" ,.:;"), masked, scope)
            if made is None:
                steps += self._written(masked.words(clause.text), scope)
            else:
                steps += made
        return steps

    def _written(self, clause: str, scope: Scope) -> list[Form]:
        """The steps a model wrote for a clause nothing fits; without any, it is unknown."""
        steps = renamed(self.composed.get(clause, ()), scope)
        if not steps:
            scope.unknown.append(clause)
            if not scope.items:
                scope.composable.append(clause)
        elif name := next((str(step["as"]) for step in reversed(steps) if "as" in step), ""):
            scope.results.append(Result(name, subject=clause))
        return steps

    def _cut_own(self, text: str) -> list[str]:
        """The words cut where "say", "ask" and the like stand on one side: no command's phrases know of those."""
        for joint in phrasings.JOINT.finditer(text):
            left, right = text[: joint.start()].strip(), text[joint.end() :]
            if not left or not self.opens(right) or not (phrasings.is_own(left) or phrasings.is_own(right)):
                continue
            if self.begins(right) >= _CLEAR:
                return [left, *self._cut_own(right)]
        return [text]

    def _clause(self, text: str, masked: Masked, scope: Scope) -> list[Form] | None:
        planned = self.understanding.read_clause(text, self.language, now=self.now, joined="first")
        found = [match for match in planned.candidates if not _teaches(self.commands[match.command])]
        sure = found[0] if found and found[0].confidence >= _CLEAR and planned.verdict is not Verdict.PROPOSE else None
        if not (sure and sure.matcher == "template" and not _is_pointer_search(sure)):
            own = phrasings.shown(text, scope) or self._counted(text, scope) or phrasings.asked(text, scope)
            if own is None and not sure:
                own = phrasings.literal(text, scope)
            if own is not None:
                return [masked.values(step, _types(scope)) for step in own]
            waited = phrasings.waited(text, self.now, self.language)
            if waited:
                rest = self._clause(waited[1], masked, scope) if waited[1] else []
                return None if rest is None else [*waited[0], *rest]
        if planned.verdict is Verdict.PROPOSE or not found:
            return None
        return [self._step(found[0], text, masked, scope)]

    def _counted(self, text: str, scope: Scope) -> list[Form] | None:
        """Steps that get what is to be counted and say how many there are."""
        told = things(phrasings.counted(text))
        over = self._source(told, scope) if told else None
        if over is None or not isinstance(over.over, str):
            return None
        return [*over.before, phrasings.said_count(over.over.strip("{} "), scope.language)]

    def _step(self, match: Match, text: str, masked: Masked, scope: Scope) -> Form:
        command = self.commands[match.command]
        slots = {name: self._value(value, command, name, masked, scope) for name, value in said_values(match, command).items()}
        slots = {name: value for name, value in slots.items() if value not in ("", None)}
        slots |= self._pointed(match, command, text, slots, masked, scope)
        slots = {name: slots[name] for name in command.slots if name in slots}
        subject = next((str(value) for name, value in slots.items() if command.slots[name].type == "text"), "")
        name = self._result_name(command, scope)
        scope.results.append(
            Result(name, gives_list(command), command.name, subject or " ".join((*command.title.values(), text)))
        )
        params: Json = {"name": command.name, "slots": slots} if slots else command.name
        return {"command": params, "as": name}

    def _value(self, value: Json, command: Command, slot: str, masked: Masked, scope: Scope) -> Json:
        if command.slots[slot].type not in ("text", "list"):
            return masked.values(value, _types(scope))
        if isinstance(value, str) and (points_back(value) or phrasings.names_item(value, scope)):
            return self._back(scope)
        if isinstance(value, str):
            value = phrasings.with_pointers(value, scope)
        return masked.values(value, _types(scope))

    def _back(self, scope: Scope) -> Json:
        """What a pointer stands for: the loop's item, the text an earlier step is about, or its result."""
        if scope.item:
            return f"{{{{ {scope.item} }}}}"
        last = scope.last
        if last is None:
            return ""
        if not last.listed and last.subject and last.command and self.commands[last.command].effect != "reads":
            return last.subject
        return f"{{{{ {last.name} | brief }}}}"

    def _pointed(self, match: Match, command: Command, text: str, slots: Form, masked: Masked, scope: Scope) -> Form:
        """Values for required slots that were not said but stand for a {slot}, the loop's item or what was got before."""
        found: Form = {}
        named = [name for name in masked.named(text) if name not in str(slots)]
        for missing in match.missing:
            kind = command.slots[missing].type
            if missing in slots:
                continue
            fitting = next((name for name in named if _types(scope).get(name) == kind), named[0] if named else "")
            if fitting:
                found[missing] = f"{{{{ {fitting} }}}}"
                named.remove(fitting)
            elif answer := next((name for name, given in reversed(scope.asked.items()) if given == kind != "text"), ""):
                found[missing] = f"{{{{ {answer} }}}}"
            elif kind in ("text", "person") and (scope.item or words.points(tokens(text))) and (back := self._back(scope)):
                found[missing] = back
        return found

    @staticmethod
    def _result_name(command: Command, scope: Scope) -> str:
        wanted = command.flow.result.strip("{} ").split(".")[0]
        return scope.free(wanted if wanted.isidentifier() else command.name.replace("-", "_"))


def _teaches(command: Command) -> bool:
    """Commands about commands are not taught as steps: a command must not change commands behind the owner's back."""
    return any(slot.type == "told" for slot in command.slots.values())


def _is_pointer_search(match: Match) -> bool:
    """A free slot that holds nothing but a pointer: "найди их" is about what was found."""
    return any(isinstance(value, str) and points_back(value) for value in match.slots.values())


def _types(scope: Scope) -> dict[str, str]:
    return {name: str(slot.get("type", "text")) for name, slot in scope.slots.items()}
