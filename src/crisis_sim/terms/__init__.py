"""The shared words: codes, rows and records that every layer of the project speaks. Standard library only."""
