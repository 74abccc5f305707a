"""`symbiote transcribe`: the words of a sound file."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

import anyio

from assistant import settings_file
from assistant.cli.verb import Verb
from assistant.domain.speech import Transcript
from assistant.voice.listen import Listener


class Transcribe(Verb):
    """Print the words of a sound file; nothing is carried out."""

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="F.wav")
        parser.add_argument("--json", action="store_true", help="text, language, confidence and timings as JSON")

    def run(self, args: Namespace) -> int:
        transcript = anyio.run(_transcribe, args.data, args.file.resolve())
        print(json.dumps(transcript.model_dump(), ensure_ascii=False) if args.json else transcript.text)
        return 0


async def _transcribe(data: Path, file: Path) -> Transcript:
    async def nobody(_utterance: object) -> None:
        raise AssertionError("nothing is taken when a file is only transcribed")

    listener = Listener(settings_file.read(data), data, tell=lambda _event: None, take=nobody, is_complete=lambda _text: False)
    return await listener.transcribe_file(file)
