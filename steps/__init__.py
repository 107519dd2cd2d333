"""VERBS: pure functions from frame to frame, one verb a module, in the order of the path.

`files` guards and reads what was sent, cell by cell; `form` lays the survey form over it; `answers` reads each answer into a value;
`places` finds the places named; `records` tells records apart, puts them together, accounts for every row and sums up. The same input
gives the same output in the same order. Nothing here knows Dagster or SQL, looks at the clock, or uses the network.
"""
