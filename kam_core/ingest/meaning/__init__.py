"""What a column is: header words, cells, and the exports of known systems say which field it becomes."""
