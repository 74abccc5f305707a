"""A new command as the YAML an owner would write: short mappings on one line, lists of steps indented."""

from __future__ import annotations

import io

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from assistant.domain.base import Json
from assistant.telling.shape import Form

SCHEMA_LINE = "# yaml-language-server: $schema=command.schema.json\n"
_SHORT = 110
_BLOCKS = ("steps", "else", "phrases", "slots", "tests", "triggers")


def text(form: Form) -> str:
    """The file of a new command."""
    yaml = YAML()
    yaml.width = 130
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(_laid_out(form, ""), out)
    return SCHEMA_LINE + out.getvalue()


def _laid_out(value: Json, key: str) -> Json:
    match value:
        case dict():
            laid = CommentedMap({name: _laid_out(item, str(name)) for name, item in value.items()})
            if key not in (*_BLOCKS, "steps[]", "else[]") and _is_short(value):
                laid.fa.set_flow_style()
            return laid
        case list() | tuple():
            listed = CommentedSeq([_laid_out(item, f"{key}[]") for item in value])
            if key not in (*_BLOCKS, "", "ru", "en") and _is_short(value):
                listed.fa.set_flow_style()
            return listed
        case str() if "{{" in value or ": " in value:
            return DoubleQuotedScalarString(value)
        case _:
            return value


def _is_short(value: Json) -> bool:
    """Whether it reads well on one line: no steps inside, and not long."""
    items = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict) and any(key in value for key in ("steps", "as", "if", "for_each")):
        return False
    flat = all(not isinstance(item, list | tuple) for item in items)
    inner = all(not isinstance(item, dict) or _is_short(item) for item in items)
    return flat and inner and len(str(value)) < _SHORT
