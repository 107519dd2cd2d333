"""How good practices and lessons are codified: reviewed, weighed, counted, found again, and which codes their texts suggest."""
