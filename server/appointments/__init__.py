"""The book of appointments: read from files and senders, kept without names, checked in at the kiosk."""
