#!/usr/bin/env python3
"""Four ways in which a worker takes up a new config while its program runs.

    python3 four_ways.py WAY CONFIG

WAY is one of
    signal-fork    a process for each config: the parent signals the worker, it ends, and the parent's
                   SIGCHLD handler launches the next one with the newest config
    signal-spawn   the same, with a fresh interpreter for each worker
    queue          one worker process, which an Event tells to take the newest config from a Queue
    thread         the same with a thread
    asyncio        the same with a coroutine

CONFIG is a JSON file such as {"marker": 7}, which is watched with inotify, through ctypes. The worker runs a
cycle each millisecond and prints each as a line, {"marker": 7, "pid": 42, "nanos": 123456}, with the time
of CLOCK_MONOTONIC. TERM and Ctrl-C end the program and its workers. Linux; needs the standard library alone.

It is the least that does it, for comparison: a worker that fails at once is launched again at once, a config
that cannot be read ends the program, and nothing leads back to the config before.
"""

import asyncio
import ctypes
import json
import multiprocessing
import os
import queue
import signal
import sys
import threading
import time

PERIOD = 0.001
END = signal.SIGUSR1


def cycle(marker):
    line = b'{"marker": %d, "pid": %d, "nanos": %d}\n' % (marker, os.getpid(), time.monotonic_ns())
    os.write(sys.stdout.fileno(), line)  # one write, as the lines of two workers must not mix


class Config:
    """The file, watched through its folder, so that a rename over it is seen."""

    CLOSE_WRITE, MOVED_TO = 0x08, 0x80

    def __init__(self, path):
        self.path = path
        libc = ctypes.CDLL(None, use_errno=True)
        self.events = libc.inotify_init1(os.O_CLOEXEC)
        folder = os.fsencode(os.path.dirname(os.path.abspath(path)))
        if libc.inotify_add_watch(self.events, folder, self.CLOSE_WRITE | self.MOVED_TO) < 0:
            raise OSError(ctypes.get_errno(), "inotify", folder)
        self.read()

    def read(self):
        with open(self.path, "rb") as file:
            self.marker = json.load(file)["marker"]

    def await_change(self):
        os.read(self.events, 65536)
        self.read()


def signal_way(config, method):
    context = multiprocessing.get_context(method)
    signal.pthread_sigmask(signal.SIG_BLOCK, {END})  # workers inherit this: it waits until they ask for it
    worker = None

    def launch(*_):
        nonlocal worker
        if worker is None or worker.exitcode is not None:
            worker = context.Process(target=work_until_signalled, args=(config.marker,), daemon=True)
            worker.start()

    signal.signal(signal.SIGCHLD, launch)
    launch()
    while True:
        config.await_change()
        os.kill(worker.pid, END)


def work_until_signalled(marker):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
    while True:
        cycle(marker)
        if signal.sigtimedwait({END}, PERIOD):
            return


def queue_way(config):
    tell(config, multiprocessing.Process, multiprocessing.Event(), multiprocessing.SimpleQueue())


def thread_way(config):
    tell(config, threading.Thread, threading.Event(), queue.SimpleQueue())


def tell(config, worker, event, configs):
    worker(target=work_until_told, args=(config.marker, event, configs), daemon=True).start()
    while True:
        config.await_change()
        configs.put(config.marker)
        event.set()


def work_until_told(marker, event, configs):
    while True:
        cycle(marker)
        if event.wait(PERIOD):
            event.clear()
            while not configs.empty():
                marker = configs.get()


async def asyncio_way(config):
    event, configs = asyncio.Event(), asyncio.Queue()

    def changed():
        config.await_change()  # there is something to read
        configs.put_nowait(config.marker)
        event.set()

    asyncio.get_running_loop().add_reader(config.events, changed)
    marker = config.marker
    while True:
        cycle(marker)
        try:
            await asyncio.wait_for(event.wait(), PERIOD)
        except asyncio.TimeoutError:
            continue
        event.clear()
        while not configs.empty():
            marker = configs.get_nowait()


WAYS = {
    "signal-fork": lambda config: signal_way(config, "fork"),
    "signal-spawn": lambda config: signal_way(config, "spawn"),
    "queue": queue_way,
    "thread": thread_way,
    "asyncio": lambda config: asyncio.run(asyncio_way(config)),
}


def end(*_):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.exit(0)  # multiprocessing ends its daemons


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in WAYS:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    WAYS[sys.argv[1]](Config(sys.argv[2]))
