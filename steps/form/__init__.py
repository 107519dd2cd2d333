"""From cells to answers: which sheet is which, where its header stands, which column answers which question, what is kept apart."""
