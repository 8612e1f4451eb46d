"""Plays on the screen: reading, writing, making a plan of one, and what became of it."""
