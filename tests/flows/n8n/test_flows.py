"""Workflows in and out: nothing is lost, loops make as many passes there as here, hostile files are refused with a word."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from assistant.domain.command import Command
from assistant.errors import AssistantError
from assistant.flows.n8n import exporting, importing, workflow
from assistant.flows.n8n.remarks import remark
from assistant.flows.n8n.restored import restored
from assistant.registry import document, parse
from assistant.registry.kinds import Kinds
from tests.flows.n8n.simulator import Simulator

DATA = Path(__file__).resolve().parents[2] / "data" / "n8n" / "workflows"
BUILT_IN = sorted((Path(__file__).resolve().parents[3] / "commands").glob("*.yaml"))
FILES = sorted(DATA.glob("*.json"))


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return Kinds.found()


def as_command(found: Mapping[str, Any], kinds: Kinds, folder: Path) -> Command:
    """The command of a document, as it would be read from a file. Fails with every fault."""
    file = folder / "imported.yaml"
    with file.open("w", encoding="utf-8") as out:
        YAML().dump(dict(found), out)
    command, faults = parse.command(file.read_text(encoding="utf-8"), "imported", str(file), kinds)
    assert command is not None, [fault.message["en"] for fault in faults]
    return command


def node(name: str, kind: str, version: float = 1, **parameters: Any) -> dict[str, Any]:
    return {"name": name, "type": f"n8n-nodes-base.{kind}", "typeVersion": version, "parameters": parameters, "position": [0, 0]}


def flow(nodes: list[dict[str, Any]], *edges: tuple[str, str] | tuple[str, str, int]) -> workflow.Workflow:
    joined = [workflow.Edge(source=edge[0], target=edge[1], output=edge[2] if len(edge) > 2 else 0) for edge in edges]
    return workflow.of({"name": "Test", "nodes": nodes, "connections": workflow.connections(joined)})


def kinds_in(steps: list[Any]) -> list[str]:
    """The kinds of steps, those within others too, in order."""
    found: list[str] = []
    for step in steps:
        found.append(next(key for key in step if key not in ("as", "if")) if set(step) - {"as", "if", "steps", "else"} else "if")
        for block in ("steps", "else"):
            found += kinds_in(step.get(block) or [])
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:30])
def test_a_workflow_becomes_a_command_that_can_be_saved(file: Path, kinds: Kinds, tmp_path: Path) -> None:
    found = workflow.read(file.read_text(encoding="utf-8"))
    came = importing.imported(found)
    as_command(came.document, kinds, tmp_path)
    assert {entry.node for entry in came.report} == set(found.nodes)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:30])
def test_a_block_without_counterpart_is_kept_as_it_was(file: Path) -> None:
    found = workflow.read(file.read_text(encoding="utf-8"))
    came = importing.imported(found)
    kept = {one["name"]: one for block in _blocks(came.document["steps"]) for one in json.loads(block["node"])}
    opaque = [entry.node for entry in came.report if entry.outcome == "opaque"]
    assert {name: kept[name] for name in opaque} == {name: found.nodes[name].dumped() for name in opaque}


def _blocks(steps: list[Any]) -> list[dict[str, Any]]:
    found = [step["n8n.node"] for step in steps if "n8n.node" in step]
    for step in steps:
        found += _blocks(step.get("steps") or []) + _blocks(step.get("else") or [])
    return found


@pytest.mark.parametrize("file", BUILT_IN, ids=lambda file: file.stem)
def test_a_built_in_command_comes_back_from_n8n_as_it_was(file: Path, kinds: Kinds, tmp_path: Path) -> None:
    command = document.read(file.read_text(encoding="utf-8"), str(file)).plain
    written = exporting.exported(command, list(kinds.controls)).workflow
    back = workflow.read(json.dumps(written, ensure_ascii=False))
    assert restored(back).document == command
    unknown = importing.imported(back.model_copy(update={"rest": {}})).document
    again = as_command({**unknown, **{key: command[key] for key in ("slots", "phrases") if key in command}}, kinds, tmp_path)
    done_there = [kind for kind in kinds_in(command["steps"]) if kind not in ("set", "if")]
    assert [kind for kind in kinds_in(unknown["steps"]) if kind in done_there] == done_there
    assert again.flow.steps


def test_a_command_changed_in_n8n_keeps_what_n8n_cannot_say(kinds: Kinds) -> None:
    command = {
        "title": "T",
        "phrases": ["do it"],
        "tests": [{"say": "do it"}],
        "steps": [{"set": {"a": 1}, "as": "x"}, {"say": "A"}],
    }
    written = exporting.exported(command, list(kinds.controls)).workflow
    changed = json.loads(json.dumps(written))
    changed["nodes"][1]["parameters"]["jsonOutput"] = '={{ ({"value": {"a": 2}}) }}'
    back = restored(workflow.of(changed)).document
    assert (back["title"], back["phrases"], back["tests"]) == ("T", ["do it"], [{"say": "do it"}])
    assert back["steps"] != command["steps"]


@pytest.mark.parametrize("count", [0, 1, 3, 7])
def test_an_exported_loop_makes_as_many_passes_in_n8n(count: int, kinds: Kinds) -> None:
    command = {
        "title": "Loop",
        "steps": [
            {"set": {"rows": list(range(count))}, "as": "given"},
            {
                "for_each": "{{ given.rows }}",
                "item": "row",
                "steps": [{"note.add": {"text": "{{ row }}"}, "as": "note"}],
                "collect": "{{ row if row != 1 }}",
                "as": "kept",
            },
            {"set": {"count": "{{ kept | length }}"}, "as": "end"},
        ],
    }
    there = workflow.of(exporting.exported(command, list(kinds.controls)).workflow)
    simulator = Simulator(there)
    simulator.run("Start")
    assert simulator.runs["note"] == count
    assert simulator.output["end"] == [{"value": {"count": count - (count > 1)}}]


def test_a_loop_within_a_loop_makes_every_pass_in_n8n(kinds: Kinds) -> None:
    inner = {
        "for_each": "{{ row }}",
        "item": "cell",
        "steps": [{"note.add": {"text": "{{ cell }}"}, "as": "note"}],
        "as": "cells",
    }
    command = {"title": "Loops", "steps": [{"for_each": [[1, 2], [3], []], "item": "row", "steps": [inner], "as": "rows"}]}
    simulator = Simulator(workflow.of(exporting.exported(command, list(kinds.controls)).workflow))
    simulator.run("Start")
    assert simulator.runs["note"] == 3


@pytest.mark.parametrize(("version", "size", "passes"), [(3, None, 5), (3, 2, 3), (2, None, 1), (2, 1, 5)])
def test_a_loop_of_n8n_has_its_batches_here_and_there(version: int, size: int | None, passes: int) -> None:
    done, loop = (0, 1) if version == 3 else (1, 0)
    there = flow(
        [
            node("Start", "manualTrigger"),
            node("Rows", "code", 2, jsCode="return [1,2,3,4,5].map(n => ({json: {n}}));"),
            node("Loop", "splitInBatches", version, **({"batchSize": size} if size else {})),
            node("Body", "noOp"),
            node("After", "noOp"),
        ],
        ("Start", "Rows"), ("Rows", "Loop"), ("Loop", "Body", loop), ("Body", "Loop"), ("Loop", "After", done),
    )  # fmt: skip
    simulator = Simulator(there)
    simulator.run("Start")
    assert simulator.runs["Body"] == passes
    (loop_here,) = [step for step in importing.imported(there).document["steps"] if "for_each" in step]
    batch = size or (1 if version == 3 else 10)
    assert ("batch" in loop_here["for_each"]) == (batch > 1)
    assert f"batch({batch})" in loop_here["for_each"] or batch == 1


def test_a_way_back_through_an_if_is_a_bounded_loop() -> None:
    test = {"conditions": {"conditions": [{"leftValue": "={{ $json.left }}", "rightValue": 0,
            "operator": {"type": "number", "operation": "gt"}}], "combinator": "and"}}  # fmt: skip
    fields = {"assignments": {"assignments": [{"name": "left", "value": "={{ $json.left - 1 }}"}]}}
    there = flow(
        [node("Start", "manualTrigger"), node("Attempt", "set", 3.4, **fields), node("More?", "if", 2, **test), node("End", "noOp")],
        ("Start", "Attempt"), ("Attempt", "More?"), ("More?", "Attempt", 0), ("More?", "End", 1),
    )  # fmt: skip
    (_before, loop) = importing.imported(there).document["steps"][:2]
    assert loop["while"] == "{{ attempt_loop.waiting }}"
    assert loop["limit"] == importing.LIMIT


def test_both_ways_of_an_if_over_one_item_become_if_and_else() -> None:
    test = {"conditions": {"conditions": [{"leftValue": "={{ $json.a }}", "rightValue": 1,
            "operator": {"type": "number", "operation": "equals"}}], "combinator": "and"}}  # fmt: skip
    fields = {"assignments": {"assignments": [{"name": "a", "value": 1}]}}
    there = flow(
        [node("Start", "manualTrigger"), node("A", "set", 3.4, **fields), node("One?", "if", 2, **test),
         node("Yes", "set", 3.4, **fields), node("No", "set", 3.4, **fields)],
        ("Start", "A"), ("A", "One?"), ("One?", "Yes", 0), ("One?", "No", 1),
    )  # fmt: skip
    assert importing.imported(there).document["steps"][-1] == {
        "if": "{{ one.holds }}",
        "steps": [{"set": {"a": 1}, "as": "yes"}],
        "else": [{"set": {"a": 1}, "as": "no"}],
    }


def test_a_schedule_becomes_a_trigger() -> None:
    rule = {"interval": [{"field": "weeks", "triggerAtDay": [1, 3], "triggerAtHour": 6, "triggerAtMinute": 30}]}
    there = flow([node("Weekly", "scheduleTrigger", 1.2, rule=rule), node("Do", "noOp")], ("Weekly", "Do"))
    assert importing.imported(there).document["triggers"] == [{"cron": "30 6 * * 1,3"}]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "not JSON"),
        ("[]", "no n8n workflow"),
        ('{"nodes": [{"name": "A"}]}', "nodes[0]"),
        ('{"nodes": [{"name": "A", "type": "x"}, {"name": "A", "type": "y"}]}', "two nodes"),
        ('{"nodes": [], "connections": {"A": {"main": [[{"node": "B"}]]}}}', "there is no node"),
        ('{"nodes": ' + "[" * 50_000 + "]" * 50_000 + "}", "not JSON"),
        ('{"nodes": [' + ", ".join('{"name": "' + str(n) + '", "type": "x"}' for n in range(501)) + "]}", "500"),
        ('"' + "x" * 5_000_001 + '"', "5 MB"),
    ],
    ids=["empty", "list", "no type", "twice", "nowhere", "deep", "many", "large"],
)
def test_a_file_that_is_no_workflow_is_refused_with_its_place(text: str, word: str) -> None:
    with pytest.raises(AssistantError, match=word.replace("[", r"\[")):
        workflow.read(text)


_PARAMETERS = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 100) | st.text(max_size=20) | st.sampled_from(["={{ $json.a }}", "={{", "={{ x => }}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["conditions", "assignments", "values", "rules", "parameters", "options", "mode", "batchSize", "amount", "unit", "interval"]
    ), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
_KINDS = ["manualTrigger", "scheduleTrigger", "webhook", "set", "if", "switch", "filter", "merge", "wait", "splitInBatches", "splitOut",
          "aggregate", "limit", "code", "function", "httpRequest", "executeWorkflow", "respondToWebhook", "noOp", "whatever"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_graph_of_any_nodes_becomes_some_command(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 7))
    nodes = []
    for index in range(count):
        parameters = data.draw(st.dictionaries(st.sampled_from(
            ["conditions", "assignments", "jsonOutput", "mode", "rules", "batchSize", "amount", "unit", "url", "sendBody", "jsonBody",
             "jsCode", "fieldToSplitOut", "aggregate", "maxItems", "workflowId", "rule", "path", "options", "values"]
        ), _PARAMETERS, max_size=4))  # fmt: skip
        made = node(str(index), data.draw(st.sampled_from(_KINDS)), data.draw(st.sampled_from([1, 2, 3, 3.4])), **parameters)
        nodes.append(made)
    edges = data.draw(st.lists(st.tuples(*[st.integers(0, count - 1).map(str)] * 2, st.integers(0, 2)), max_size=10))
    came = importing.imported(flow(nodes, *edges))
    assert {entry.node for entry in came.report} == {str(index) for index in range(count)}
    assert came.document["steps"]


def test_every_remark_is_said_in_russian_too() -> None:
    folder = Path(importing.__file__).parent
    said = set()
    for file in folder.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id == "remark"
                and isinstance(call.args[0], ast.Constant)
            ):
                said.add(str(call.args[0].value))
    assert len(said) > 10
    assert {text for text in said if remark(text, why="x", name="x", size=1)["ru"] == text} == set()
