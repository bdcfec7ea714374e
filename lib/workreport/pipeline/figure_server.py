"""Figures worked out for the kernels of a run, by the process that has its ledgers in memory; see ``figures.remote_figures``."""

from __future__ import annotations

import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from workreport.base.period import Period
from workreport.base.workers import WorkerTask, beside, may_fork
from workreport.figures.book import Book
from workreport.figures.client import SOCKET
from workreport.figures.comparison import last_year, previous
from workreport.figures.registry import FIGURES
from workreport.figures.results import FigureResult

POLL_S = 0.001
"""Seconds in which whoever was answered asks again, if it waits for nothing else."""
PATIENCE = 2.0
"""Seconds in which a question has to follow a call: a kernel that was stopped between them would hold up all others."""


@contextmanager
def told(book: Book, notes: Path, *, forked: bool) -> Iterator[None]:
    """Tell the sections the number of every figure, and of what it is compared with, before the block.

    With `forked`, which says that the sections run meanwhile, they may ask for them before all are there, and for cuts as
    long as the block lasts: a process of its own answers then, where there may be one.
    """
    with _answering(book, notes, forked=forked) as answers:
        for id in FIGURES:
            book.value(id)
            last_year(book, id)
            previous(book, id)
            if answers is not None:
                answers.answer_all()
        book.worked.tell(notes)
        if answers is None:
            yield
            return
        with beside(_go_on(answers), forked=True):
            answers.socket.close()  # here
            yield


@contextmanager
def _answering(book: Book, notes: Path, *, forked: bool) -> Iterator[FigureServer | None]:
    """Who answers; None where nobody can: without processes of its own, or in a folder whose path is too long for a socket."""
    if not forked or not may_fork():
        yield None
        return
    try:
        answers = FigureServer(book, notes)
    except OSError:
        yield None
        return
    with answers:
        yield answers


def _go_on(answers: FigureServer) -> WorkerTask:
    answers.serve_forever()
    yield


class FigureServer(socketserver.UnixStreamServer):
    """What a book knows, for whoever asks for it in a run's folder of notes."""

    def __init__(self, book: Book, notes: Path) -> None:
        super().__init__(str(notes / SOCKET), FigureRequest)
        self.book = book
        self._asked = False

    def answer_all(self) -> None:
        """Answer whoever waits for an answer, and what they ask next."""
        self.timeout, self._asked = 0.0, True
        while self._asked:
            self.handle_request()
            self.timeout = POLL_S

    def handle_timeout(self) -> None:
        self._asked = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked is gone: a kernel was killed."""


class FigureRequest(socketserver.BaseRequestHandler):
    """One question and its answer."""

    server: FigureServer

    def handle(self) -> None:
        with Connection(self.request.detach()) as end:
            if not end.poll(PATIENCE):
                return
            period, id, by = json.loads(end.recv_bytes())
            end.send_bytes(json.dumps(self._known(period, id, by)).encode())

    def _known(self, period: str, id: str, by: list[str] | None) -> dict[str, Any] | None:
        book = self.server.book.at(Period.parse(period))
        try:
            if by is None:
                book.value(id)
                cuts = {}
            else:
                cuts = {tuple(by): book.cut(id, tuple(by))}
        except Exception:  # whoever asks meets it as well, and says what is wrong
            return None
        known = book.worked.of(book.frames, book.period, id)
        return FigureResult(known.number, known.rows, cuts).told()
