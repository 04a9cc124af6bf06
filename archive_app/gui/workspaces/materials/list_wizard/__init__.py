"""A list before it comes in: how it stands, which column fills which field, what is wrong with which row."""

from archive_app.gui.workspaces.materials.list_wizard.page import ListWizard

__all__ = ["ListWizard"]
