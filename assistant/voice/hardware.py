"""What this computer has to recognise speech with."""

from __future__ import annotations

import ctypes
import os
import sys

from assistant.extensions.voice import Hardware


def hardware() -> Hardware:
    """Cores, memory and graphics card of this computer. Blocking for some tens of milliseconds."""
    return Hardware(cores=os.cpu_count() or 1, memory=_memory(), gpu=_has_driver() and _cuda_devices() > 0)


def _has_driver() -> bool:
    """Whether there is any NVIDIA driver; the question itself costs nothing where there is none."""
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True


def _cuda_devices() -> int:
    import ctranslate2  # 25 MB that typing does not need

    return int(ctranslate2.get_cuda_device_count())


def _memory() -> int:
    if sys.platform == "win32":
        return _windows_memory()
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _windows_memory() -> int:
    kilobytes = ctypes.c_ulonglong()
    ctypes.CDLL("kernel32").GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes))
    return kilobytes.value * 1024
