"""存史: a desktop archive for the oral histories and photographs that a district CPPCC gathers."""

from __future__ import annotations

__version__ = "0.1.0"
