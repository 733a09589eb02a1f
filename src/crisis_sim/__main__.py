"""`python -m crisis_sim` is `crisis-sim`."""

from crisis_sim.cli import main

if __name__ == "__main__":
    main()
