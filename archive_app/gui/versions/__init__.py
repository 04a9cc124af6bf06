"""Two states of a text beside each other: as a page, with a list of the states, or with what is to be taken."""
