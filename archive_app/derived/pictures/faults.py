"""What Pillow's plugins raise for damaged files: they parse with plain Python, and damage takes many forms."""

from __future__ import annotations

import struct
import zlib

BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, EOFError,
    ZeroDivisionError, AssertionError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip
"""Seen in the wild and by changing bytes at random; every use says in words that the file is damaged."""
