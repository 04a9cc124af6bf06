"""The program as a process, for tests that use it as a person or a script does."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

Cunshi = Callable[..., subprocess.CompletedProcess[str]]
"""Runs ``cunshi`` with these arguments and waits for it."""


def document(done: subprocess.CompletedProcess[str]) -> Any:
    """The one JSON document on standard output."""
    return json.loads(done.stdout)
