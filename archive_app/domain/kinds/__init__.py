"""The kinds of material. A new kind is one module here and one line in ``KINDS``."""

from __future__ import annotations

from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field
from archive_app.domain.kinds.artefact import ARTEFACT
from archive_app.domain.kinds.common import COMMON_FIELDS
from archive_app.domain.kinds.contribution import CONTRIBUTION
from archive_app.domain.kinds.document import DOCUMENT
from archive_app.domain.kinds.kind import Kind
from archive_app.domain.kinds.oral_history import ORAL_HISTORY
from archive_app.domain.kinds.photograph import PHOTOGRAPH

KINDS: tuple[Kind, ...] = (ORAL_HISTORY, PHOTOGRAPH, CONTRIBUTION, DOCUMENT, ARTEFACT)

__all__ = ["COMMON_FIELDS", "KINDS", "Kind", "fields_of", "kind_named"]


def kind_named(word: str) -> Kind:
    """The kind with this identifier or Chinese name.

    Raises ``UsageError`` that lists the kinds there are.
    """
    for kind in KINDS:
        if word in (kind.name, kind.label):
            return kind
    known = "、".join(f"{kind.name}（{kind.label}）" for kind in KINDS)
    raise UsageError(f"没有“{word}”这一种类", f"可用的种类：{known}。", code="unknown-kind")


def fields_of(kind: Kind | str) -> dict[str, Field]:
    """All fields of an item of this kind by name, the common ones first."""
    own = kind_named(kind) if isinstance(kind, str) else kind
    return {field.name: field for field in (*COMMON_FIELDS, *own.fields)}
