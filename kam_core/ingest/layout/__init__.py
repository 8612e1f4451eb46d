"""Where the table stands among the rows: titles above, header, notes and other tables below, rows that are too long or too short."""
