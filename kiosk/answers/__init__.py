"""Answers to what a visitor types: full-text search over the FAQ and the services, without the server. No Kivy here."""
