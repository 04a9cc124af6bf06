"""The road of an item in the window: what can be done now, the forms of the reviews, the log."""
