"""Compares Pulmo with PyTorch, TensorFlow, ONNX Runtime and OpenVINO on the same work, in turn (A B A B ...).

    Benchmarks/run [--short] [--data DIR] [--rounds N] [--only TEXT] [--json FILE]

Every side gets 2 threads, float32, the same pictures, the same batch and the same weights; each says by their hash which it loaded, and
before anything is timed all must compute the same. Each is a process of its own, stopped while the others have their turn. Of a
library's forms the fastest of the first round goes on. A ratio is of Pulmo to the best peer of its row, allocator tuned or not.
"""

import argparse
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from contenders import HERE, Failure
from rows import Workplace, all_rows
from tables import as_json, print_row, print_summary


def processor():
    """The processor's name as Linux gives it."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def measure_peak(pulmo):
    """GFLOP/s of a loop of fused multiply-adds on 2 threads, and the vectors it used."""
    answer = json.loads(subprocess.run([pulmo, "peak"], check=True, capture_output=True).stdout)
    return answer["gigaflops"], answer["vectors"]


def check_agreement(row):
    """The largest difference of any side's outputs from Pulmo's, as a share of the largest output; None where there are none, as in an
    epoch, whose augmentation each side draws for itself."""
    ours = row.contenders[0].introduction
    worst = 0.0 if ours["outputs"] else None
    for contender in row.contenders[1:]:
        theirs = contender.introduction
        if "weights" in ours and theirs["weights"] != ours["weights"]:
            raise Failure(f"{contender.name} loaded other weights: {theirs['weights']}, not {ours['weights']}")
        pairs = list(zip(ours["outputs"], theirs["outputs"], strict=True))
        error = max((abs(a - b) for a, b in pairs), default=0) / max((abs(a) for a, _ in pairs), default=1)
        if not error <= row.tolerance:
            raise Failure(f"{row.title}: {contender.name} computes something else: off by {error:.1e} (limit {row.tolerance:.0e})")
        worst = None if worst is None else max(worst, error)
    return worst


def drop_slower_forms(row):
    """Keeps of each library and allocator the form that was fastest in the first round."""
    best = {}
    for contender in row.contenders:
        key = (contender.library, contender.is_tuned)
        if key not in best or contender.turns[0] < best[key].turns[0]:
            best[key] = contender
    for contender in row.contenders:
        if contender not in best.values():
            row.dropped.append(contender)
            contender.end()
    row.contenders = list(best.values())


def measure(row, rounds, seconds, pulmo):
    """Starts the row's contenders, checks that they agree, and gives each its turns."""
    started = time.time()
    try:
        if row.is_cold_start:
            for _ in range(rounds):
                for contender in row.contenders:
                    contender.first_answer()
            row.agreement = check_agreement(row)
            return
        for contender in row.contenders:
            contender.start()
        for contender in row.contenders:
            contender.introduce()
        row.agreement = check_agreement(row)
        peaks = []
        for number in range(rounds):
            peaks.append(measure_peak(pulmo)[0])
            for contender in row.contenders:
                contender.turn(seconds)
            if number == 0:
                drop_slower_forms(row)
        row.peak_gigaflops = statistics.median(peaks)
    finally:
        for contender in row.contenders + row.dropped:
            contender.end()
        row.seconds = time.time() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="the deep CNN's rows alone, fewer and shorter turns: under 3 minutes")
    parser.add_argument("--data", help="folder of labelled films (train/NORMAL, train/PNEUMONIA) to train on; noise pictures by default")
    parser.add_argument("--rounds", type=int, help="turns of each side (3; 2 with --short)")
    parser.add_argument("--seconds", type=float, help="of a turn, about (1; 0.5 with --short)")
    parser.add_argument("--only", default="", help="only rows whose title contains this text")
    parser.add_argument("--json", default="benchmark.json", help="where the figures go (%(default)s)")
    parser.add_argument("--pulmo", default=HERE / ".build/release/PulmoPeer", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    rounds = arguments.rounds or (2 if arguments.short else 3)
    seconds = arguments.seconds or (0.5 if arguments.short else 1)

    # A stopped process would outlive this one.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("compare: terminated"))
    started = time.time()
    peak, vectors = measure_peak(arguments.pulmo)
    print(f"{processor()}, {os.cpu_count()} processors; {peak:.0f} GFLOP/s in a loop of multiply-adds ({vectors}, 2 threads)")
    print(f"{rounds} turns of about {seconds} s for each side of each row, float32, 2 threads", flush=True)
    rows = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            place = Workplace(Path(folder), arguments.pulmo, arguments.data)
            for row in all_rows(place, arguments.short):
                if arguments.only.lower() not in row.title.lower():
                    continue
                row.prepare()
                measure(row, rounds, seconds, arguments.pulmo)
                print_row(row)
                rows.append(row)
    except Failure as failure:
        sys.exit(f"compare: {failure}")
    print_summary(rows)
    report = {
        "processor": processor(),
        "processors": os.cpu_count(),
        "peak": {"gigaflops": peak, "vectors": vectors},
        "rounds": rounds,
        "secondsOfATurn": seconds,
        "rows": [as_json(row) for row in rows],
        "seconds": time.time() - started,
    }
    Path(arguments.json).write_text(json.dumps(report, indent=2) + "\n")
    print(f"\n{time.time() - started:.0f} s in all. The same figures: {Path(arguments.json).resolve()}")


if __name__ == "__main__":
    main()
