"""Everything said to the owner has its Russian beside its English: the source is read, not run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import assistant
from assistant.domain.both import both, in_language, joined, same

pytestmark = pytest.mark.unit

SOURCE = Path(assistant.__file__).parent


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function of this name, with its place."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield f"{file.relative_to(SOURCE.parent)}:{node.lineno}", node


def names(template: str) -> set[str]:
    """The names of the values a template takes."""
    return {name for _text, name, _format, _conversion in Formatter().parse(template) if name is not None}


def test_whatever_is_said_in_both_languages_is_russian_and_takes_the_same_values() -> None:
    wrong, count = [], 0
    for place, call in calls("both"):
        english, russian = call.args
        assert isinstance(english, ast.Constant) and isinstance(russian, ast.Constant), f"{place}: write both texts out"
        en, ru, values = str(english.value), str(russian.value), {keyword.arg for keyword in call.keywords}
        count += 1
        words = re.sub(r"\{[^}]*\}|`[^`]*`", "", en)
        if re.search("[A-Za-z]{2}", words) and not re.search("[а-яё]", ru):
            wrong.append(f"{place}: {en!r} is not said in Russian")
        if not names(en) == names(ru) == values:
            wrong.append(f"{place}: {en!r} and its Russian take other values")
    assert count > 80
    assert wrong == []


def test_a_value_that_is_itself_a_text_is_put_in_language_by_language() -> None:
    hint = both(" Did you mean `{word}`?", " Может быть, `{word}`?", word="mail")
    assert both("No {name}.{hint}{more}", "Нет {name}.{hint}{more}", name=same("`x`"), hint=hint, more={}) == {
        "en": "No `x`. Did you mean `mail`?",
        "ru": "Нет `x`. Может быть, `mail`?",
    }


def test_what_is_known_in_one_language_is_said_in_that_one() -> None:
    assert in_language({"en": "Only so."}, "ru") == "Only so." and in_language({}, "en") == ""
    assert joined({"en": "One."}, {}, both("Two.", "Два.")) == {"en": "One. Two.", "ru": "One. Два."}


UNTOLD = {
    "plugins.py": "a fault of whoever wrote the extension, found when it is loaded",
}
"""Files whose English-only errors never reach an owner in words of ours, each with the reason."""


def words_of(text: ast.expr) -> str:
    """What a text says itself, without the values put into it."""
    match text:
        case ast.Constant(value=str(said)):
            return said
        case ast.JoinedStr(values=parts):
            return " ".join(map(words_of, parts))
        case _:
            return ""


def error_names() -> set[str]:
    """The names of all errors of the tree, wherever they are defined."""
    classes = [
        node
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    found = {"AssistantError"}
    while more := {one.name for one in classes if {base.id for base in one.bases if isinstance(base, ast.Name)} & found} - found:
        found |= more
    return found


def test_every_error_with_words_of_ours_is_said_in_russian_too() -> None:
    found = error_names()
    assert len(found) > 20
    wrong = [
        place
        for name in sorted(found)
        for place, call in calls(name)
        if call.args
        and re.search("[A-Za-z]{2}", words_of(call.args[0]))
        and not any(keyword.arg == "ru" for keyword in call.keywords)
        and not any(place.startswith(f"assistant/{file}:") for file in UNTOLD)
    ]
    assert wrong == []


def test_every_reason_not_to_take_a_sound_as_a_command_has_words_in_the_window() -> None:
    source = ast.parse((SOURCE / "voice" / "guards.py").read_text(encoding="utf-8"))
    doubt = next(node for node in ast.walk(source) if isinstance(node, ast.FunctionDef) and node.name == "doubt")
    reasons = {
        node.value.value for node in ast.walk(doubt) if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant)
    }
    for file in ("line.py", "listen.py", "join.py", "transcribe.py"):
        text = (SOURCE / "voice" / file).read_text(encoding="utf-8")
        reasons |= {one or other for one, other in re.findall(r'drop\("([^"]+)"\)|else "(too short)"', text)}
    window = (SOURCE.parent / "electron-ui" / "renderer" / "format" / "dropped.ts").read_text(encoding="utf-8")
    assert {str(reason) for reason in reasons if reason} == set(re.findall(r'^  "?([a-z ]+)"?: "dropped', window, re.MULTILINE))
