"""One editor for every type of field; ``registry`` says which."""
