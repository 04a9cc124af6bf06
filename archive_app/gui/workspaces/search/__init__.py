"""检索: every place a word stands, and the text around it."""
