"""What of a file a person can do, by its MIME type."""

from __future__ import annotations


def is_heard(mime: str) -> bool:
    """Whether it is a recording that can be listened to: of a film, its sound."""
    return mime.startswith(("audio/", "video/"))


def is_film(mime: str) -> bool:
    """Whether there is something to be seen in it, too."""
    return mime.startswith("video/")
