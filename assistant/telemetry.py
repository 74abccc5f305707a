"""One span per turn, segment, transcription, match, run and step; costs nothing until an exporter is installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace

_tracer = trace.get_tracer("symbiote")


@contextmanager
def span(name: str, **attributes: str | int | float | bool) -> Iterator[None]:
    """Time what happens inside. Attributes must not hold anything the owner said or wrote."""
    with _tracer.start_as_current_span(name, attributes=attributes):
        yield
