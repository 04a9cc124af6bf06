"""Photographs that look like one: found beside the other work, shown in groups, decided by a person."""
