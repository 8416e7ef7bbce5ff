"""The example: a loan service. README says how to remove it."""
