"""Corrections of a text that stands (改动建议): what is proposed, where it is in the text, what became of it."""
