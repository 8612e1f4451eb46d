"""Where every row and every amount of a file went: to the row and to the cent."""
