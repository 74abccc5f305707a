"""What a branch of a run begins with, as a document: its steps, the names they speak of, and the marks those bear."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.flows.marks import Marks


def document(steps: Sequence[Step], names: Mapping[str, Json], path: str, depth: int, marks: Marks) -> dict[str, Json]:
    """`{steps, names, path, depth, marks}`, as the engine starts a branch with it."""
    plain = [step.model_dump(mode="json") for step in steps]
    return {"steps": plain, "names": _mentioned(names, plain), "path": path, "depth": depth, "marks": marks.dump()}


def _mentioned(names: Mapping[str, Json], steps: Json) -> dict[str, Json]:
    """The names that stand as words somewhere in these steps: every branch of a loop keeps its own copy of them."""
    words = set(re.findall(r"\w+", json.dumps(steps, ensure_ascii=False)))
    return {name: value for name, value in names.items() if name in words or name in ("now", "language")}
