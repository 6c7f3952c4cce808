"""What is true of cards, of files of scores and of the steps of a round, without any database."""
