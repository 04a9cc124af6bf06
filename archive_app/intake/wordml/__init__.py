"""WordprocessingML (ECMA-376, ISO/IEC 29500) read for what an archive keeps.

``package`` opens the parts, ``styles`` and ``numbering`` resolve what a paragraph inherits, ``inline`` reads a
paragraph's runs, ``body`` and ``tables`` its blocks; ``findings`` collects, in words, what a manuscript cannot hold.
"""
