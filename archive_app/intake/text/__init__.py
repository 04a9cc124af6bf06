"""Rules on running text that several formats share: titles, bylines, 问答, paragraphs, characters to report."""
