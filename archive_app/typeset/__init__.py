"""A book is a function: (plan, manuscripts, images, template) → blocks → lines → pages → PDF.

Knows nothing of the catalogue. One module a stage.
"""
