"""The parts of the page Risk and segments."""
