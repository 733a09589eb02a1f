"""The game in a terminal, in plain lines.

`play` is a game without a terminal: typed lines go in, lines to be shown come out. `verbs` are the words to play with;
`situation`, `choices` and `story` turn what a seat sees into lines; `plain` is the keyboard and the loop; `page` is the
one door by which text reaches a terminal, and `safe` makes it harmless.
"""
