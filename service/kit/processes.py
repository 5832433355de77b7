"""Work spread over processes, its results in their order, no more under way than there is work for."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.process import BaseProcess
from threading import Thread
from types import TracebackType
from typing import TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")
AHEAD = 2


class Pool:
    """So many processes; with 1, this one. Processes are started when first asked for."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._running: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._running is not None:
            self._running.shutdown(cancel_futures=True)

    def ordered(self, work: Callable[[Given], Result], given: Iterable[Given]) -> Iterator[Result]:
        """Give the result for each, in order, while those behind it are worked on."""
        if self._processes == 1:
            yield from map(work, given)
            return
        if self._running is None:
            spawned = multiprocessing.get_context("spawn")
            self._running = ProcessPoolExecutor(
                self._processes, mp_context=spawned, initializer=_end_with_parent
            )
        waiting: deque[Future[Result]] = deque()
        for each in given:
            waiting.append(self._running.submit(work, each))
            if len(waiting) >= self._processes * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _end_with_parent() -> None:
    """Where the run is killed its processes end as well; they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
