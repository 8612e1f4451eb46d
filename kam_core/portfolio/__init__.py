"""The portfolio seen as a whole: who stays, who grows, who is worth what to whom."""
