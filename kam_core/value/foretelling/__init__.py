"""What customers will buy: methods held against what came, the one that is believed, and when none is."""
