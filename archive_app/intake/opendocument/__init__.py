"""OpenDocument texts (ODF 1.3 part 3; .odt of LibreOffice, WPS and others), read and said in WordprocessingML.

``package`` opens the parts, ``names`` has the namespaces, ``styles`` and ``lists`` resolve what a paragraph inherits
and how it is numbered, ``tables`` the cells, ``reader`` puts the text together.
"""
