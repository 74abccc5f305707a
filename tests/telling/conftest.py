"""The built-in commands understood, and a telling read against them: Friday, 13 March 2026, noon in Moscow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.base import Json
from assistant.domain.command import Command
from assistant.domain.telling import Draft
from assistant.registry.kinds import Kinds
from assistant.registry.load import Folder, Loader
from assistant.settings import UnderstandingSettings
from assistant.telling.lessons import Lessons
from assistant.understanding.tokens import detect_language
from assistant.understanding.understand import Understanding

NOW = datetime(2026, 3, 13, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
BUILT_IN = Path(__file__).parents[2] / "commands"

Tell = Callable[..., Draft]


@pytest.fixture(scope="session")
def built_in() -> Mapping[str, Command]:
    """The built-in commands."""
    return Loader(Kinds.built_in()).load([Folder(BUILT_IN)]).commands


@pytest.fixture(scope="session")
def understanding(built_in: Mapping[str, Command]) -> Understanding:
    """Who understands them."""
    made = Understanding(UnderstandingSettings())
    made.load(tuple(built_in.values()))
    return made


@pytest.fixture(scope="session")
def lessons(understanding: Understanding) -> Lessons:
    """What teaches against them."""
    return Lessons(understanding)


@pytest.fixture(scope="session")
def tell(lessons: Lessons, understanding: Understanding) -> Tell:
    """The draft of a whole sentence, said as an owner says it, and of the answers that follow it."""

    def told(sentence: str, *answers: str) -> Draft:
        language = detect_language(sentence)
        plan = understanding.read(sentence, language, now=NOW, turn="turn", plan_id="plan")
        assert [clause.candidates[0].command for clause in plan.clauses] == ["command-new"], "it was cut, or taken for another"
        draft = lessons.told(str(plan.clauses[0].candidates[0].slots.get("text", "")), Draft(language=language), NOW)
        for answer in answers:
            assert draft.question
            draft = lessons.told(answer, draft, NOW)
        return draft

    return told


def steps(draft: Draft) -> list[Json]:
    """The steps of a draft."""
    return list(draft.form["steps"])
