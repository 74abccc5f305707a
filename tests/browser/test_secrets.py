"""A secret is known again however it is written."""

from __future__ import annotations

import html
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from assistant.domain.secret_forms import forms_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("written", [str, quote, quote_plus, html.escape, lambda text: quote(text, safe="")])
def test_a_secret_is_found_in_addresses_and_sources(written: Callable[[str], str]) -> None:
    typed = """p/a ss&"w+ö'<rd>"""
    assert written(typed) in forms_of(typed)


def test_an_empty_secret_is_found_nowhere() -> None:
    assert forms_of("") == ()
