"""Word 97–2003's binary documents (.doc, and .wps of WPS Office), read by [MS-DOC] and said in WordprocessingML.

``compound`` opens the container, ``fib`` the tables, ``pieces`` the text; ``sprms`` and ``runs`` what is said of words
and paragraphs, ``sheet`` and ``lists`` the styles and numbers; ``art`` pictures; ``beside`` notes, comments and
bookmarks; ``stories`` puts them together. Macros are never looked at: a document that has any is refused.
"""
