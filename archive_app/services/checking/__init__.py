"""What is odd in a text, found by rules: pure functions of a manuscript and what is known beside it.

Rules give remarks; they never change or refuse anything.
"""
