"""What the listening half is doing, worked out anew from the facts each time: so it can never be stuck."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.domain.command import LocalText
from assistant.domain.speech import ListenMode, VoiceState


@dataclass
class Facts:
    """What is true now. `wanted`: the owner wants to be heard at this moment; `trouble`: why there is no sound."""

    mode: ListenMode = ListenMode.OFF
    wanted: bool = False
    flowing: bool = False
    trouble: LocalText = field(default_factory=dict)
    silent: bool = False
    """The microphone has given exact digital silence for a while."""
    speaking: bool = False
    understanding: bool = False


MUTED: LocalText = {
    "en": "The microphone gives no sound at all: it is muted in the system or by a switch on it.",
    "ru": "С микрофона не идёт никакого звука: он выключен в системе или переключателем на нём самом.",
}
_NOTHING: LocalText = {}


def state_of(facts: Facts) -> tuple[VoiceState, LocalText]:
    """The state and what to say about it, the first that applies."""
    open_microphone = facts.wanted or facts.mode is not ListenMode.OFF
    rules = (
        (facts.understanding and not facts.speaking, VoiceState.UNDERSTANDING, _NOTHING),
        (not open_microphone, VoiceState.OFF, _NOTHING),
        (bool(facts.trouble), VoiceState.UNAVAILABLE, facts.trouble),
        (facts.silent and facts.flowing, VoiceState.MUTED, MUTED),
        (not facts.wanted, VoiceState.OFF, _NOTHING),
        (not facts.flowing, VoiceState.ARMING, _NOTHING),
        (facts.speaking, VoiceState.HEARING, _NOTHING),
    )
    return next(((state, detail) for applies, state, detail in rules if applies), (VoiceState.LISTENING, _NOTHING))
