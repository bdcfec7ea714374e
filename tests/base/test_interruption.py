"""SIGINT, SIGTERM and SIGHUP end a program alike: raised once, wherever they arrive, and ignored where the caller ignores them."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from workreport.base.interruption import ENDING, Ended, exit_status, interrupt_behind, interrupts_deferred

DEFAULTS = """
import os, signal, sys, time, weakref
signal.signal(signal.SIGINT, signal.default_int_handler)
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
from workreport.base.interruption import *
number = signal.Signals[sys.argv[1]]
def send(): os.kill(os.getpid(), number)
def wait(): time.sleep(60)
"""
"""Begins every program here: the signals as a program in the foreground has them, whoever started the tests."""
END = """
except KeyboardInterrupt as interrupt:
    sys.exit(exit_status(interrupt))
"""
PLAIN = """
raise_endings()
try:
    send()
    wait()
"""
IN_A_FINALISER = """
class Ending:
    def __del__(self):
        send()
        for _ in range(1000): pass
raise_endings()
try:
    Ending()
    wait()
"""
IN_A_CALLBACK = """
class Thing: pass
raise_endings()
try:
    thing = Thing()
    watched = weakref.ref(thing, lambda _: [send(), *(at for at in range(1000))])
    del thing
    wait()
"""
DEFERRED = """
raise_endings()
try:
    with interrupts_deferred():
        send()
        print("whole", flush=True)
    wait()
"""
SIGNALS = pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)


def run(program: str, number: signal.Signals) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", DEFAULTS + program, number.name]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)


@SIGNALS
@pytest.mark.parametrize("program", [PLAIN, IN_A_FINALISER, IN_A_CALLBACK, DEFERRED])
def test_the_program_ends_with_the_signal_s_status(program: str, number: signal.Signals):
    ended = run(program + END, number)
    assert (ended.returncode, ended.stderr) == (128 + number, "")
    assert ended.stdout == ("whole\n" if program == DEFERRED else "")


@SIGNALS
def test_a_signal_that_the_caller_ignores_stays_ignored(number: signal.Signals):
    program = "signal.signal(number, signal.SIG_IGN)\nraise_endings()\nsend()\nprint('goes on')\n"
    assert run(program, number).stdout == "goes on\n"


@SIGNALS
def test_a_signal_after_the_end_ends_the_process_directly(number: signal.Signals):
    assert run("raise_endings()\nend_at_once()\nsend()\nwait()\n", number).returncode == -number


def test_other_ignored_errors_are_printed_as_ever():
    program = "raise_endings()\nclass Odd:\n    def __del__(self): raise ValueError('odd')\nOdd()\n"
    ended = run(program, signal.SIGINT)
    assert ended.returncode == 0 and "ValueError: odd" in ended.stderr


def test_blocks_within_blocks_raise_at_the_end_of_the_outermost():
    seen = []
    with pytest.raises(KeyboardInterrupt), interrupts_deferred():
        with interrupts_deferred():
            signal.raise_signal(signal.SIGINT)
        seen.append("outer")
    assert seen == ["outer"]


def test_the_interrupt_behind_an_error_of_cleaning_up():
    try:
        try:
            raise Ended(signal.SIGTERM)
        finally:
            raise OSError("the terminal was closed")
    except OSError as error:
        assert exit_status(interrupt_behind(error)) == 143
    assert interrupt_behind(OSError()) is None
    assert exit_status(KeyboardInterrupt()) == 130
