"""The command line, interrupted at one of its forks: ``python interrupting.py before|after N ARGUMENTS``.

The hook is registered before anything else is imported, so that it runs next to the fork: ``logging`` registers its own.
"""

from __future__ import annotations

import os
import signal
import sys

WHEN, AT, RUN = sys.argv[1], int(sys.argv[2]), os.getpid()
forks = 0


def interrupt() -> None:
    """Send the run what Ctrl-C sends, at the fork that was asked for: its own, or one of a process that it forked."""
    global forks
    forks += 1
    if forks == AT:
        print("interrupted at a fork", file=sys.stderr, flush=True)
        os.kill(RUN, signal.SIGINT)


if __name__ == "__main__":
    os.register_at_fork(**{"before" if WHEN == "before" else "after_in_parent": interrupt})
    sys.argv[1:] = sys.argv[3:]
    from workreport.cli import main

    main()
