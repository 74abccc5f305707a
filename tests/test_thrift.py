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


def probed(chosen: Mapping[str, str]) -> list[str]:
    """How threads wait in a sidecar's process, and how many it has once it has computed something."""
    environment = {name: value for name, value in os.environ.items() if name not in QUIET} | dict(chosen)
    ended = subprocess.run([sys.executable, "-c", PROBE], env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8")
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
