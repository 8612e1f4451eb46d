"""The matrix page: one body for every matrix, and what a matrix has of its own."""
