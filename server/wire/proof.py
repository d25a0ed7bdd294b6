"""How a server and a display prove to each other that they belong to the same office.

Both hold the hash of the display's secret (the display computes it, the server stores it). A proof is
HMAC-SHA256(hash, side ":" nonce) with the nonce of the other side, so nothing that is heard can be replayed.
"""

import hashlib
import hmac
import secrets


def nonce() -> str:
    """A fresh number used once."""
    return secrets.token_urlsafe(24)


def secret_hash(secret: str) -> str:
    """What the server stores of a machine's secret (256 random bits, so a plain hash suffices)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def proof(hashed: str, side: str, other_nonce: str) -> str:
    """The proof of `side` ("server" or "display") for the other side's nonce."""
    return hmac.new(hashed.encode(), f"{side}:{other_nonce}".encode(), hashlib.sha256).hexdigest()


def proves(hashed: str, side: str, own_nonce: str, given: str) -> bool:
    """Whether `given` is the proof of `side` for our nonce, compared in constant time."""
    return hmac.compare_digest(proof(hashed, side, own_nonce), given)
