"""PDF read as text: lines joined to paragraphs, what a form's fields hold, what else the file carries."""
