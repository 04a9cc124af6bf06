"""How the window looks: colours, type, spacing and icons, said once and read by every widget."""

from archive_app.gui.theme.theme import Theme, theme

__all__ = ["Theme", "theme"]
