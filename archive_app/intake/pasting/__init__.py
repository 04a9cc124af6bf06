"""What comes by the clipboard: text with styles (HTML of Word, WPS, LibreOffice, Excel, the web) and cells."""
