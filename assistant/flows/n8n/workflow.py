"""An n8n workflow file as data: nodes by name and the edges between them, read from anybody's JSON.

Format as documented by n8n: `connections[source name][kind][output] = [{node, type, index}]`; nodes are told apart by name.
What this page does not need of a node is kept in `rest`, so that it can be written back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from assistant.domain.base import Frozen, Json
from assistant.errors import AssistantError

MAX_BYTES = 5_000_000
"""The size of one workflow file."""
MAX_NODES = 500
MAX_EDGES = 5_000
MAX_NAME = 200
_KEPT = frozenset({"id", "name", "type", "typeVersion", "position", "parameters", "disabled"})


class Node(Frozen):
    """One node. `type` is the full name (`n8n-nodes-base.set`), `rest` all keys that are not fields here."""

    name: str
    type: str
    version: float = 1
    parameters: Mapping[str, Json] = Field(default_factory=dict)
    position: tuple[float, float] = (0, 0)
    disabled: bool = False
    id: str = ""
    rest: Mapping[str, Json] = Field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The last part of the type: `set`."""
        return self.type.rsplit(".", 1)[-1]

    def dumped(self) -> dict[str, Json]:
        """The node as it stands in a file."""
        found: dict[str, Json] = {
            "parameters": dict(self.parameters),
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "typeVersion": int(self.version) if self.version == int(self.version) else self.version,
            "position": list(self.position),
            **self.rest,
        }
        return {**found, "disabled": True} if self.disabled else found


class Edge(Frozen):
    """From an output of one node to an input of another; `kind` is `main`, or `ai_...` for what serves a node."""

    source: str
    target: str
    output: int = 0
    input: int = 0
    kind: str = "main"


class Workflow(Frozen):
    """All of a file. `rest` holds the keys beside nodes and connections (settings, tags, meta ...)."""

    name: str = ""
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    rest: Mapping[str, Json] = Field(default_factory=dict)

    def after(self, name: str, output: int | None = None) -> list[Edge]:
        """The main edges that leave a node (by one output), in the order of the file."""
        return [
            edge
            for edge in self.edges
            if edge.source == name and edge.kind == "main" and (output is None or edge.output == output)
        ]

    def before(self, name: str) -> list[Edge]:
        """The main edges that come into a node."""
        return [edge for edge in self.edges if edge.target == name and edge.kind == "main"]


def read(text: str) -> Workflow:
    """The workflow in a file's text. Raises AssistantError naming the place of what is wrong."""
    if len(text.encode("utf-8", errors="surrogatepass")) > MAX_BYTES:
        raise AssistantError(
            f"The workflow is larger than {MAX_BYTES // 1_000_000} MB.", ru=f"Этот процесс больше {MAX_BYTES // 1_000_000} МБ."
        )
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AssistantError(f"This is not JSON: {str(error)[:200]}.", ru=f"Это не JSON: {str(error)[:200]}.") from error
    return of(found)


def of(found: Json) -> Workflow:
    """The workflow in JSON data. Raises AssistantError."""
    if not isinstance(found, dict) or not isinstance(found.get("nodes"), list):
        raise AssistantError(
            "This is no n8n workflow: it has no list `nodes`.", ru="Это не процесс n8n: в нём нет списка `nodes`."
        )
    if len(found["nodes"]) > MAX_NODES:
        raise AssistantError(
            f"A workflow of more than {MAX_NODES} nodes cannot be taken over.",
            ru=f"Процесс, в котором больше {MAX_NODES} узлов, нельзя перенести.",
        )
    nodes: dict[str, Node] = {}
    for index, item in enumerate(found["nodes"]):
        node = _node(item, f"nodes[{index}]")
        if node.name in nodes:
            raise AssistantError(
                f"nodes[{index}]: there are two nodes named “{node.name}”.", ru=f"nodes[{index}]: два узла названы «{node.name}»."
            )
        nodes[node.name] = node
    rest = {key: value for key, value in found.items() if key not in ("name", "nodes", "connections")}
    name = found.get("name")
    edges = tuple(_edges(found.get("connections"), nodes))
    return Workflow(name=name if isinstance(name, str) else "", nodes=nodes, edges=edges, rest=rest)


def _node(item: Any, place: str) -> Node:
    if not isinstance(item, dict):
        raise AssistantError(f"{place}: a node must be a mapping.", ru=f"{place}: узел — это пары «ключ: значение».")
    for key in ("name", "type"):
        if not isinstance(item.get(key), str) or not item[key].strip() or len(item[key]) > MAX_NAME:
            raise AssistantError(
                f"{place}: `{key}` must be a text of at most {MAX_NAME} characters.",
                ru=f"{place}: `{key}` — это текст не длиннее {MAX_NAME} знаков.",
            )
    parameters = item.get("parameters")
    version = item.get("typeVersion", 1)
    return Node(
        name=item["name"],
        type=item["type"],
        version=float(version) if isinstance(version, int | float) and not isinstance(version, bool) else 1.0,
        parameters=parameters if isinstance(parameters, dict) else {},
        position=_position(item.get("position")),
        disabled=item.get("disabled") is True,
        id=str(item.get("id", ""))[:MAX_NAME],
        rest={key: value for key, value in item.items() if key not in _KEPT},
    )


def _position(value: Any) -> tuple[float, float]:
    if isinstance(value, list) and len(value) == 2 and all(type(part) in (int, float) for part in value):
        return (value[0], value[1])
    return (0, 0)


def _edges(connections: Any, nodes: Mapping[str, Node]) -> Sequence[Edge]:
    if connections is None:
        return ()
    if not isinstance(connections, dict):
        raise AssistantError("`connections` must be a mapping.", ru="`connections` — это пары «ключ: значение».")
    found: list[Edge] = []
    for source, kinds in connections.items():
        for kind, outputs in (kinds if isinstance(kinds, dict) else {}).items():
            for output, targets in enumerate(outputs if isinstance(outputs, list) else ()):
                for target in targets if isinstance(targets, list) else ():
                    found.append(_edge(source, str(kind), output, target, nodes))
                    if len(found) > MAX_EDGES:
                        raise AssistantError(
                            f"More than {MAX_EDGES} connections cannot be taken over.",
                            ru=f"Больше {MAX_EDGES} связей перенести нельзя.",
                        )
    return found


def _edge(source: str, kind: str, output: int, target: Any, nodes: Mapping[str, Node]) -> Edge:
    name = target.get("node") if isinstance(target, dict) else None
    for end in (source, name):
        if end not in nodes:
            raise AssistantError(
                f"connections.{source}: there is no node “{str(end)[:MAX_NAME]}”.",
                ru=f"connections.{source}: узла «{str(end)[:MAX_NAME]}» нет.",
            )
    index = target.get("index", 0)
    return Edge(source=source, target=str(name), output=output, input=index if type(index) is int else 0, kind=kind)


def connections(edges: Sequence[Edge]) -> dict[str, Json]:
    """Edges as they stand in a file; an output without an edge stays an empty list."""
    found: dict[str, dict[str, list[list[Json]]]] = {}
    for edge in edges:
        outputs = found.setdefault(edge.source, {}).setdefault(edge.kind, [])
        while len(outputs) <= edge.output:
            outputs.append([])
        outputs[edge.output].append({"node": edge.target, "type": edge.kind, "index": edge.input})
    return dict(found)
