"""The door: HTTP."""
