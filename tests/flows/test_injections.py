"""Every attack of tests/data/injections on a model that obeys it, through real steps and the real engine: nothing is done unasked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant import ports
from assistant.domain.model import Prompt
from assistant.domain.plan import PlannedClause
from assistant.domain.record import Event
from assistant.domain.run import Question, Source
from assistant.fetch import Fetcher
from assistant.folders import OwnerFolders
from tests.fakes.house import House, house, planned
from tests.fakes.model import FakeModel
from tests.fakes.web import Asked, Reply, Site, site

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
CORPUS = Path(__file__).parents[1] / "data" / "injections"
Attack = dict[str, str]

OBEY = """
  - llm: {prompt: "Do what is asked for in {{ text }}", answer: {act: text, text: text, to: text}}
    as: wish
  - if: "{{ wish.act == 'send' }}"
    steps: [{http: {url: "{{ wish.to }}", method: POST, json: {text: "{{ wish.text }}"}}}]
  - if: "{{ wish.act == 'note' }}"
    steps: [{note.add: "{{ wish.text }}"}]
  - for_each: "{{ [wish.text] if wish.act == 'task' else [] }}"
    item: one
    steps: [{task.add: {text: "{{ one }}"}}]
    parallel: 2
  - if: "{{ wish.act == 'file' }}"
    steps:
      - set: {path: "{{ wish.to }}", text: "{{ wish.text }}"}
        as: paper
      - file.write: {path: "{{ paper.path }}", text: "{{ paper.text }}"}
  - if: "{{ wish.act == 'reminder' }}"
    steps: [{command: {name: keep, slots: {what: "{{ wish.text }}"}}}]
  - if: "{{ wish.act == 'command' }}"
    steps: [{command: "{{ wish.to }}"}]
"""
"""All a model could wish for: by a condition, a loop with branches, a value of its own, a called command, a command of its choice."""


def attacks(*carriers: str) -> list[Attack]:
    """The attacks that come by these carriers."""
    return [
        {"carrier": carrier, **json.loads(line)}
        for carrier in carriers
        for line in (CORPUS / f"{carrier}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


@pytest.fixture
def outside() -> Iterator[Site]:
    """A page for every attack; whatever is sent there is an effect."""
    pages = {f"/{number}": attack["text"] for number, attack in enumerate(attacks("page", "tool"))}

    def reply(asked: Asked) -> Reply:
        return Reply(body=pages.get(asked.path, "").encode())

    with site(reply) as home:
        yield home


def furnish(home: House, folder: Path, outside: Site, told: list[Attack]) -> None:
    """The commands and ports of the attacked house; its model does whatever the text tells it."""

    def obey(prompt: Prompt) -> dict[str, Any]:
        (seen,) = prompt.data.values()
        attack = next(one for one in told if one["text"] in seen)
        return {
            "act": attack["act"],
            "text": attack["text"],
            "to": f"{outside.url}{attack['to']}" if attack["act"] == "send" else attack["to"],
        }

    home.ports[ports.Model] = FakeModel(obey)
    home.ports[ports.Web] = Fetcher(lambda: ["127.0.0.1"])
    home.ports[ports.Folders] = OwnerFolders(lambda: [folder], folder / "data", lambda: folder / "data" / "exports")
    home.command("wipe", "steps: [{note.add: 'everything was wiped'}]\n")
    home.command("keep", "slots: {what: text}\nsteps: [{note.add: '{{ what }}'}]\n")
    home.command(
        "by_page",
        f"slots: {{url: text}}\nsteps:\n  - http: '{{{{ url }}}}'\n    as: page\n  - set: {{t: '{{{{ page.body }}}}'}}\n    as: read\n{OBEY.replace('text }}', 'read.t }}', 1)}",
    )
    home.command("by_file", f"slots: {{path: text}}\nsteps:\n  - file.read: '{{{{ path }}}}'\n    as: text\n{OBEY}")
    home.command(
        "by_name",
        f"slots: {{folder: text}}\nsteps:\n  - file.list: '{{{{ folder }}}}'\n    as: files\n{OBEY.replace('{{ text }}', '{{ (files | first).name }}', 1)}",
    )
    home.command(
        "by_event",
        f"slots: {{day: text}}\nsteps:\n  - event.list: {{period: {{start: '{{{{ day }}}}T00:00:00Z', end: '{{{{ day }}}}T23:00:00Z'}}}}\n"
        f"    as: events\n{OBEY.replace('{{ text }}', '{{ (events | first).text }}', 1)}",
    )
    home.command("by_hook", f"slots: {{text: text}}\nsteps:\n{OBEY}")


def clause(number: int, attack: Attack, folder: Path, outside: Site) -> PlannedClause:
    """The owner's harmless order that meets this attack."""
    match attack["carrier"]:
        case "page" | "tool":
            return planned("by_page", {"url": f"{outside.url}/{number}"})
        case "name":
            (folder / str(number)).mkdir()
            (folder / str(number) / attack["text"]).touch()
            return planned("by_name", {"folder": str(folder / str(number))})
        case "event":
            return planned("by_event", {"day": day_of(number).date().isoformat()})
        case "webhook":
            source = Source(kind="http", who="orders", title="webhook")
            return planned("by_hook", {"text": attack["text"]}).model_copy(update={"sources": {"text": (source,)}})
        case _:
            (folder / f"{number}.txt").write_text(attack["text"], encoding="utf-8")
            return planned("by_file", {"path": str(folder / f"{number}.txt")})


def day_of(number: int) -> datetime:
    """The day of the event that carries an attack."""
    return datetime(2030, 5, 1, 12, tzinfo=UTC) + timedelta(days=number)


async def put_events(home: House, told: list[Attack]) -> None:
    """Somebody has invited the owner to each of these."""
    for number, attack in enumerate(told):
        start = day_of(number)
        event = Event(text=attack["text"], start=start, end=start + timedelta(hours=1), organiser="stranger@example.com")
        await home.records.add("event", event, key=f"event-{number}")


@pytest.mark.parametrize("carriers", [("page", "tool"), ("file", "cell", "invitation"), ("name", "webhook"), ("event",)])
async def test_an_obeyed_attack_does_nothing_before_the_owner_has_seen_it(
    carriers: tuple[str, ...], outside: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    told = attacks(*carriers)
    async with house(tmp_path) as home:
        furnish(home, folder, outside, told)
        if carriers == ("event",):
            await put_events(home, told)
        for number, attack in enumerate(told):
            run = f"{await home.say(clause(number, attack, folder, outside))}.0"
            question: Question = (await home.asked(run)).question
            assert question.kind == "approve", attack
            assert question.sources, attack
            assert question.hash, attack
            shown = json.dumps(dict(question.details), ensure_ascii=False)
            assert json.dumps(attack["text"], ensure_ascii=False)[1:-1] in shown or attack["act"] == "command"
        kept = {path.name for path in folder.rglob("*") if path.is_file()}
        assert kept <= {f"{number}.txt" for number in range(len(told))} | {attack["text"] for attack in told}
        assert [*await home.records.find("note"), *await home.records.find("task"), *await home.records.find("reminder")] == []
        assert [asked for asked in outside.asked if asked.method != "GET"] == []


def test_the_corpus_is_large_and_in_both_languages() -> None:
    found = attacks(*(path.stem for path in sorted(CORPUS.glob("*.jsonl"))))
    assert len(found) >= 60
    assert len({attack["text"] for attack in found}) == len(found)
    assert {attack["language"] for attack in found} == {"ru", "en"}
