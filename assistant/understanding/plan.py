"""The clauses of a sentence as a plan: what must be finished before what, and which slot takes an earlier clause's value.

A slot takes an earlier value when its words point back ("напомни мне об этом"), or when it was left out of a clause that
says everything else ("запиши позвонить в банк и напомни через час").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.domain.command import Command
from assistant.domain.plan import Match, PlannedClause, Reference
from assistant.understanding.tokens import tokens, word_set

_POINTERS = word_set(
    "это этом этого этому этим его ее их нем ней них ему ей им нему него нее ними оно она он то том it that this them these those"
)
_AROUND = word_set("о об обо про на в к с за у все всё about to of for on with at all")


def link(clauses: Sequence[PlannedClause], commands: Mapping[str, Command]) -> tuple[PlannedClause, ...]:
    """The same clauses with `after` and `references` filled in."""
    linked: list[PlannedClause] = []
    for index, planned in enumerate(clauses):
        if not planned.candidates:
            linked.append(planned.model_copy(update={"after": (index - 1,) if planned.clause.joined == "then" else ()}))
            continue
        references = _references(planned, linked, commands)
        after = {reference.clause for reference in references.values()}
        if planned.clause.joined == "then":
            after.add(index - 1)
        best = _pointless(planned.candidates[0], references, commands)
        linked.append(
            planned.model_copy(
                update={
                    "after": tuple(sorted(after)),
                    "references": references,
                    "candidates": (best, *planned.candidates[1:]),
                }
            )
        )
    return tuple(linked)


def points_back(words: str) -> bool:
    """Whether these words stand for something said before: "об этом", "it"."""
    said = [token.word for token in tokens(words)]
    return any(word in _POINTERS for word in said) and all(word in _POINTERS or word in _AROUND for word in said)


def _references(
    planned: PlannedClause, earlier: Sequence[PlannedClause], commands: Mapping[str, Command]
) -> dict[str, Reference]:
    target = next((i for i in range(len(earlier) - 1, -1, -1) if earlier[i].candidates), None)
    if target is None:
        return {}
    match = planned.candidates[0]
    slot = _pointing_slot(match, planned.clause.text, commands[match.command])
    source = earlier[target].candidates[0]
    subject = _main_slot(source, commands[source.command])
    if slot:
        return {slot: Reference(clause=target, slot=subject)}
    left_out = [name for name in match.missing if commands[match.command].slots[name].type == "text"]
    if left_out and subject and match.slots and match.matcher == "template":
        return {left_out[0]: Reference(clause=target, slot=subject)}
    return {}


def _pointing_slot(match: Match, text: str, command: Command) -> str:
    """The slot whose words point back, or that got no words though the clause points back; empty for none."""
    wordy = [name for name, slot in command.slots.items() if slot.type in ("text", "list")]
    pointing = [name for name in wordy if _points(match, name)]
    waiting = [name for name in wordy if name in match.missing] if _mentions_pointer(text) else []
    return next(iter([*pointing, *waiting]), "")


def _points(match: Match, slot: str) -> bool:
    value = match.slots.get(slot)
    return isinstance(value, str) and points_back(value)


def _mentions_pointer(text: str) -> bool:
    return any(token.word in _POINTERS for token in tokens(text))


def _main_slot(match: Match, command: Command) -> str:
    """The text the earlier clause is about; empty for the result of its run."""
    return next((name for name, slot in command.slots.items() if slot.type == "text" and match.slots.get(name)), "")


def _pointless(match: Match, references: Mapping[str, Reference], commands: Mapping[str, Command]) -> Match:
    """The match without values that come from elsewhere, and without pointers to nothing: those are asked for."""
    slots = commands[match.command].slots
    lost = [
        name for name in match.slots if name not in references and name in slots and slots[name].required and _points(match, name)
    ]
    if not lost and not references:
        return match
    return match.model_copy(
        update={
            "slots": {name: value for name, value in match.slots.items() if name not in references and name not in lost},
            "missing": (*(name for name in match.missing if name not in references), *lost),
        }
    )
