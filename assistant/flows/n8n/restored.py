"""A workflow that was written here comes back: as the command it was, or, when it was changed in n8n, as what it is now."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain.base import Json
from assistant.flows.n8n.exporting import digest
from assistant.flows.n8n.importing import Entry, Imported, imported
from assistant.flows.n8n.reading import Document
from assistant.flows.n8n.workflow import Workflow, connections

_HEAD = ("title", "description", "phrases", "slots", "tests", "confirm", "triggers")
"""What a workflow cannot say of a command."""


def restored(workflow: Workflow) -> Imported:
    """The command a workflow is. One that was written here and not changed since is the very document it was written from."""
    ours = _ours(workflow)
    if ours is None:
        return imported(workflow)
    document, written = ours
    if written == digest([node.dumped() for node in workflow.nodes.values()], connections(workflow.edges)):
        return Imported(document, tuple(Entry(node.name, node.type, "mapped") for node in workflow.nodes.values()))
    changed = imported(workflow)
    head = {key: document[key] for key in _HEAD if key in document}
    return Imported({**changed.document, **head}, changed.report)


def _ours(workflow: Workflow) -> tuple[Document, Json] | None:
    meta = workflow.rest.get("meta")
    ours = meta.get("symbiote") if isinstance(meta, Mapping) else None
    if not isinstance(ours, Mapping) or not isinstance(ours.get("document"), dict):
        return None
    return dict(ours["document"]), ours.get("digest")
