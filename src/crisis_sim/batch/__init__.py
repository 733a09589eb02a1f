"""Monte Carlo: the rules compiled to machine code, and many games in one call."""
