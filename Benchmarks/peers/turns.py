"""The protocol that every side of the comparison speaks, Pulmo's too (Sources/PulmoPeer).

A process prepares its work, prints one line of JSON about it, and then answers each line of standard input with one line of JSON, until
standard input ends:

    time SECONDS    works for about that long: {"runs": how many, "seconds": of one run, the mean, "images": pictures of a run}

Between its turns a process is stopped by the one who asks (SIGSTOP), so that no waiting thread spins beside the others' turns.
"""

import argparse
import hashlib
import json
import sys
import time

THREADS = 2


def arguments(form=None):
    """What a process is told: the network, its weights and pictures, and what to do with them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", default="deep-cnn")
    parser.add_argument("--mode", choices=["training", "inference", "first", "epoch", "screening"], required=True)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--weights", help="safetensors under PyTorch's names, or an ONNX model")
    parser.add_argument("--pictures", help="raw float32 [N, C, H, W]")
    parser.add_argument("--shape", help="C,H,W", type=lambda text: tuple(map(int, text.split(","))))
    parser.add_argument("--films", help="npz of decoded films, or a folder of JPEG files")
    parser.add_argument("--form", default=form, help="one of the library's ways to do the same")
    return parser.parse_args()


def read_pictures(arguments):
    """The pictures, `[N, C, H, W]` float32."""
    import numpy as np

    return np.fromfile(arguments.pictures, dtype=np.float32).reshape(-1, *arguments.shape)[: arguments.batch]


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def reply(value):
    print(json.dumps(value), flush=True)


def first_answer(outputs):
    """A cold start: the answer alone; whoever asked ends the process."""
    reply({"outputs": [float(value) for value in outputs]})
    sys.stdin.read()


def serve(run, outputs, weights, version, images, untimed=1, minimum=3):
    """Answers turns of `run`, which works on `images` pictures at a time; each turn begins with `untimed` runs."""
    reply({"outputs": [float(value) for value in outputs], "weights": weights, "version": version})
    for line in sys.stdin:
        command, seconds = line.split()
        assert command == "time", line
        for _ in range(untimed):
            run()
        runs, start = 0, time.perf_counter()
        while runs < minimum or time.perf_counter() - start < float(seconds):
            run()
            runs += 1
        reply({"runs": runs, "seconds": (time.perf_counter() - start) / runs, "images": images})
