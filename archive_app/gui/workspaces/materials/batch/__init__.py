"""Several items at once: a field of all of them, a look at what becomes of each, and what is suggested for them."""
