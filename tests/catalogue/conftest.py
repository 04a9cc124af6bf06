from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author


@pytest.fixture
def author() -> Author:
    return Author("祁垚", "dev-a1")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(tmp_path / "catalogue.sqlite")
    yield opened
    opened.close()
