"""What many runs say: designs, sensitivities, comparisons, reports."""
