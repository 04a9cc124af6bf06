"""What the outputs without pages of their own share (docx, EPUB): the order of a volume, text cut by its marks,
pictures, fonts for rare characters, and zip files that come out the same for the same book."""
