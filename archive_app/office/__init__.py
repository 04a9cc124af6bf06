"""Lists and reports for Excel, Word and WPS: a plain workbook (.xlsx) and a plain document (.docx).

Written part by part, as a stream: the rows of a long list are never all in memory.
"""
