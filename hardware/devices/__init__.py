"""Small things on a serial line or a keyboard plug: code scanner, call button, numeric sign."""
