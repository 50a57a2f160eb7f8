"""The worker as a child process: started, spoken to with patience that ends, and ended."""

from __future__ import annotations

import os
import select
import subprocess
import weakref
from typing import TYPE_CHECKING, Any, Final

from obmen.message.suites.gost import frames

if TYPE_CHECKING:
    from collections.abc import Sequence

_INHERITED: Final = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "OPENSSL_ENGINES")
"""What a worker needs of the environment; secrets of the node are not among it."""


class Child:
    """A worker that runs. It ends with this object, or with the process, unless it died before."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it. Raises `OSError`."""
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603  our own module, by our own interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=environment
        )
        self.end = weakref.finalize(self, _end, self._process, os.getpid())
        assert self._process.stdin is not None  # noqa: S101  they are pipes, as asked for above
        assert self._process.stdout is not None  # noqa: S101  same
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)  # a full pipe is waited for no longer than agreed

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it has not died."""
        return self._process.poll() is None

    def say(self, frame: bytes, seconds: float) -> None:
        """Say something. Raises `OSError` when it has died, `TimeoutError` when it does not listen."""
        rest = memoryview(frame)
        while rest:
            _wait(self._in, select.POLLOUT, seconds)
            rest = rest[os.write(self._in, rest) :]

    def hear(self, seconds: float) -> Any:  # noqa: ANN401  whatever it says
        """Hear what it says. Raises `EOFError` when it has died, `TimeoutError`, `FrameError` for nonsense."""

        def take(length: int) -> bytes:
            data = bytearray()
            while len(data) < length:
                _wait(self._out, select.POLLIN, seconds)
                piece = os.read(self._out, length - len(data))
                if not piece:
                    raise EOFError
                data += piece
            return bytes(data)

        return frames.read(take)


def _wait(descriptor: int, event: int, seconds: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(seconds * 1000):
        raise TimeoutError


def _end(process: subprocess.Popen[bytes], owner: int) -> None:
    """End a worker; a process that was forked leaves its parent's alone."""
    if owner != os.getpid():
        return
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
