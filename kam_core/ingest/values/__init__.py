"""What a cell says: amounts, dates, units, totals, and what is said about a whole column of them."""
