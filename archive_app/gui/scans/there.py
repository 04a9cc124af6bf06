"""Whether scans can be read on this machine at all, found out without loading anything."""

from __future__ import annotations

from importlib.util import find_spec


def recogniser_there() -> bool:
    """Whether the extra is installed: without it nothing of it is shown anywhere."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
