"""Errors a person can do something about. Anything else is a bug and reaches the crash dialog."""

from __future__ import annotations


class ArchiveError(Exception):
    """An expected failure: what happened, to which thing, and what to do next, in plain Chinese.

    ``code`` is a stable English identifier for scripts and tests; ``exit_status`` is what the command line
    returns for it (2 wrong use or unknown id, 3 the archive cannot be opened or is held, 4 damage found).
    """

    code = "error"
    exit_status = 2

    def __init__(self, message: str, remedy: str = "", *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message}{self.remedy}" if self.message.endswith("。") else f"{self.message}。{self.remedy}"


class UsageError(ArchiveError):
    """A value, a field name or a combination of arguments that makes no sense."""

    code = "usage"


class UnknownRecord(ArchiveError):
    """No record answers to the id, 征集号 or 档号 that was given."""

    code = "unknown-record"


class Conflict(ArchiveError):
    """A command that would overwrite what was done after it (undo of an older edit, a moved version)."""

    code = "conflict"
    exit_status = 1


class CannotOpen(ArchiveError):
    """The folder is missing, is no archive, is too new, or cannot be written."""

    code = "cannot-open"
    exit_status = 3


class ArchiveHeld(CannotOpen):
    """Another program has the archive open."""

    code = "archive-held"


class ReadOnlyArchive(CannotOpen):
    """A write was asked of an archive that is open for reading only."""

    code = "read-only"


class Damaged(ArchiveError):
    """Stored data does not say what it said when it was stored."""

    code = "damaged"
    exit_status = 4


class StorageFailed(ArchiveError):
    """The disk refused: full, pulled out, or without permission. What was there before is intact."""

    code = "storage-failed"
    exit_status = 3


class Refused(ArchiveError):
    """One file of a batch cannot be taken; the rest goes on."""

    code = "refused"
    exit_status = 1
