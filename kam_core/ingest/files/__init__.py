"""From bytes to rows of text: what a file is, its encoding, its sheets, its dialect; damaged and hostile files are refused here."""
