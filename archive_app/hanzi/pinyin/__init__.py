"""Pinyin of names: every reading, the likeliest first."""

from archive_app.hanzi.pinyin.reading import Kind, Position, Reading, positions, readings

__all__ = ["Kind", "Position", "Reading", "positions", "readings"]
