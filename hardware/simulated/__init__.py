"""A simulated ESC/POS slip printer: listens on TCP like a real one and shows its paper as PNG.

It refuses to guess: what it does not know is reported, never passed over.
"""
