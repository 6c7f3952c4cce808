"""What a comparison is, in numbers, in words and as a table, without any database."""
