"""Who may drive a display: real sockets, real proofs."""

import asyncio
import contextlib

import aiohttp
import msgspec
import pytest
from boards import board

from display.driven import Endpoint, PortTaken
from display.membership import Membership
from server.wire import messages as m
from server.wire.proof import nonce, proof, proves, secret_hash

SECRET = "the secret of this display"
SELF = Membership("display-1", SECRET, "server-1", "Amt", "Saal")
_from_display = msgspec.json.Decoder(m.FromDisplay)


class Hung:
    """A display without glass."""

    def __init__(self):
        self.boards, self.links = [], []
        self.endpoint = Endpoint(SELF, "1", self.boards.append, self.links.append)

    async def until(self, condition, deadline_s=5.0):
        async with asyncio.timeout(deadline_s):
            while not condition():
                await asyncio.sleep(0.01)


@pytest.fixture
async def hung():
    hung = Hung()
    async with hung.endpoint.listening("127.0.0.1", 0) as port, aiohttp.ClientSession() as session:
        hung.port, hung.session = port, session
        yield hung


@contextlib.asynccontextmanager
async def dialled(hung, **options):
    async with hung.session.ws_connect(f"ws://127.0.0.1:{hung.port}/lotse", **options) as socket:
        yield socket, _from_display.decode(await socket.receive_str())


async def prove(socket, challenge, secret=SECRET, protocol=m.PROTOCOL):
    own = nonce()
    drive = m.Drive(protocol, "server-1", proof(secret_hash(secret), "server", challenge.nonce), own)
    await socket.send_str(m.encode(drive).decode())
    return own, _from_display.decode(await socket.receive_str())


async def test_the_office_proves_itself_and_the_display_proves_itself_in_turn(hung):
    async with dialled(hung) as (socket, challenge):
        own, presence = await prove(socket, challenge)
        assert challenge.machine == "display-1"
        assert (presence.machine, presence.name) == ("display-1", "Saal")
        assert proves(secret_hash(SECRET), "display", own, presence.proof)

        await socket.send_str(m.encode(board(revision=4)).decode())
        await hung.until(lambda: hung.boards)

    await hung.until(lambda: hung.links == [True, False])
    assert [one.revision for one in hung.boards] == [4]


async def test_a_stranger_is_refused_with_a_reason_and_shows_nothing(hung):
    async with dialled(hung) as (socket, challenge):
        _, refused = await prove(socket, challenge, secret="guessed")
        await socket.send_str(m.encode(board()).decode())
        assert refused.code == "wrong_proof"
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE

    assert (hung.boards, hung.links) == ([], [])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("{", "malformed"),
        ('{"type": "explode"}', "unknown_type"),
        ('{"type": "drive", "protocol": "one"}', "invalid"),
        (m.encode(board()).decode(), "prove_first"),
    ],
)
async def test_who_says_something_else_than_a_proof_is_refused_with_a_code(hung, said, code):
    async with dialled(hung) as (socket, _):
        await socket.send_str(said)

        assert _from_display.decode(await socket.receive_str()).code == code

    assert hung.boards == []


async def test_another_protocol_is_refused_and_the_older_side_is_to_be_updated(hung):
    async with dialled(hung) as (socket, challenge):
        _, refused = await prove(socket, challenge, protocol=m.PROTOCOL + 1)

    assert refused.code == "protocol"
    assert "update the older one" in refused.message


async def test_a_proof_that_was_heard_cannot_be_used_again(hung):
    async with dialled(hung) as (_, first), dialled(hung) as (socket, second):
        drive = m.Drive(m.PROTOCOL, "server-1", proof(secret_hash(SECRET), "server", first.nonce), nonce())
        await socket.send_str(m.encode(drive).decode())

        assert _from_display.decode(await socket.receive_str()).code == "wrong_proof"
    assert first.nonce != second.nonce


async def test_the_newest_proven_connection_replaces_the_ghost_before_it(hung):
    async with dialled(hung) as (ghost, challenge):
        await prove(ghost, challenge)
        async with dialled(hung) as (socket, challenge):
            await prove(socket, challenge)
            async with asyncio.timeout(5):
                assert (await ghost.receive()).type is aiohttp.WSMsgType.CLOSE
            await socket.send_str(m.encode(board(revision=2)).decode())
            await hung.until(lambda: hung.boards)

            assert False not in hung.links, "the link never seemed lost"


async def test_a_stranger_does_not_replace_the_office(hung):
    async with dialled(hung) as (socket, challenge):
        await prove(socket, challenge)
        async with dialled(hung) as (stranger, other):
            await prove(stranger, other, secret="guessed")
        await socket.send_str(m.encode(board(revision=3)).decode())

        await hung.until(lambda: hung.boards)
        assert [shown.revision for shown in hung.boards] == [3]


async def test_a_server_that_falls_silent_without_a_goodbye_is_noticed_within_five_seconds(hung):
    async with dialled(hung, autoping=False) as (socket, challenge):
        await prove(socket, challenge)
        await hung.until(lambda: hung.links == [True])

        await hung.until(lambda: hung.links == [True, False], deadline_s=5.0)


async def test_a_board_overtaken_by_a_newer_one_is_ignored_but_a_restarted_server_is_believed(hung):
    async with dialled(hung) as (socket, challenge):
        await prove(socket, challenge)
        for made in (board(at_s=5, revision=5), board(at_s=4, revision=4), board(at_s=6, revision=6)):
            await socket.send_str(m.encode(made).decode())
        await hung.until(lambda: len(hung.boards) == 2)
    async with dialled(hung) as (socket, challenge):
        await prove(socket, challenge)
        await socket.send_str(m.encode(board(at_s=2, revision=2)).decode())
        await hung.until(lambda: len(hung.boards) == 3)

    assert [one.revision for one in hung.boards] == [5, 6, 2]


async def test_what_is_no_board_is_refused_and_the_link_stays(hung):
    async with dialled(hung) as (socket, challenge):
        await prove(socket, challenge)
        await socket.send_str('{"type": "hologram"}')

        assert _from_display.decode(await socket.receive_str()).code == "unknown_type"
        await socket.send_str(m.encode(board()).decode())
        await hung.until(lambda: hung.boards)


async def test_a_port_in_use_is_said_with_the_remedy(hung):
    with pytest.raises(PortTaken, match=f"port {hung.port}.*--port"):
        async with Endpoint(SELF, "1", print, print).listening("127.0.0.1", hung.port):
            pass
