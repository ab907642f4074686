#!/usr/bin/env python3
"""Reads a run's event file back with the tensorboard package and compares it with metrics.csv.

    python3 Scripts/read-tensorboard.py runs/NAME

Every value of metrics.csv must be in the event file, to the precision of a float, and there must be one record for each step.
Last run with tensorboard 2.21.0 and protobuf 7.36.2, Python 3.11.
"""

import csv
import math
import pathlib
import struct
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

COLUMNS = {
    "loss/train": "train_loss",
    "loss/val": "val_loss",
    "val/accuracy": "val_accuracy",
    "val/auroc": "val_auroc",
    "speed/images_per_second": "images_per_second",
}


def as_float32(text):
    return struct.unpack("f", struct.pack("f", float(text)))[0]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    run = pathlib.Path(sys.argv[1])
    events = EventAccumulator(str(run), size_guidance={"scalars": 0})
    events.Reload()
    with open(run / "metrics.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    compared = 0
    for tag, column in COLUMNS.items():
        wanted = [as_float32(row[column]) for row in rows if row[column] != ""]
        found = [event.value for event in events.Scalars(tag)] if tag in events.Tags()["scalars"] else []
        if len(wanted) != len(found) or not all(math.isclose(a, b, rel_tol=1e-6) for a, b in zip(wanted, found)):
            sys.exit(f"{tag}: metrics.csv has {wanted}, the event file {found}")
        compared += len(wanted)
    steps = [event.step for event in events.Scalars("step/loss")]
    if steps != list(range(1, len(steps) + 1)):
        sys.exit(f"step/loss: the steps are not 1, 2, 3, … but {steps[:10]} …")
    print(f"{run}: {compared} values of {len(rows)} epochs agree, {len(steps)} steps are all there")


if __name__ == "__main__":
    main()
