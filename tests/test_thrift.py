"""What the process does to live quietly beside the owner's other programs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

pytestmark = pytest.mark.unit

QUIET = ("OMP_WAIT_POLICY", "OPENBLAS_NUM_THREADS")
PROBE = """
import os
from assistant.__main__ import main
try:
    main(["serve", "--help"])
except SystemExit:
    import numpy
numpy.ones((600, 600)) @ numpy.ones((600, 600))
print(os.environ["OMP_WAIT_POLICY"], len(os.listdir("/proc/self/task")))
"""

LOADED = """
import sys
from assistant.__main__ import main
try:
    main(["serve", "--help"])
except SystemExit:
    from assistant import app, settings, words
    from assistant.registry.kinds import Kinds
app.load_engine(settings.RunSettings())
Kinds.found()
words.lemmas("покажи letters")
print(*(name for name, module in sys.modules.items() if getattr(module, "__file__", "")))
"""
NEEDED_LATER = {
    "bs4", "ctranslate2", "faster_whisper", "googleapiclient", "httpx2", "icalendar", "imapclient", "lxml", "onnxruntime", "openai",
    "PIL", "playwright", "psycopg", "psycopg_binary", "pygments", "rich", "sounddevice",
}  # fmt: skip
"""Packages of many megabytes that a sidecar at rest has no use for."""
AT_USE = """
import sys
from assistant import thrift
thrift.import_at_use("wsgiref", "wsgiref.util")
import wsgiref
from wsgiref import util
print(hasattr(wsgiref, "__file__"), "wsgiref.types" in sys.modules, end=" ")
print(util.guess_scheme({}), sys.modules["wsgiref.util"].guess_scheme is util.guess_scheme, wsgiref.util.guess_scheme({}), end=" ")
from wsgiref import headers
print(headers.__name__, hasattr(util, "nothing"))
"""


def probed(chosen: Mapping[str, str]) -> list[str]:
    """How threads wait in a sidecar's process, and how many it has once it has computed something."""
    environment = {name: value for name, value in os.environ.items() if name not in QUIET} | dict(chosen)
    return printed(PROBE, environment)


def printed(program: str, environment: Mapping[str, str] | None = None) -> list[str]:
    """The words of the last line that a program prints."""
    ended = subprocess.run([sys.executable, "-c", program], env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return ended.stdout.splitlines()[-1].split()


@pytest.mark.skipif(sys.platform != "linux", reason="counts threads in /proc")
def test_no_thread_of_a_number_library_spins_while_it_waits() -> None:
    one = probed({"OPENBLAS_NUM_THREADS": "1"})
    assert one[0] == "PASSIVE"
    assert probed({}) == one


@pytest.mark.skipif(sys.platform != "linux" or os.cpu_count() == 1, reason="counts threads of several cores in /proc")
def test_how_threads_wait_can_be_chosen_otherwise() -> None:
    waiting, threads = probed({"OMP_WAIT_POLICY": "ACTIVE", "OPENBLAS_NUM_THREADS": "2"})
    assert waiting == "ACTIVE"
    assert int(threads) == int(probed({})[1]) + 1


def test_what_only_a_later_use_needs_is_not_imported_at_the_start() -> None:
    modules = printed(LOADED)
    loaded = {name.split(".")[0] for name in modules}
    assert {"dbos", "pymorphy3", "assistant"} <= loaded
    assert loaded & NEEDED_LATER == set()
    assert [name for name in modules if name.endswith("_stemmer")] == ["snowballstemmer.english_stemmer"]


def test_a_module_to_be_imported_at_its_use_is_there_when_something_of_it_is_used() -> None:
    assert printed(AT_USE) == ["False", "False", "http", "True", "http", "wsgiref.headers", "False"]
