"""Ctrl-C and SIGTERM while something has to be ended in good order: real signals, sent to this process."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from generator.cli.interrupts import caught

PATIENCE = 5.0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_each_signal_calls_instead_of_ending_the_process(number: signal.Signals) -> None:
    calls = threading.Semaphore(0)

    with caught(calls.release):
        for _ in range(2):
            os.kill(os.getpid(), number)
            assert calls.acquire(timeout=PATIENCE)


def test_the_call_may_take_a_lock_that_the_main_thread_holds() -> None:
    lock, called = threading.Lock(), threading.Event()

    def call() -> None:
        with lock:
            called.set()

    with caught(call):
        with lock:
            os.kill(os.getpid(), signal.SIGINT)
            assert not called.wait(0.01)
        assert called.wait(PATIENCE)


def test_what_was_before_is_restored_also_after_an_error() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)

    with pytest.raises(ZeroDivisionError), caught(lambda: None):
        raise ZeroDivisionError

    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_a_thread_that_cannot_catch_signals_goes_without() -> None:
    done = threading.Event()

    def work() -> None:
        with caught(lambda: None):
            done.set()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(PATIENCE)

    assert done.is_set()
