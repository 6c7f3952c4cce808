"""How the numbers of a comparison are made, down to the scores they come from."""
