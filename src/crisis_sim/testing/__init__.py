"""For whoever writes a scenario or an agent: checks that play games with it, and rows as strict as the kernel's.

from crisis_sim.testing import check_agent, check_scenario
"""

from crisis_sim.testing.checks import check_agent, check_scenario

__all__ = ["check_agent", "check_scenario"]
