"""The rules: plain Python over the rows of `terms.rows`, in the subset that numba can compile. SimPy, a loop or the
compiled kernel drive them from outside.

Start reading at `game` (start, advance, over); then `adjudicate` (how a thing turns out), `effects` (what it does),
`pulse` (what the hour brings) and `decide` (how a bot chooses).
"""
