"""The Kivy window of kiosks and displays: opening it, its lettering, QR codes on it.

Importing this package loads no Kivy. Call `window.open_glass` before any import of `kivy.uix`.
"""
