"""From a transcript to its edited text (整理稿): paragraphs of what was said, each knowing the segments it tells."""
