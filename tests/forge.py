"""A process that has imported the whole program and forks it for whoever asks.

Importing costs seconds of CPU, and the tests start the program a hundred times. What is forked
here is the same program with the same environment, folder and files as one started afresh.

Usage: python -m tests.forge SOCKET; whoever connects sends one line of JSON and is told the pid,
then the exit code and the CPU time. When stdin ends, everything ends.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from dataclasses import dataclass

_BEFOREHAND = (
    "bot.__main__", "bot.commands", "bot.terminal", "bot.doctoring", "bot.app", "bot.http",
    "bot.messengers.telegram_letters", "bot.messengers.telegram_answers", "bot.reports.slips",
    "bot.messengers.zalo_bot_letters", "bot.messengers.zalo_bot_answers",
    "bot.workbook.reading", "bot.workbook.template", "bot.texts.refusals", "storage.sample",
    "aiosqlite", "asyncpg", "sqlalchemy.dialects.sqlite.aiosqlite",
    "sqlalchemy.dialects.postgresql.asyncpg", "tests.faults.sender", "tests.at_hour",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A command with all that it finds around it."""

    words: list[str]
    env: dict[str, str]
    folder: str
    files: list[str]  # paths of stdin, stdout and stderr
    module: str  # whose `main` it runs

    def put_on(self) -> None:
        """Become the process that was asked for."""
        os.environ.clear()
        os.environ.update(self.env)
        os.chdir(self.folder)
        for number, (path, flags) in enumerate(
            zip(self.files, (os.O_RDONLY, _WRITTEN, _WRITTEN), strict=True)
        ):
            file = os.open(path, flags, 0o600)
            os.dup2(file, number)
            os.close(file)
        sys.argv = ["gandan", *self.words]


_WRITTEN = os.O_WRONLY | os.O_CREAT | os.O_APPEND


class Forge:
    """The loop of the process that forks."""

    def __init__(self, path: str) -> None:
        self._waiting: dict[int, socket.socket] = {}
        self._ended, woken = os.pipe()
        os.set_blocking(woken, False)
        os.set_blocking(self._ended, False)
        signal.set_wakeup_fd(woken)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._woken = woken
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(path)
        self._door.listen(64)
        self._eyes = selectors.DefaultSelector()
        for one in (0, self._ended, self._door):
            self._eyes.register(one, selectors.EVENT_READ)

    def until_forked(self) -> Asked | None:
        """Serve; in each child it returns what the child is to be, in the parent None at last."""
        while True:
            for key, _ in self._eyes.select():
                if key.fileobj == 0:
                    self._end_all()
                    return None
                if key.fileobj == self._ended:
                    self._tell_codes()
                elif (asked := self._forked()) is not None:
                    return asked

    def _forked(self) -> Asked | None:
        asking, _ = self._door.accept()
        line = b""
        while not line.endswith(b"\n"):
            line += asking.recv(65536)
        asked = Asked(**json.loads(line))
        pid = os.fork()
        if pid == 0:
            self._leave_behind(asking)
            return asked
        self._waiting[pid] = asking
        asking.sendall(f"{pid}\n".encode())
        return None

    def _leave_behind(self, asking: socket.socket) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._eyes.close()
        for one in (asking, self._door, *self._waiting.values()):
            one.close()
        os.close(self._ended)
        os.close(self._woken)

    def _tell_codes(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._ended, 4096)
        while self._waiting:
            pid, status, used = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            asking = self._waiting.pop(pid)
            with contextlib.suppress(OSError):  # whoever asked need not wait for it
                asking.sendall(f"{code} {used.ru_utime + used.ru_stime}\n".encode())
            asking.close()

    def _end_all(self) -> None:
        for pid in self._waiting:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def serve(path: str) -> Asked | None:
    """Import everything, then fork on demand."""
    for module in _BEFOREHAND:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    return Forge(path).until_forked()


if __name__ == "__main__":
    wanted = serve(sys.argv[1])
    if wanted is not None:
        wanted.put_on()
        importlib.import_module(wanted.module).main()
