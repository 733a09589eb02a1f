"""How far a model can be believed: measured against what it says of itself, and against what it does not know.

Read `targets` first (bands), then `foretold` (a forecast after the fact), `ablations` (each mechanism taken out),
`balance` (whether it is a game), `uncertainty` (parameters over their ranges). `finished` reads formulas over runs.
"""
