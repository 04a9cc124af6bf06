"""Faces suggested on photographs by a model of the person's own; a person takes each, or refuses it."""
