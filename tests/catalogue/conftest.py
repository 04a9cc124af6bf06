from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author


@pytest.fixture
def author() -> Author:
    return Author("祁垚", "dev-a1")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty catalogue's file: most tests begin with a copy of it."""
    path = tmp_path_factory.mktemp("empty") / "catalogue.sqlite"
    made = Catalogue.open(path)
    made.database.checkpoint()
    made.close()
    return path


@pytest.fixture
def catalogue(empty: Path, tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(Path(shutil.copy(empty, tmp_path / "catalogue.sqlite")))
    yield opened
    opened.close()
