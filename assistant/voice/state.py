"""What the listening half is doing, worked out anew from the facts each time: so it can never be stuck."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.domain.speech import ListenMode, VoiceState


@dataclass
class Facts:
    """What is true now. `wanted`: the owner wants to be heard at this moment; `trouble`: why there is no sound."""

    mode: ListenMode = ListenMode.OFF
    wanted: bool = False
    flowing: bool = False
    trouble: str = ""
    silent: bool = False
    """The microphone has given exact digital silence for a while."""
    speaking: bool = False
    understanding: bool = False


MUTED = "The microphone gives no sound at all: it is muted in the system or by a switch on it."


def state_of(facts: Facts) -> tuple[VoiceState, str]:
    """The state and what to say about it, the first that applies."""
    open_microphone = facts.wanted or facts.mode is not ListenMode.OFF
    rules = (
        (facts.understanding and not facts.speaking, VoiceState.UNDERSTANDING, ""),
        (not open_microphone, VoiceState.OFF, ""),
        (bool(facts.trouble), VoiceState.UNAVAILABLE, facts.trouble),
        (facts.silent and facts.flowing, VoiceState.MUTED, MUTED),
        (not facts.wanted, VoiceState.OFF, ""),
        (not facts.flowing, VoiceState.ARMING, ""),
        (facts.speaking, VoiceState.HEARING, ""),
    )
    return next(((state, detail) for applies, state, detail in rules if applies), (VoiceState.LISTENING, ""))
