"""The office played forward in time: the same rule that dispatches, on a virtual clock, compiled."""
