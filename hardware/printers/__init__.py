"""Slips on real paper: the document, its bytes, the printer's state, and the ways to the printer."""
