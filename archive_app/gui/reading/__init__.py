"""Reading: an item's words as they were written, with its notes, pictures, sound and printed pages."""
