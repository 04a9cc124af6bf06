"""From blocks to pages: material of known height, filled down the grid, page by page; then front matter and folios."""
