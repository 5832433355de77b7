"""Ending with the process that started us, also where that one is killed and can no longer say so."""

import os
import signal
import threading
import time

EVERY_SECONDS = 1.0


def end_with(parent: int) -> None:
    """Send this process SIGTERM once `parent` is no longer its parent."""
    threading.Thread(target=_watch, args=(parent,), name="parent watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(EVERY_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
