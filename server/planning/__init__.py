"""For people who plan the office: its days played on a virtual clock, and what follows from them."""
