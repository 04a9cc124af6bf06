"""Whether faces can be looked for at all: the library is there, and somebody named a model. Otherwise nothing of it is
shown anywhere."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from archive_app.intake.faces.models import Model
    from archive_app.services.settings import Settings


class Finder(QObject):
    """The model that faces are looked for with. There is one of it: ``finder()``."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.model: Model | None = None
        app.setProperty("cunshi_finder", self)

    @property
    def there(self) -> bool:
        """Whether faces can be looked for."""
        return self.model is not None

    def read(self, settings: Settings) -> None:
        """Take the model that the settings name; where they name none nothing is loaded."""
        found = None
        if str(settings.get("faces_model")) and library_there():
            from archive_app.services.faces.finding import model_of

            found = model_of(settings)
        if found != self.model:
            self.model = found
            self.changed.emit()


def library_there() -> bool:
    """Whether what runs a model is installed; nothing is loaded to find out."""
    return find_spec("onnxruntime") is not None


def finder() -> Finder:
    """What faces are looked for with; without a model where nobody read the settings."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    found = app.property("cunshi_finder")
    return found if isinstance(found, Finder) else Finder(app)
