"""Copies of pictures that go out: the same pixels, with what the archive says of them in place of what was there."""
