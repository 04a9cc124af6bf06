"""Lists into the archive: which mapping holds for a sheet, rows as records, what is there already, files joined to
rows. ``ListOptions`` is what a person decided; ``ListReport`` what came of each sheet."""

from archive_app.services.lists.planning import ListOptions, ListReport, PlannedList, plan_lists
from archive_app.services.lists.saved import forget_mapping, save_mapping, saved_mappings

__all__ = [
    "ListOptions",
    "ListReport",
    "PlannedList",
    "forget_mapping",
    "plan_lists",
    "save_mapping",
    "saved_mappings",
]
