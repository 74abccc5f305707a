"""A small n8n of our own for the tests: runs a workflow by n8n's rules and counts how often each node ran.

Execution order v1: a node runs with all its items, then what is connected to its first output runs to its end, and so on.
Loop Over Items keeps its items and gives a batch a time. JavaScript runs in QuickJS. Written from n8n's documentation.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import quickjs

from assistant.flows.n8n.workflow import Node, Workflow

Items = list[dict[str, Any]]
MAX_RUNS = 5_000

_SIGHT = """\
const wrap = json => ({ json });
const $ = name => {
  const all = (seen.nodes[name] || []).map(wrap);
  return { all: () => all, first: () => all[0], last: () => all.at(-1), item: all[0], isExecuted: name in seen.nodes };
};
const items = seen.items.map(wrap), $json = seen.items[seen.index] ?? {}, $itemIndex = seen.index, $runIndex = seen.run;
const $input = { all: () => items, first: () => items[0], last: () => items.at(-1), item: wrap($json) };
const $now = { toISO: () => '2026-03-02T10:00:00+00:00' };
"""


class Simulator:
    """One workflow. `steps` gives what nodes of ours, which n8n does not know, would give: by kind, from the step."""

    def __init__(self, workflow: Workflow, steps: Callable[[str, dict[str, Any]], Any] = lambda kind, step: None) -> None:
        self.workflow, self._steps = workflow, steps
        self.runs: Counter[str] = Counter()
        self.output: dict[str, Items] = {}
        self._batches: dict[str, tuple[Items, Items]] = {}

    def run(self, start: str, items: Items | None = None) -> None:
        """Begin at a node and run to the end."""
        waiting: list[tuple[str, Items]] = [(start, [{}] if items is None else items)]
        while waiting:
            name, given = waiting.pop()
            node = self.workflow.nodes[name]
            outputs = self._execute(node, given)
            self.runs[name] += 1
            assert self.runs.total() < MAX_RUNS, "it runs for ever"
            following = [
                (edge.target, found)
                for output, found in enumerate(outputs)
                for edge in self.workflow.after(name, output)
                if found
            ]
            waiting += reversed(following)

    def _execute(self, node: Node, items: Items) -> list[Items]:
        match node.kind:
            case "set":
                outputs = [[self._fields(node, items, index) for index in range(len(items))]]
            case "if":
                outputs = self._either(node, items)
            case "code":
                found = self._script(f"(() => {{\n{node.parameters['jsCode']}\n}})()", items, 0)
                outputs = [[one["json"] for one in found]]
            case "splitInBatches":
                outputs = self._batch(node, items)
            case _ if node.type.startswith("n8n-nodes-symbiote."):
                kind = node.type.removeprefix("n8n-nodes-symbiote.")
                outputs = [[{"value": self._steps(kind, dict(node.parameters["step"]))}]]
            case _:
                outputs = [items]
        if node.kind not in ("if", "splitInBatches"):
            self.output[node.name] = outputs[0]
        return outputs

    def _batch(self, node: Node, items: Items) -> list[Items]:
        version = node.version
        size = int(node.parameters.get("batchSize", 1 if version >= 3 else 10))
        if node.name in self._batches:
            left, done = self._batches[node.name]
            done = [*done, *items]
        else:
            left, done = items, []
        batch, left = left[:size], left[size:]
        self._batches[node.name] = (left, done)
        if not batch:
            del self._batches[node.name]
        finished = done if not batch else []
        return [finished, batch] if version >= 3 else [batch, finished]

    def _either(self, node: Node, items: Items) -> list[Items]:
        yes: Items = []
        no: Items = []
        conditions = node.parameters["conditions"]
        for index, item in enumerate(items):
            held = []
            for one in conditions["conditions"]:
                left, right = (self._value(one[side], items, index) for side in ("leftValue", "rightValue"))
                operation = one["operator"]["operation"]
                held.append(left is True if operation == "true" else left == right if operation == "equals" else left > right)
            (yes if (any if conditions["combinator"] == "or" else all)(held) else no).append(item)
        return [yes, no]

    def _fields(self, node: Node, items: Items, index: int) -> dict[str, Any]:
        if node.parameters.get("mode") == "raw":
            found = self._value(node.parameters["jsonOutput"], items, index)
            return json.loads(found) if isinstance(found, str) else found
        return {one["name"]: self._value(one["value"], items, index) for one in node.parameters["assignments"]["assignments"]}

    def _value(self, given: Any, items: Items, index: int) -> Any:
        if not isinstance(given, str) or not given.startswith("="):
            return given
        text = given[1:].strip()
        assert text.startswith("{{"), text
        assert text.endswith("}}"), text
        return self._script(f"({text[2:-2]})", items, index)

    def _script(self, code: str, items: Items, index: int) -> Any:
        context = quickjs.Context()
        seen = {"nodes": self.output, "items": items, "index": index, "run": 0}
        context.eval(f"const seen = {json.dumps(seen)};")
        context.eval(_SIGHT)
        found = context.eval(f"JSON.stringify({code}) ?? 'null'")
        return json.loads(str(found))


def starts(workflow: Workflow) -> Sequence[str]:
    """The nodes nothing leads to."""
    return [name for name in workflow.nodes if not workflow.before(name)]
