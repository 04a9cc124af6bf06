"""Tables of a text: the sheet their cells are written in, and the dialog around it."""
