"""Faces: what they hold, how wide it is, which one serves a character, and how they go into a PDF."""
