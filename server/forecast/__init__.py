"""How long still: the office played forward from now, in a process of its own."""
