"""Originals by SHA-256: streamed in once, read-only, never rewritten; and the safe reading of hostile files."""
