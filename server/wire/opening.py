"""How a machine opens a connection to the office's server: each proves to the other that it knows the machine's key.

    machine → Hello(nonce)      server → Challenge(nonce, proof of the machine's nonce)
    machine → Proof             server → Welcome

The secret itself never crosses the wire, so a stranger who poses as the server learns nothing.
"""

import aiohttp

from server.wire import messages as m
from server.wire.codec import MAX_VIEW_BYTES, Decoder, Garbled
from server.wire.link import Rejected
from server.wire.proof import nonce, proof, proves, secret_hash

_from_server: Decoder[m.FromServer] = Decoder(m.FromServer, MAX_VIEW_BYTES)


async def open_as_machine(
    socket: aiohttp.ClientWebSocketResponse, role: m.MachineRole, machine: str, secret: str
) -> m.Welcome:
    """Open as the machine with this secret; the server's welcome.

    Raises Rejected when a person has to act, ConnectionError when the other side hangs up.
    """
    own, hashed = nonce(), secret_hash(secret)
    again = f"lotse {role} --join TOKEN"
    await socket.send_str(m.encode(m.Hello(m.PROTOCOL, role, machine, own)).decode())
    challenge = await _hear(socket)
    if isinstance(challenge, m.Refused):
        raise Rejected(f"{challenge.message} ({again})")
    if not isinstance(challenge, m.Challenge) or not proves(hashed, "server", own, challenge.proof):
        raise Rejected(f"what answers is not the office that this {role} belongs to; if it moved: {again}")
    await socket.send_str(m.encode(m.Proof(proof(hashed, role, challenge.nonce))).decode())
    welcome = await _hear(socket)
    if isinstance(welcome, m.Refused):
        raise Rejected(f"{welcome.message} ({again})")
    if not isinstance(welcome, m.Welcome):
        raise Rejected("the server opens the connection in another way; update the older one")
    return welcome


async def _hear(socket: aiohttp.ClientWebSocketResponse) -> m.FromServer:
    try:
        return _from_server(await socket.receive_str())
    except Garbled as error:
        raise Rejected(f"what answers is no server of Lotse ({error.code}); check the address") from error
    except TypeError as error:
        raise ConnectionError("the server hung up") from error
