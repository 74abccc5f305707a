"""What every verb of the command line promises."""

from __future__ import annotations

import pytest

from assistant import plugins
from assistant.__main__ import VERBS, main
from assistant.cli.verb import Verb

pytestmark = pytest.mark.unit

NAMES = plugins.names(VERBS)


def test_the_verbs_others_script_are_there() -> None:
    assert set(NAMES) >= {"serve", "say", "listen", "transcribe", "match", "commands", "check", "doctor"}


@pytest.mark.parametrize("name", NAMES)
def test_a_verb_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    summary = (plugins.load(VERBS, name, Verb).__doc__ or "").splitlines()[0]
    assert summary
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert "--data" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--help"])
    assert name in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["no-such-verb"], ["match", "--no-such-option"], ["serve", "--port", "x"]])
def test_what_is_not_understood_is_said_on_stderr(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "usage: symbiote" in err
