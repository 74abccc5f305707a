"""Writes electron-ui/shared/protocol.schema.json and protocol.ts from the pydantic models of events and requests.

Run in the project's environment: `.venv/bin/python scripts/protocol.py`; with --check it only says whether they are current.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pydantic.json_schema import GenerateJsonSchema, models_json_schema  # noqa: E402

from assistant.domain.event.envelope import Envelope  # noqa: E402
from assistant.server.rpc import all_methods  # noqa: E402

WINDOW = ROOT / "electron-ui"
SCHEMA = WINDOW / "shared" / "protocol.schema.json"
TYPES = WINDOW / "shared" / "protocol.ts"


class ForTypeScript(GenerateJsonSchema):
    """Field titles would each become a type of their own in TypeScript, and anything at all an object."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def any_schema(self, schema: Any) -> dict[str, Any]:
        """json2ts takes an empty schema for an object."""
        return {"tsType": "unknown"}


def schema() -> dict[str, Any]:
    """One JSON Schema for everything that crosses the wire."""
    methods = all_methods()
    models = [(Envelope, "serialization")]
    for method in methods.values():
        models += [(method.params, "validation"), (method.result, "serialization")]
    unique = list(dict.fromkeys(models))
    refs, definitions = models_json_schema(unique, schema_generator=ForTypeScript)
    shapes = {
        name: _object({"params": refs[(method.params, "validation")], "result": refs[(method.result, "serialization")]})
        for name, method in sorted(methods.items())
    }
    envelope = refs[(Envelope, "serialization")]
    return {"title": "Protocol", **_object({"envelope": envelope, "methods": _object(shapes)}), "$defs": definitions["$defs"]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def text_of(value: dict[str, Any]) -> str:
    """The schema as it is committed."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def types_of(text: str) -> str:
    """The TypeScript types of a schema. Raises RuntimeError when the window's packages are not installed."""
    program = WINDOW / "node_modules" / ".bin" / "json2ts"
    node = shutil.which("node")
    if node is None or not program.exists():
        raise RuntimeError("The window's packages are not installed: run `npm ci` in electron-ui.")
    made = subprocess.run(
        [str(program), "--no-additionalProperties", "--unreachableDefinitions=false"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout


def main() -> int:
    """Write both files, or compare them."""
    text = text_of(schema())
    types = types_of(text)
    if "--check" in sys.argv:
        stale = [file.name for file, new in ((SCHEMA, text), (TYPES, types)) if file.read_text(encoding="utf-8") != new]
        print(f"stale: {', '.join(stale)}" if stale else "current")
        return 1 if stale else 0
    SCHEMA.write_text(text, encoding="utf-8")
    TYPES.write_text(types, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
