"""A class in browsers: one teacher, several tables, teams that see what their side may see and nothing else.

From the door inwards: `serving` (process, addresses), `shield` and `doors` (who may come in), `app` and `requests`
(the wire), `hall` (commands in order, clocks, streams), `doing` (an entry of the log, done), `exercise` with `table`,
`people`, `talk` (what is so), `views` (what each may see of it), `store` (what came from outside, on disk),
`afterwards` (what is left of it all).
"""
