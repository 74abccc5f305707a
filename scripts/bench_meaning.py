"""Measures few-shot understanding with an embeddings model connected: a real one, over HTTP, by the product's own way to it.

The model is served here as an OpenAI-compatible `/v1/embeddings` on loopback; without its weights there are no figures.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import anyio  # noqa: E402  the project is found by the line above
from bench_understanding import Row, auroc, learned, rows  # noqa: E402
from sentence_model import FOLDER, HOW_TO_GET, NAME, SentenceModel  # noqa: E402

from assistant.llm.allowance import Allowance  # noqa: E402
from assistant.llm.connection import Connection  # noqa: E402
from assistant.llm.embed import Embedder  # noqa: E402
from assistant.planner.meaning import Meaning  # noqa: E402
from assistant.settings import LlmSettings  # noqa: E402
from assistant.store.database import Database  # noqa: E402
from assistant.store.ledger import Ledger  # noqa: E402
from assistant.store.memos import Memos  # noqa: E402
from assistant.store.vectors import Vectors  # noqa: E402
from assistant.understanding.match import Matching  # noqa: E402
from assistant.vault import Vault  # noqa: E402

TOGETHER = 8
"""Sentences asked for at once, as an utterance has at most."""
ACCURACY = {
    ("hwu64", 5): "meaning_hwu64_accuracy_5_percent",
    ("hwu64", 10): "meaning_hwu64_accuracy_10_percent",
    ("banking77_oos", 5): "meaning_banking77_accuracy_5_percent",
    ("banking77_oos", 10): "meaning_banking77_accuracy_10_percent",
    ("snips", 5): "meaning_snips_accuracy_5_percent",
    ("snips", 10): "meaning_snips_accuracy_10_percent",
}
AUROC = {
    ("topics", 5): "meaning_banking77_other_topics_auroc_5",
    ("topics", 10): "meaning_banking77_other_topics_auroc_10",
    ("banking", 5): "meaning_banking77_other_banking_auroc_5",
    ("banking", 10): "meaning_banking77_other_banking_auroc_10",
}
"""What each figure is called."""


def figures() -> dict[str, float]:
    """Everything measured, by name; nothing without the model."""
    if not FOLDER.is_dir():
        print(f"  no figures with an embeddings model: {HOW_TO_GET}", flush=True)
        return {}
    with served() as url, tempfile.TemporaryDirectory(prefix="bench-") as data:
        return anyio.run(_measured, url, Path(data))


@contextmanager
def served() -> Iterator[str]:
    """The model behind HTTP; its address."""
    model, one_at_a_time = SentenceModel(), threading.Lock()

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with one_at_a_time:
                vectors = model.vectors(asked["input"]).tolist()
            found = [{"object": "embedding", "index": i, "embedding": vector} for i, vector in enumerate(vectors)]
            usage = {"prompt_tokens": len(vectors), "total_tokens": len(vectors)}
            content = json.dumps({"object": "list", "data": found, "model": NAME, "usage": usage}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def _measured(url: str, data: Path) -> dict[str, float]:
    settings = LlmSettings(base_url=url, embeddings_model=NAME, allowance_day=1_000, allowance_run=1_000, allowance_call=1_000)
    database = Database(data / "bench.sqlite", lambda _told: None)
    database.open()
    connection = Connection(lambda: settings, Vault(data, lambda: None))
    embedder = Embedder(lambda: settings, connection, Allowance(Ledger(database), Memos(database)), Vectors(database))
    found: dict[str, float] = {}
    try:
        for name in ("hwu64", "banking77_oos", "snips"):
            for shots in (5, 10):
                matching = learned(f"{name}/registry_{shots}.jsonl", "en")
                meaning = Meaning(embedder, matching)
                await meaning.learn()
                test = rows(f"{name}/test.jsonl")
                inside = await _best(embedder, matching, test)
                right = sum(command == row["intent"] for (command, _sure), row in zip(inside, test, strict=True))
                found[ACCURACY[name, shots]] = 100 * right / len(test)
                print(f"  {name} {shots}: {100 * right / len(test):.2f} %", flush=True)
                for which, file in (("topics", "ood_oos_test"), ("banking", "id_oos_test")) if name == "banking77_oos" else ():
                    outside = await _best(embedder, matching, rows(f"{name}/{file}.jsonl"))
                    told_apart = auroc([sure for _command, sure in inside], [sure for _command, sure in outside])
                    found[AUROC[which, shots]] = told_apart
    finally:
        await connection.close()
        database.close()
    return found


async def _best(embedder: Embedder, matching: Matching, test: Sequence[Row]) -> list[tuple[str, float]]:
    """The likeliest command of each sentence and how sure it is, its meaning known, however long the model needs here."""
    found = []
    for first in range(0, len(test), TOGETHER):
        texts = [row["text"] for row in test[first : first + TOGETHER]]
        matching.hear(dict(zip(texts, await embedder.vectors(texts), strict=True)))
        guesses = (matching.best(text, "en") for text in texts)
        found += [(some[0].command.name, some[0].confidence) if some else ("", 0.0) for some in guesses]
    return found


if __name__ == "__main__":
    for key, figure in figures().items():
        print(f"{key:45} {figure:.3f}")
