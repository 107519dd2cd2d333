"""From a file to its cells: the guard, the readers, and the receipt of every row exactly as sent."""
