"""Comments in the margin of a text: where they are on the page, their cards, the pane that holds these."""
