"""Lists and registers of an archive as tables, and how a table is written: a workbook, or pages of A4.

`table.py` is what a list is, `held.py` reads items for one, `catalogues.py` and `registers.py` say their columns;
`workbook.py` and `pages.py` write them.
"""
