"""Which values of a walk hold text that nobody in the house wrote, and where it came from.

A name is marked when a step whose text comes from outside gave its value, or a step that used a marked name. All of it is worked
out from the flow document and from recorded outcomes: a resumed run is marked as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.domain.run import Source
from assistant.extensions.steps import ControlStep
from assistant.flows import expressions

Sources = tuple[Source, ...]
MOST = 12
"""Sources that are named one by one; a mark that has as many stays as it is."""
EXCERPT = 300


def joined(*marks: Sequence[Source]) -> Sources:
    """All of them, each once."""
    return tuple(dict.fromkeys(source for some in marks for source in some))[:MOST]


def brief(sources: Sequence[Source]) -> Sources:
    """Sources short enough to be kept with everything they touch."""
    return tuple(
        source.model_copy(update={key: _cut(getattr(source, key)) for key in ("who", "title", "excerpt")})
        for source in sources[:MOST]
    )


def dumped(sources: Sequence[Source]) -> list[Json]:
    """As JSON."""
    return [source.model_dump(mode="json") for source in sources]


def loaded(sources: Any) -> Sources:
    """Back from JSON; nothing for nothing."""
    return tuple(Source.model_validate(source) for source in sources or ())


@dataclass(slots=True)
class Marks:
    """The marks of one walk, as its names have them.

    `always` marks every step (text from outside chose the command), `own` are those of the control step whose walk it is,
    `heard` is all that came up in it. `within` are names as nested walks left them, and `kept` those of them that stay in sight.
    """

    names: dict[str, Sources] = field(default_factory=dict)
    always: Sources = ()
    own: Sources = ()
    heard: Sources = ()
    within: dict[str, Sources] = field(default_factory=dict)
    kept: dict[str, Sources] = field(default_factory=dict)

    def of(self, template: Json) -> Sources:
        """Where the text came from that a template may put into its value."""
        return joined(self.always, *(self.names.get(name, ()) for name in sorted(expressions.mentioned(template))))

    def of_control(self, kind: type[ControlStep], step: Step) -> Sources:
        """The same of a control step's own parameters and options, its blocks apart."""
        params = step.params
        if kind.carries is not None and isinstance(params, Mapping):
            params = {key: params[key] for key in kind.carries if key in params}
        return joined(self.of(params), self.of(dict(step.options)))

    def of_call(self, params: Json, slots: Mapping[str, Json]) -> Marks:
        """What a called command knows; where text from outside has chosen the command, all it does is marked."""
        raw: Json = params.get("slots") if isinstance(params, Mapping) else None
        chosen = self.of(params.get("name") if isinstance(params, Mapping) else params)
        given = {slot: self.of(raw[slot] if isinstance(raw, Mapping) and slot in raw else raw) for slot in slots}
        return Marks(given, chosen)

    def save(self, name: str, sources: Sources) -> None:
        """A step has given a value, saved under this name."""
        self.heard = joined(self.heard, sources)
        for saved in (name, "last") if name else ("last",):
            self.names[saved] = sources

    def hear(self, sources: Sources) -> None:
        """Something came from outside, if only into an error."""
        self.heard = joined(self.heard, sources)

    def entering(self, names: Mapping[str, Json], outer: Mapping[str, Json]) -> Marks:
        """For nested steps that see `names`, where the control step sees `outer`: what it put there bears its own marks."""
        seen = {}
        for name, value in names.items():
            same = name in outer and outer[name] is value
            marks = joined(self.names.get(name, ()) if same else self.own, self.within.get(name, ()))
            if marks:
                seen[name] = marks
        return Marks(seen, self.always)

    def leave(self, inner: Marks, kept: Sequence[str] = ()) -> None:
        """Nested steps have ended, well or badly; these names of theirs stay in sight."""
        self.heard = joined(self.heard, inner.heard)
        for name, marks in inner.names.items():
            self.within[name] = joined(self.within.get(name, ()), marks)
        self.kept.update({name: inner.names.get(name, ()) for name in kept})

    def dump(self) -> dict[str, Json]:
        """For the document of a branch, and for what it gives back."""
        names: dict[str, Json] = {name: dumped(marks) for name, marks in self.names.items() if marks}
        return {"names": names, "always": dumped(self.always), "heard": dumped(self.heard)}

    @staticmethod
    def load(kept: Any) -> Marks:
        """Back from a document; none where there are none."""
        kept = kept or {}
        names = {name: loaded(marks) for name, marks in kept.get("names", {}).items()}
        return Marks(names, loaded(kept.get("always")), heard=loaded(kept.get("heard")))


def _cut(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"
