"""A document as YAML again, with the comments, the order and the quotes the owner's text had."""

from __future__ import annotations

import io

from ruamel.yaml import YAML

from assistant.domain.base import Json

SCHEMA_LINE = "# yaml-language-server: $schema=command.schema.json\n"


def merged(text: str, form: Json) -> str:
    """`text` changed so that it holds `form`; what stays the same is left as it was written. Raises CommandFileError."""
    out = io.StringIO()
    yaml = YAML()
    yaml.width = 130
    yaml.dump(form, out)
    return SCHEMA_LINE + out.getvalue()
