"""The processes that are compared: how they are started, stopped between their turns, asked and measured."""

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = HERE / "peers"
# Page faults of big temporaries cost PyTorch and TensorFlow much; these keep glibc from giving memory back.
TUNED_ALLOCATOR = {
    "MALLOC_MMAP_THRESHOLD_": "4000000000",
    "MALLOC_TRIM_THRESHOLD_": "16000000000",
    "MALLOC_TOP_PAD_": "1000000000",
}


class Failure(Exception):
    """Why nothing more can be compared."""


class Contender:
    """One library in one form, doing the work of one row in a process of its own."""

    def __init__(self, library, command, form="", is_tuned=False):
        self.library, self.form, self.is_tuned = library, form, is_tuned
        self.command = [str(part) for part in command] + (["--form", form] if form else [])
        self.turns, self.first_seconds = [], []
        self.process, self.introduction, self.peak_megabytes = None, {}, 0

    @property
    def name(self):
        details = [self.form, "tuned allocator" if self.is_tuned else ""]
        return ", ".join([self.library, *filter(None, details)])

    def start(self):
        environment = {**os.environ, "OMP_NUM_THREADS": "2", **(TUNED_ALLOCATOR if self.is_tuned else {})}
        # A group of its own, so that its workers stop with it.
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True, text=True)

    def _answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise Failure(f"{self.name} ended with status {self.process.wait()}: {' '.join(self.command)}")
        return json.loads(line)

    def introduce(self):
        """Waits until it is ready, and stops it."""
        self.introduction = self._answer()
        os.killpg(self.process.pid, signal.SIGSTOP)

    def turn(self, seconds):
        os.killpg(self.process.pid, signal.SIGCONT)
        self.process.stdin.write(f"time {seconds}\n")
        self.process.stdin.flush()
        answer = self._answer()
        os.killpg(self.process.pid, signal.SIGSTOP)
        self.turns.append(answer["seconds"] / answer["images"])
        self.peak_megabytes = self._peak()

    def _peak(self):
        """Peak memory in MB. The parent's ru_maxrss would not do: it begins at what the parent held when it forked."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024

    def end(self):
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def first_answer(self):
        """Starts it, waits for its first answer, and notes the seconds between."""
        start = time.perf_counter()
        self.start()
        self.introduction = self._answer()
        self.first_seconds.append(time.perf_counter() - start)
        self.peak_megabytes = self._peak()
        self.end()

    @property
    def seconds_per_image(self):
        return statistics.median(self.turns)


def python(peer, *arguments):
    return [sys.executable, PEERS / f"peer_{peer}.py", *arguments]
