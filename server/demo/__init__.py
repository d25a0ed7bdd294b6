"""`lotse demo`: a whole office on this computer, with real parts only."""
