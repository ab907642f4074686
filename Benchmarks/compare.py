"""Times training of the deep CNN, Pulmo against PyTorch, in turn (A B A B ...), each measurement in a fresh process.

    Benchmarks/run [--data DIR] [--short] [--rounds N] [--json FILE]

Both sides get 2 threads, batch 32, float32, Adam and the same films; with augmentation both draw a new rotation (40 degrees), shift
(0.2), shear and zoom (0.9 to 1.1) for each film and step. Before anything is timed both sides must compute the same losses from the
same weights and data. The ratio is against PyTorch's best row with its allocator tuned.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import films

HERE = Path(__file__).resolve().parent
# Page faults of big temporaries cost PyTorch a factor of about 1.5; these keep glibc from giving memory back.
TUNED_ALLOCATOR = {
    "MALLOC_MMAP_THRESHOLD_": "4000000000",
    "MALLOC_TRIM_THRESHOLD_": "16000000000",
    "MALLOC_TOP_PAD_": "1000000000",
}
TOLERANCE = 1e-4


class Row:
    """One way to train, and what was measured of it."""

    def __init__(self, name, command, environment=None, tuned=False, ours=False):
        self.name, self.command, self.environment = name, command, environment or {}
        self.tuned, self.ours = tuned, ours
        self.rates, self.peak_megabytes = [], 0

    def measure(self):
        result, peak = run(self.command, self.environment)
        self.rates.append(result["imagesPerSecond"])
        self.peak_megabytes = max(self.peak_megabytes, peak)

    @property
    def rate(self):
        return statistics.median(self.rates)


def run(command, environment=None):
    """The JSON that `command` prints on its last line, and its peak memory in MB (of its largest process)."""
    output = tempfile.TemporaryFile()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=output, env={**os.environ, "OMP_NUM_THREADS": "2", **(environment or {})}
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    output.seek(0)
    text = output.read().decode()
    if process.returncode != 0:
        sys.exit(f"compare: {' '.join(map(str, command))} failed with status {process.returncode}\n{text}")
    return json.loads(text.strip().splitlines()[-1]), usage.ru_maxrss / 1024


def processor():
    """The processor's name as Linux gives it."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def rows_for(kind, channels, arguments, data, decoded):
    """Pulmo's row and PyTorch's, for steps on random data or for training with augmentation."""
    shared = ["--channels", channels, "--steps", arguments.steps, "--warmup", arguments.warmup]
    ours = [arguments.pulmo, kind, *shared] + (["--data", data] if kind == "train" else [])
    rows = [Row("Pulmo", ours, ours=True)]
    for allocator, environment in (("default allocator", {}), ("tuned allocator", TUNED_ALLOCATOR)):
        peer = [sys.executable, HERE / "peer_torch.py", *shared, kind]
        tuned = bool(environment)
        if kind == "step":
            rows.append(Row(f"PyTorch, {allocator}", peer, environment, tuned))
            continue
        for workers in (0, 1, 2):
            name = f"PyTorch, {allocator}, {workers} worker{'s' * (workers != 1)}"
            rows.append(Row(name, [*peer, "--films", decoded, "--workers", workers], environment, tuned))
    return rows


def check_agreement(channels, arguments, folder):
    file = Path(folder) / f"agreement-{channels}.safetensors"
    run([arguments.pulmo, "agreement", "--channels", channels, file])
    errors, _ = run([sys.executable, HERE / "peer_torch.py", "--channels", channels, "agreement", file])
    print(f"  {channels} channel(s): logits differ by {errors['logits']:.1e}, losses of 5 steps by {errors['losses']:.1e} (of the largest)")
    if max(errors.values()) > TOLERANCE:
        sys.exit(f"compare: the two sides do not compute the same (limit {TOLERANCE}); nothing was timed")
    return errors


def print_table(title, rows):
    best = max((row for row in rows if row.tuned), key=lambda row: row.rate)
    print(f"\n{title}\n  {'':44}{'images/s':>9}{'lowest':>9}{'highest':>9}{'peak MB':>9}")
    for row in rows:
        print(f"  {row.name:44}{row.rate:9.1f}{min(row.rates):9.1f}{max(row.rates):9.1f}{row.peak_megabytes:9.0f}")
    ours = next(row for row in rows if row.ours)
    print(f"  Pulmo is {ours.rate / best.rate:.2f} times as fast as {best.name}")
    return ours.rate / best.rate


def as_json(title, ratio, rows):
    return {
        "title": title,
        "ratio": ratio,
        "rows": [
            {"name": row.name, "imagesPerSecond": row.rate, "rounds": row.rates, "peakMegabytes": row.peak_megabytes} for row in rows
        ],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of labelled films (train/NORMAL, train/PNEUMONIA); noise pictures by default")
    parser.add_argument("--short", action="store_true", help="one channel and few steps: under 3 minutes")
    parser.add_argument("--rounds", type=int, help="measurements of each row (5; 2 with --short)")
    parser.add_argument("--steps", type=int, help="timed steps of each measurement (40; 12 with --short)")
    parser.add_argument("--json", default="benchmark-training.json", help="where the figures go (%(default)s)")
    parser.add_argument("--pulmo", default=HERE / ".build/release/TrainingBenchmark", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.rounds = arguments.rounds or (2 if arguments.short else 5)
    arguments.steps = arguments.steps or (12 if arguments.short else 40)
    arguments.warmup = 3 if arguments.short else 5

    started = time.time()
    results, agreement = [], {}
    with tempfile.TemporaryDirectory() as folder:
        data = arguments.data
        if data is None:
            data = Path(folder) / "films"
            films.make_noise_films(data)
        decoded = Path(folder) / "films.npz"
        count = films.decode_films(data, decoded)
        print(f"{processor()}, {os.cpu_count()} processors; {count} films from {arguments.data or 'noise'}")
        print(f"{arguments.rounds} rounds of {arguments.steps} steps of 32 films, 2 threads")
        print("Do both sides compute the same?")
        for channels in (1,) if arguments.short else (1, 3):
            agreement[channels] = check_agreement(channels, arguments, folder)
            for kind, what in (("train", "training with augmentation"), ("step", "steps only, random data")):
                rows = rows_for(kind, channels, arguments, data, decoded)
                for _ in range(arguments.rounds):
                    for row in rows:
                        row.measure()
                title = f"Deep CNN, {channels} channel(s), {what}"
                results.append(as_json(title, print_table(title, rows), rows))
    report = {
        "processor": processor(),
        "processors": os.cpu_count(),
        "films": count,
        "agreement": agreement,
        "tables": results,
        "seconds": time.time() - started,
    }
    Path(arguments.json).write_text(json.dumps(report, indent=2) + "\n")
    print(f"\nThe same figures: {Path(arguments.json).resolve()}")


if __name__ == "__main__":
    main()
