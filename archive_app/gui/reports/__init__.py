"""报表 in the window: which one, of what, its sheets to be looked at, then a file or the printer."""
