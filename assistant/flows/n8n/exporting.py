"""A command of ours as a workflow of n8n.

Every step is a node whose one item holds what the step gives under `value`; a name is read from its node. A loop is a Loop
Over Items of one item a time, so that n8n makes as many passes as we do. A step with no counterpart becomes a node of a
type n8n does not know, which it keeps and shows but cannot run; the report says so.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.domain.base import Json
from assistant.domain.command import LocalText
from assistant.flows.n8n import to_javascript
from assistant.flows.n8n.importing import FOREIGN, Entry
from assistant.flows.n8n.javascript import NotPlain, quoted
from assistant.flows.n8n.reading import Document
from assistant.flows.n8n.remarks import remark
from assistant.flows.n8n.workflow import Edge, Node, connections

_BASE = "n8n-nodes-base."
_COMMON = ("as", "if", "retry", "on_error", "confirm", "timeout")
_SPACE = 220.0

Ends = list[tuple[str, int]]
"""The outputs the next node is connected to."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The workflow file's content, and what became of every step."""

    workflow: dict[str, Json]
    report: tuple[Entry, ...]


def exported(document: Document, controls: Sequence[str]) -> Exported:
    """The workflow of a command document; `controls` are the names of control steps, to tell a step's kind."""
    return _Writing(document, tuple(controls)).all()


def digest(nodes: Sequence[Mapping[str, Json]], edges: Json) -> str:
    """What tells whether a workflow is still the one that was written: its nodes' types and parameters, and its connections."""
    kept = [[node["name"], node["type"], node.get("typeVersion"), node.get("parameters")] for node in nodes]
    text = json.dumps([sorted(kept, key=lambda item: str(item[0])), edges], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def kind_of(step: Document, controls: Sequence[str]) -> str:
    """The kind of a step as it stands in a command file."""
    keys = [key for key in step if key not in _COMMON]
    if not keys:
        return "if" if "if" in step else ""
    for key in keys:
        if "." in key or key in controls:
            return key
    if "if" in step and set(keys) <= {"steps", "else"}:
        return "if"
    return keys[0]


@dataclass
class _Writing:
    """One command on its way out."""

    document: Document
    controls: tuple[str, ...]
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    report: list[Entry] = field(default_factory=list)
    _row: int = 0

    def all(self) -> Exported:
        """Everything."""
        names: dict[str, str] = {"now": "$now.toISO()", "language": '"en"', "last": "$json.value"}
        ends = self._start(names)
        self._chain(self.document.get("steps") or [], ends, names)
        nodes = [node.dumped() for node in self.nodes]
        joined = connections(self.edges)
        workflow: dict[str, Json] = {
            "name": _text(self.document.get("title")),
            "nodes": nodes,
            "connections": joined,
            "settings": {"executionOrder": "v1"},
            "pinData": {},
            "active": False,
            "meta": {"symbiote": {"version": 1, "document": self.document, "digest": digest(nodes, joined)}},
        }
        return Exported(workflow, tuple(self.report))

    # --- nodes ---

    def _add(self, name: str, kind: str, version: float, parameters: Mapping[str, Json], ends: Ends, **rest: Json) -> str:
        name = self._free(name)
        place = (_SPACE * len(self.nodes), 160.0 * self._row)
        identity = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{_text(self.document.get('title'))}/{name}"))
        full = kind if "." in kind else f"{_BASE}{kind}"
        self.nodes.append(
            Node(name=name, type=full, version=version, parameters=parameters, position=place, id=identity, rest=rest)
        )
        self.edges += [Edge(source=source, output=output, target=name) for source, output in ends]
        return name

    def _free(self, name: str) -> str:
        taken = {node.name for node in self.nodes}
        number, found = 2, name
        while found in taken:
            number, found = number + 1, f"{name} {number}"
        return found

    def _start(self, names: dict[str, str]) -> Ends:
        ends: Ends = []
        for index, trigger in enumerate(self.document.get("triggers") or []):
            if isinstance(trigger, Mapping) and "cron" in trigger:
                rule = {"interval": [{"field": "cronExpression", "expression": str(trigger["cron"])}]}
                ends.append((self._add(f"Schedule {index + 1}", "scheduleTrigger", 1.2, {"rule": rule}, []), 0))
            elif isinstance(trigger, Mapping) and "webhook" in trigger:
                parameters = {"path": str(trigger["webhook"]), "httpMethod": "POST"}
                ends.append((self._add(f"Webhook {index + 1}", "webhook", 2, parameters, []), 0))
        if not ends:
            ends.append((self._add("Start", "manualTrigger", 1, {}, []), 0))
        slots = self.document.get("slots") or {}
        if slots:
            given = {name: slot.get("default") if isinstance(slot, Mapping) else None for name, slot in slots.items()}
            node = self._add("Slots", "set", 3.4, {"mode": "raw", "jsonOutput": json.dumps(given, ensure_ascii=False)}, ends)
            names.update({name: f"$({quoted(node)}).first().json[{quoted(name)}]" for name in slots})
            ends = [(node, 0)]
        return ends

    # --- steps ---

    def _chain(self, steps: Sequence[Json], ends: Ends, names: dict[str, str]) -> Ends:
        for step in steps:
            document = {step: None} if isinstance(step, str) else dict(step)
            ends = self._step(document, ends, names)
        return ends

    def _step(self, step: Document, ends: Ends, names: dict[str, str]) -> Ends:
        kind = kind_of(step, self.controls)
        write = getattr(self, f"_write_{kind}", None) if kind in _MAPPED else None
        before = (len(self.nodes), len(self.edges), dict(names))
        try:
            if write is None or step.get("confirm") or isinstance(step.get("on_error"), list):
                raise NotPlain("n8n has no node for it")
            passing: Ends = []
            if "if" in step and kind != "if":
                ends, passing = self._guarded(step, kind, ends, names)
            found: Ends = write(step, ends, names)
            self._tell(step, kind, "mapped")
            return [*found, *passing]
        except NotPlain as error:
            del self.nodes[before[0] :], self.edges[before[1] :]
            names.clear()
            names.update(before[2])
            return self._foreign(step, kind, ends, names, str(error))

    def _guarded(self, step: Document, kind: str, ends: Ends, names: Mapping[str, str]) -> tuple[Ends, Ends]:
        node = self._if(f"{_name(step, kind)}?", to_javascript.condition(step["if"], _named(names)), ends)
        return [(node, 0)], [(node, 1)]

    def _if(self, name: str, test: str, ends: Ends) -> str:
        operator = {"type": "boolean", "operation": "true", "singleValue": True}
        one = {"id": "1", "leftValue": "={{ !!(" + test + ") }}", "rightValue": "", "operator": operator}
        options = {"caseSensitive": True, "leftValue": "", "typeValidation": "loose", "version": 2}
        return self._add(name, "if", 2.2, {"conditions": {"options": options, "conditions": [one], "combinator": "and"}}, ends)

    def _foreign(self, step: Document, kind: str, ends: Ends, names: dict[str, str], why: str) -> Ends:
        node = self._add(_name(step, kind), f"{FOREIGN}{kind}", 1, {"step": step}, ends)
        self._saved(step, names, f"$({quoted(node)}).first().json.value")
        self._tell(step, kind, "opaque", remark("n8n keeps it but cannot run it: {why}.", why=why))
        return [(node, 0)]

    def _saved(self, step: Document, names: dict[str, str], expression: str) -> None:
        names["last"] = expression
        if step.get("as"):
            names[str(step["as"])] = expression

    def _value_node(self, step: Document, kind: str, code: str, ends: Ends, names: dict[str, str]) -> Ends:
        """A Set node whose item is `{value: ...}`."""
        output = "={{ ({value: " + code + "}) }}"
        node = self._add(_name(step, kind), "set", 3.4, {"mode": "raw", "jsonOutput": output}, ends, **_retries(step))
        self._saved(step, names, f"$({quoted(node)}).first().json.value")
        return [(node, 0)]

    def _write_set(self, step: Document, ends: Ends, names: dict[str, str]) -> Ends:
        return self._value_node(step, "set", to_javascript.value(step["set"], _named(names)), ends, names)

    def _write_if(self, step: Document, ends: Ends, names: dict[str, str]) -> Ends:
        node = self._if(_name(step, "if"), to_javascript.condition(_condition(step["if"]), _named(names)), ends)
        yes = self._chain(step.get("steps") or [], [(node, 0)], names)
        no = self._chain(step.get("else") or [], [(node, 1)], names)
        return [*yes, *no]

    def _write_for_each(self, step: Document, ends: Ends, names: dict[str, str]) -> Ends:
        over = step["for_each"]
        items = to_javascript.value(over["over"] if isinstance(over, Mapping) else _bare(over), _named(names))
        name, item = _name(step, "for_each"), str(step.get("item", "item"))
        some = self._if(f"{name}: any?", f"({items}).length > 0", ends)
        code = f"return ({items}).map((value, index) => ({{json: {{value, number: index + 1}}}}));"
        listed = self._add(f"{name}: items", "code", 2, {"jsCode": code}, [(some, 0)])
        loop = self._add(f"{name}: loop", "splitInBatches", 3, {"batchSize": 1, "options": {}}, [(listed, 0)])
        current = self._add(item, "set", 3.4, {"mode": "raw", "jsonOutput": "={{ $json }}"}, [(loop, 1)])
        one = f"$({quoted(current)}).first().json"
        inner = {**names, item: f"{one}.value", "number": f"{one}.number"}
        self._row += 1
        body = self._chain(step.get("steps") or [], [(current, 0)], inner)
        self._row -= 1
        kept = to_javascript.value(_bare(step["collect"]), _named(inner)) if step.get("collect") else inner["last"]
        end = self._add(f"{name}: kept", "set", 3.4, {"mode": "raw", "jsonOutput": "={{ ({value: " + kept + "}) }}"}, body)
        self.edges.append(Edge(source=end, target=loop))
        whole = (
            "return [{json: {value: $input.all().map(one => one.json.value).filter(value => value != null && value !== '')}}];"
        )
        done = self._add(name, "code", 2, {"jsCode": whole}, [(loop, 0)])
        self._saved(step, names, f"($({quoted(done)}).isExecuted ? $({quoted(done)}).first().json.value : [])")
        return [(done, 0), (some, 1)]

    def _write_while(self, step: Document, ends: Ends, names: dict[str, str]) -> Ends:
        if step.get("collect"):
            raise NotPlain("what a `while` collects")
        given = step["while"]
        test = _condition(given["condition"] if isinstance(given, Mapping) else given)
        limit = step.get("limit", 100)
        name = _name(step, "while")
        node = self._if(name, f"$runIndex < {limit} && ({to_javascript.condition(test, _named(names))})", ends)
        self._row += 1
        body = self._chain(step.get("steps") or [], [(node, 0)], names)
        self._row -= 1
        self.edges += [Edge(source=source, output=output, target=node) for source, output in body]
        return [(node, 1)]

    def _write_wait(self, step: Document, ends: Ends, names: dict[str, str]) -> Ends:
        given = step["wait"]
        if isinstance(given, Mapping) and given.get("until"):
            until = to_javascript.template(str(given["until"]), _named(names))
            parameters: dict[str, Json] = {"resume": "specificTime", "dateTime": until}
        elif isinstance(given, Mapping) and isinstance(given.get("seconds"), int | float):
            parameters = {"resume": "timeInterval", "amount": given["seconds"], "unit": "seconds"}
        else:
            amount, unit = _length(given["length"] if isinstance(given, Mapping) else given)
            parameters = {"resume": "timeInterval", "amount": amount, "unit": unit}
        return [(self._add(_name(step, "wait"), "wait", 1.1, parameters, ends), 0)]

    def _write_command(self, step: Document, ends: Ends, names: dict[str, str]) -> Ends:
        given = step["command"]
        name = str(given["name"] if isinstance(given, Mapping) else given)
        if isinstance(given, Mapping) and given.get("slots"):
            raise NotPlain("a command with slots")
        target = {"__rl": True, "mode": "name", "value": name, "cachedResultName": name}
        node = self._add(_name(step, "command"), "executeWorkflow", 1.2, {"workflowId": target, "options": {}}, ends)
        self._saved(step, names, f"$({quoted(node)}).first().json.value")
        return [(node, 0)]

    def _write_http(self, step: Document, ends: Ends, names: dict[str, str]) -> Ends:
        given = step["http"] if isinstance(step["http"], Mapping) else {"url": step["http"]}
        if given.get("secrets") or given.get("body") is not None:
            raise NotPlain("secrets and raw bodies")
        named = _named(names)
        answer = {"response": {"response": {"fullResponse": True, "neverError": bool(given.get("accept"))}}}
        parameters: dict[str, Json] = {
            "method": given.get("method", "GET"),
            "url": to_javascript.template(str(given["url"]), named),
            "options": answer,
        }
        for ours, send, theirs in (("headers", "sendHeaders", "headerParameters"), ("query", "sendQuery", "queryParameters")):
            if given.get(ours):
                parameters |= {send: True, theirs: _pairs(given[ours], names)}
        if given.get("json") is not None:
            body = "={{ " + to_javascript.value(given["json"], named) + " }}"
            parameters |= {"sendBody": True, "specifyBody": "json", "jsonBody": body}
        elif given.get("form") is not None:
            fields = _pairs(given["form"], names)
            parameters |= {"sendBody": True, "contentType": "form-urlencoded", "bodyParameters": fields}
        node = self._add(_name(step, "http"), "httpRequest", 4.2, parameters, ends, **_retries(step))
        answered = f"$({quoted(node)}).first().json"
        self._saved(step, names, f"({{...{answered}, status: {answered}.statusCode}})")
        return [(node, 0)]

    def _write_code(self, step: Document, ends: Ends, names: dict[str, str]) -> Ends:
        given = step["code"] if isinstance(step["code"], Mapping) else {"code": step["code"]}
        code, named = str(given["code"]), _named(names)
        body = code if "return" in code else f"return ({code});"
        source = f"const input = {to_javascript.value(given.get('input'), named)};\nreturn [{{json: {{value: (() => {{\n{body}\n}})()}}}}];"
        node = self._add(_name(step, "code"), "code", 2, {"jsCode": source}, ends, **_retries(step))
        self._saved(step, names, f"$({quoted(node)}).first().json.value")
        return [(node, 0)]

    def _tell(self, step: Document, kind: str, outcome: str, note: LocalText | None = None) -> None:
        self.report.append(Entry(_name(step, kind), kind, "opaque" if outcome == "opaque" else "mapped", note or {}))


_MAPPED = frozenset({"set", "if", "for_each", "while", "wait", "command", "http", "code"})


def _named(names: Mapping[str, str]) -> to_javascript.Named:
    def named(name: str) -> str:
        if name not in names:
            raise NotPlain(f"`{name}` is not known there")
        return names[name]

    return named


def _name(step: Document, kind: str) -> str:
    return str(step.get("as") or kind)


def _text(given: Json) -> str:
    if isinstance(given, Mapping):
        return str(given.get("en") or next(iter(given.values()), "Symbiote"))
    return str(given or "Symbiote")


def _bare(given: Json) -> Json:
    """An expression may stand without braces where one is expected."""
    return "{{ " + given + " }}" if isinstance(given, str) and "{{" not in given else given


def _condition(given: Json) -> str | bool:
    return given if isinstance(given, str | bool) else bool(given)


def _retries(step: Document) -> dict[str, Json]:
    found: dict[str, Json] = {}
    if retry := step.get("retry"):
        times = retry.get("times", 2) if isinstance(retry, Mapping) else retry
        seconds = retry.get("seconds", 1) if isinstance(retry, Mapping) else 1
        found |= {"retryOnFail": True, "maxTries": min(times + 1, 5), "waitBetweenTries": min(int(seconds * 1000), 5_000)}
    if step.get("on_error") == "continue":
        found["onError"] = "continueRegularOutput"
    return found


def _pairs(given: Json, names: Mapping[str, str]) -> dict[str, Json]:
    if not isinstance(given, Mapping):
        raise NotPlain("headers or fields of an expression")
    named = _named(names)
    pairs = [{"name": key, "value": to_javascript.template(str(item), named)} for key, item in given.items()]
    return {"parameters": pairs}


def _length(given: Json) -> tuple[float, str]:
    """`10 minutes` as n8n's amount and unit. Raises NotPlain."""
    words = str(given).split()
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    if len(words) == 2 and words[0].replace(".", "", 1).isdigit() and words[1][:1] in units and not words[1].startswith("mo"):
        return float(words[0]) if "." in words[0] else int(words[0]), units[words[1][0]]
    raise NotPlain("its length is an expression")
