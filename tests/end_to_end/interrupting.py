"""The command line, interrupted at one of its forks: ``python interrupting.py SIGNAL before|after N ARGUMENTS``.

The hook is registered before anything else is imported, so that it runs next to the fork: ``logging`` registers its own.
"""

from __future__ import annotations

import os
import signal
import sys

SIGNAL, WHEN, AT, RUN = signal.Signals[sys.argv[1]], sys.argv[2], int(sys.argv[3]), os.getpid()
forks = 0


def interrupt() -> None:
    """Send the run the signal, at the fork that was asked for: its own, or one of a process that it forked."""
    global forks
    forks += 1
    if forks == AT:
        print("interrupted at a fork", file=sys.stderr, flush=True)
        os.kill(RUN, SIGNAL)


if __name__ == "__main__":
    # the caller may ignore them, as shells do for programs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    os.register_at_fork(**{"before" if WHEN == "before" else "after_in_parent": interrupt})
    sys.argv[1:] = sys.argv[4:]
    from workreport.cli import main

    main()
