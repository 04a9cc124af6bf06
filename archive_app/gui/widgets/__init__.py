"""The few controls of our own; everything else is Qt's, drawn by the one style sheet."""
