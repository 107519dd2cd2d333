"""From the text of an answer to its value, or to a finding; never a guess."""
