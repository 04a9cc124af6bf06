"""Records in the window: a form from declared fields, its history, and the links between records."""
