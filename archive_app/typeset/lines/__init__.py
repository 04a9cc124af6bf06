"""From a styled paragraph to lines: classes of characters, widths, breaks, justification."""
