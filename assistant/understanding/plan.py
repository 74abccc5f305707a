"""The clauses of a sentence as a plan: what must be finished before what, and which slot takes an earlier clause's value."""

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
        references = _references(planned, linked, commands) if index and planned.candidates else {}
        after = {reference.clause for reference in references.values()}
        if planned.clause.joined == "then":
            after.add(index - 1)
        match = planned.candidates[0] if planned.candidates else None
        candidates = (_without(match, references), *planned.candidates[1:]) if match and references else planned.candidates
        linked.append(
            planned.model_copy(update={"after": tuple(sorted(after)), "references": references, "candidates": candidates})
        )
    return tuple(linked)


def points_back(words: str) -> bool:
    """Whether these words stand for something said before: "об этом", "it"."""
    said = [token.word for token in tokens(words)]
    return any(word in _POINTERS for word in said) and all(word in _POINTERS or word in _AROUND for word in said)


def _references(
    planned: PlannedClause, earlier: Sequence[PlannedClause], commands: Mapping[str, Command]
) -> dict[str, Reference]:
    match = planned.candidates[0]
    pointing = [
        name
        for name, slot in commands[match.command].slots.items()
        if slot.type in ("text", "list")
        and (_points(match, name) or (name in match.missing and _mentions_pointer(planned.clause.text)))
    ]
    target = next((i for i in range(len(earlier) - 1, -1, -1) if earlier[i].candidates), None)
    if target is None:
        return {}
    source = earlier[target].candidates[0]
    reference = Reference(clause=target, slot=_main_slot(source, commands[source.command]))
    return {name: reference for name in pointing[:1]}


def _points(match: Match, slot: str) -> bool:
    value = match.slots.get(slot)
    return isinstance(value, str) and points_back(value)


def _mentions_pointer(text: str) -> bool:
    return any(token.word in _POINTERS for token in tokens(text))


def _main_slot(match: Match, command: Command) -> str:
    """The text the earlier clause is about; empty for the result of its run."""
    return next((name for name, slot in command.slots.items() if slot.type == "text" and match.slots.get(name)), "")


def _without(match: Match, references: Mapping[str, Reference]) -> Match:
    """The match without the values that will come from elsewhere."""
    return match.model_copy(
        update={
            "slots": {name: value for name, value in match.slots.items() if name not in references},
            "missing": tuple(name for name in match.missing if name not in references),
        }
    )
