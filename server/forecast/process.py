"""The worker's process as the server sees it: started, asked, ended."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path

import msgspec

from server.forecast.frames import LENGTH_BYTES, AboutToCall, Advised, Answer, Foreseen, Question, Snapshot, frame
from server.forecast.worker import NO_NUMBA

ROOT = Path(__file__).parents[2]
READY_S = 300.0
"""The very first start on a computer compiles for about a minute."""
ANSWER_S = 60.0
END_S = 2.0


class WorkerGone(Exception):
    """The worker cannot be asked. `missing`: because a library is not installed, which trying again does not change."""

    def __init__(self, reason: str, *, missing: bool = False) -> None:
        super().__init__(reason)
        self.missing = missing


class Worker:
    """One worker. Make it with `started`. Questions are answered one after the other.

    Who stops waiting for an answer does no harm: nobody else is served before it has come and was thrown away.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._decoder: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
        self._turn = asyncio.Lock()
        self._exchange: asyncio.Task[Answer] | None = None
        self._gone: WorkerGone | None = None

    @classmethod
    async def started(cls) -> "Worker":
        """A worker that is ready to be asked. Raises `WorkerGone`."""
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "server.forecast.worker"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        except OSError as error:
            raise WorkerGone(f"it could not be started: {error}") from error
        worker = cls(process)
        try:
            await worker._answer(READY_S)
        except BaseException:
            await worker.close()
            raise
        return worker

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    async def ask(self, snapshot: Snapshot) -> Foreseen:
        """What is foreseen. Raises `WorkerGone`; then this worker is of no more use."""
        answer = await self._in_turn(snapshot)
        assert isinstance(answer, Foreseen)
        return answer

    async def advise(self, about: AboutToCall) -> Advised:
        """Whom to call. Raises `WorkerGone`; then this worker is of no more use."""
        answer = await self._in_turn(about)
        assert isinstance(answer, Advised)
        return answer

    async def close(self) -> None:
        """End it."""
        self._gone = self._gone or WorkerGone("it was ended")
        if self._exchange is not None:
            self._exchange.cancel()
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(END_S):
                await self._process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def _in_turn(self, question: Question) -> Answer:
        await self._turn.acquire()
        if self._gone is not None:
            self._turn.release()
            raise self._gone
        self._exchange = asyncio.create_task(self._exchanged(question), name="forecast question")
        self._exchange.add_done_callback(self._next_turn)
        exchange = self._exchange
        try:
            return await asyncio.shield(exchange)
        except asyncio.CancelledError:
            if exchange.cancelled():  # and not whoever asked
                raise WorkerGone("it was ended") from None
            raise

    def _next_turn(self, exchange: asyncio.Task[Answer]) -> None:
        if not exchange.cancelled():
            exchange.exception()  # whoever asked may have gone, and asyncio complains of what nobody looked at
        self._turn.release()

    async def _exchanged(self, question: Question) -> Answer:
        assert self._process.stdin is not None
        self._process.stdin.write(frame(msgspec.msgpack.encode(question)))
        with contextlib.suppress(ConnectionError):
            await self._process.stdin.drain()
        try:
            return await self._answer(ANSWER_S)
        except WorkerGone as gone:
            self._gone = gone
            raise

    async def _answer(self, within_s: float) -> Answer:
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(within_s):
                head = await self._process.stdout.readexactly(LENGTH_BYTES)
                body = await self._process.stdout.readexactly(int.from_bytes(head, "big"))
        except TimeoutError as error:
            raise WorkerGone(f"it did not answer within {within_s:g} s") from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            code = await self._process.wait()
            if code == NO_NUMBA:
                raise WorkerGone("numba is not installed", missing=True) from error
            raise WorkerGone(f"it ended with code {code}") from error
        return self._decoder.decode(body)
