"""A workspace of cards: a list at the left, the card in the middle, what is known about it at the right."""
