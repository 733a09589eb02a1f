"""The game in a terminal: one view-model, two faces.

`play` is a game without a terminal: typed lines go in, lines to be shown come out. `verbs` are the words to play with,
`ordering` and `looking` what they do. `board`, `situation`, `choices`, `story`, `suggest`, `advisers`, `forecast`,
`gates`, `inbox`, `newspaper`, `wire` and `ending` turn what a seat sees into words; `tutorial` teaches. `plain` is the
keyboard and the loop, `screen` the other face; `page` is the one door by which lines reach a terminal, and `safe` makes
them harmless.
"""
