"""How the inner parts of the clockwork are compiled."""

from numba import njit

in_place = njit(cache=True, error_model="numpy", _nrt=False)
"""For functions that allocate no array and return plain numbers only: numba then leaves out counting the references to
every array at each call. The counting took half of a forecast's time, and the threads that play side by side waited for
each other in it.
"""
