"""Puts the pieces of one long stretch of speech together again."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.speech import Transcript, Word
from assistant.voice.guards import language_of
from assistant.voice.recognise import Job


def joined(jobs: Sequence[Job]) -> Transcript:
    """One transcript of all pieces, words timed from the start of the first; the least sure piece gives the confidence.

    Without any text `reason` says why: what went wrong, or why the pieces were thrown away.
    """
    pieces = [job.transcript for job in jobs if job.transcript]
    if not pieces:
        error = next((job.error for job in jobs if job.error), "no words")
        return Transcript(text="", language="en", confidence=0.0, reason=error)
    text = " ".join(piece.text for piece in pieces if piece.text)
    heard = [piece for piece in pieces if piece.text] or pieces
    return Transcript(
        text=text,
        language=language_of(text, heard[0].language),
        confidence=min(piece.confidence for piece in heard),
        no_speech=max(piece.no_speech for piece in heard),
        seconds=sum(piece.seconds for piece in pieces),
        decode_ms=sum(piece.decode_ms for piece in pieces),
        words=_in_one_time(pieces),
        reason="" if text else next((job.error for job in jobs if job.error), pieces[0].reason),
    )


def _in_one_time(pieces: Sequence[Transcript]) -> tuple[Word, ...]:
    words, before = [], 0.0
    for piece in pieces:
        words += [word.model_copy(update={"start": word.start + before, "end": word.end + before}) for word in piece.words]
        before += piece.seconds
    return tuple(words)
