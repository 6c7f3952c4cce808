"""What is true of names, pasted lists and files, without any database."""
