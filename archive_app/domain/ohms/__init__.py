"""OHMS XML 5.4: the form in which oral histories go from archive to archive, and into the OHMS viewer.

What it holds: one interview with its description, index points at seconds, a transcript as lines of text, and a line
and a word for every minute (``sync``). Times of segments it does not hold.
"""

from __future__ import annotations

NAMESPACE = "https://www.weareavp.com/nunncenter/ohms"
VERSION = "5.4"
"""The version of the schema that is written; those of 5.x and 6.0 are read."""
