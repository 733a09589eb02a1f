"""The game on a full screen: panels, keys and a mouse, over the same view-model and verbs as the plain lines.

`face` says whether there is a screen at all. `app` is the application; `opening`, `table` (with `looking`), `ending`
and `rewind` are what it shows: choosing, playing, the end, a game shown again. `pages`, `forecasts` and `questions`
stand in front of them, `hand_over` between two players. `sheet` is the one widget that all text goes through; `view`
and `rows` turn what the view-model says into its rows, `lessons` the tutorial; `colours` are the few there are. No
rule and no wording of the game is decided here.
"""
