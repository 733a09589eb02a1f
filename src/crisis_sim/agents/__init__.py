"""Deciders outside the rules. They are handed an Observation and import `terms` alone, so they can see nothing else."""

from crisis_sim.agents.scripted import Scripted

__all__ = ["Scripted"]
