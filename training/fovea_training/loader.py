"""Batches made in background threads, a few ahead of the training step; one thread also looks for more measurements."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import numpy as np

from .augment import Augmenter, Batch
from .data import Measurement
from .samplers import SamplerName, sample

AHEAD = 6  # batches
DISCOVER_EVERY_S = 15
DISCOVER_AT_ONCE = 2  # measurements read between two batches: decoding must not starve the step


class Source(Protocol):
    """Where measurements come from: `data.Library` or `stream.ShardLibrary`."""

    training: list[Measurement]

    def discover(self, limit: int | None = None) -> int: ...

    def advance(self, frames: int) -> None: ...


def make_batch(
    name: SamplerName,
    measurements: Sequence[Measurement],
    size: int,
    augmenter: Augmenter,
    seed: int,
    index: int,
    whole_share: float,
) -> Batch:
    """Batch number `index` of `size` frames: a pure function of its arguments."""
    random = np.random.default_rng([seed, index])
    return augmenter(sample(name, measurements, size, random, whole_share), random)


class Loader:
    """Hands out the batches of the given numbers with `next()` until closed."""

    def __init__(
        self,
        library: Source,
        name: SamplerName,
        batch_size: int,
        input_size: int,
        seed: int,
        whole_share: float,
        indices: Iterator[int],  # numbers of the batches to make
        workers: int = 1,  # threads that make them; the batches are the same
    ) -> None:
        self.library, self.name, self.batch_size, self.seed, self.whole_share = library, name, batch_size, seed, whole_share
        self._augmenter = Augmenter(input_size)
        self._indices, self._workers = indices, workers
        self._queue: queue.Queue[Batch | BaseException] = queue.Queue(AHEAD)
        self._closed = threading.Event()
        self.waited_s = 0.0  # how long the training step stood still for want of a batch
        self._thread = threading.Thread(target=self._run, name="loader", daemon=True)
        self._thread.start()

    def next(self) -> Batch:
        started = time.monotonic()
        item = self._queue.get()
        self.waited_s += time.monotonic() - started
        if isinstance(item, BaseException):
            raise item
        return item

    def close(self) -> None:
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            with ThreadPoolExecutor(self._workers, "batches") as pool:
                looked = time.monotonic()
                begun: deque[Future[Batch]] = deque()
                while not self._closed.is_set():
                    if time.monotonic() - looked > DISCOVER_EVERY_S and self.library.discover(DISCOVER_AT_ONCE) == 0:
                        looked = time.monotonic()
                    while len(begun) < self._workers:
                        begun.append(self._begin(pool))
                    self._put(begun.popleft().result())
        except BaseException as error:  # handed to the training step, which raises it
            self._put(error)

    def _begin(self, pool: ThreadPoolExecutor) -> Future[Batch]:
        """Sets a thread to make the next batch, of the measurements that there are now."""
        measurements, index = tuple(self.library.training), next(self._indices)
        batch = pool.submit(make_batch, self.name, measurements, self.batch_size, self._augmenter, self.seed, index, self.whole_share)
        self.library.advance(self.batch_size)
        return batch

    def _put(self, item: Batch | BaseException) -> None:
        while not self._closed.is_set():
            try:
                return self._queue.put(item, timeout=0.2)
            except queue.Full:
                continue
