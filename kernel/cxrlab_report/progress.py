"""What is seen while notebooks run: one line kept up to date on a terminal, plain lines elsewhere."""

import sys
import threading
import time

_EVERY = {True: 1, False: 20}  # seconds between two signs of life, on a terminal and elsewhere


class Progress:
    """Tells where a notebook stands, from entering the ``with`` block to leaving it."""

    def __init__(self, number, total, name, cells):
        self._title = f"[{number}/{total}] {name}"
        self._cells = cells
        self._cell = 0
        self._start = time.monotonic()
        self._terminal = sys.stdout.isatty()
        self._end = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self):
        if not self._terminal:
            print(f"{self._title}: {self._cells} cells", flush=True)
        self._ticker.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self._ticker.join()
        if self._terminal:
            print("\r\033[K", end="", flush=True)

    @property
    def seconds(self):
        """Seconds since the start."""
        return time.monotonic() - self._start

    def cell(self, number):
        """The cell of this number, counted from 1, starts."""
        self._cell = number
        if self._terminal:
            self._show()

    def _tick(self):
        while not self._end.wait(_EVERY[self._terminal]):
            self._show()

    def _show(self):
        where = f"cell {self._cell}/{self._cells}" if self._cell else "starting the kernel"
        line = f"{self._title}: {where}, {self.seconds:.0f} s"
        if self._terminal:
            print(f"\r\033[K{line}", end="", flush=True)
        else:
            print(line, flush=True)
