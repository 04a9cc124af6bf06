"""实物: a thing, kept here or where it stands."""

from __future__ import annotations

from archive_app.domain.kinds.document import PHYSICAL_FIELDS
from archive_app.domain.kinds.kind import Kind

ARTEFACT = Kind(name="artefact", label="实物", category="SW", icon="package", fields=PHYSICAL_FIELDS, has_text=False)
