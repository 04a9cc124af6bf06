"""What the rules remark on a text, beside the text: tinted at its place, listed, answered."""
