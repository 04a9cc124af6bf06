"""Rich Text Format (RTF 1.9.1), read and said in WordprocessingML.

``tokens`` cuts the file up, ``letters`` makes characters of bytes, ``state`` is what braces open and close, ``heads``
the tables before the text (fonts, styles, lists), ``reader`` puts the text together.
"""
