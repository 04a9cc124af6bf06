"""What of listening this machine can do at all, found out without loading anything."""

from __future__ import annotations

from importlib.util import find_spec


def speech_there() -> bool:
    """Whether sherpa-onnx is installed: without it nothing of drafts is shown anywhere."""
    return find_spec("sherpa_onnx") is not None
