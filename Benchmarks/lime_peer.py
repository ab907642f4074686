#!/usr/bin/env python3
"""Compares `pulmo explain --method lime` with the Python package lime driving PyTorch, in turn: whole processes, from start to end.

    python Benchmarks/lime_peer.py FILM [--pulmo COMMAND] [--model DIR] [--rounds N]

Needs lime, scikit-image, torch, pillow and safetensors. Both sides read the film, cut it by quickshift (4, 200, 0.2), ask the deep
network of the same weights about 1,000 samples on 2 threads, and fit the line; Pulmo also draws its pictures and its page. PyTorch gets
channels_last, inference mode, a tuned allocator and the batch size that is fastest in a first round. Only deep networks are rebuilt here.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from contenders import TUNED_ALLOCATOR

HERE = Path(__file__).resolve().parent
BATCHES = (10, 32, 64, 128)
SAMPLES = 1000


def explain(film, model, batch):
    """The peer's side: a process of its own. Prints the class's probability and the superpixels' number."""
    import numpy
    import torch
    from lime.lime_image import LimeImageExplainer
    from PIL import Image
    from safetensors.torch import load_file

    torch.set_num_threads(2)
    manifest = json.loads((model / "manifest.json").read_text())
    form = manifest["preprocessing"]
    if form.get("tone", "asIs") != "asIs" or form.get("region", "whole") != "whole":
        sys.exit(f"{model}: films of this model are prepared in a way that this peer does not know")
    weights = {name: tensor.to(memory_format=torch.channels_last) if tensor.ndim == 4 else tensor
               for name, tensor in load_file(model / "weights.safetensors").items()}
    functional = torch.nn.functional

    def network(x):
        for name in ("conv1", "conv2", "conv3"):
            x = functional.relu(functional.conv2d(x, weights[f"{name}.weight"], weights[f"{name}.bias"]), inplace=True)
            x = functional.max_pool2d(x, 2)
        x = x.flatten(1)
        for name in ("dense1", "dense2"):
            x = functional.relu(functional.linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"]), inplace=True)
        return functional.linear(x, weights["head.weight"], weights["head.bias"])[:, 0]

    def classify(pictures):
        # One channel is enough: the other two, which lime wants, are the same.
        x = torch.from_numpy((pictures[..., 0].astype(numpy.float32) / 255 - form["mean"]) / form["standardDeviation"])
        with torch.inference_mode():
            p = torch.sigmoid(network(x[:, None].contiguous(memory_format=torch.channels_last))).numpy()
        return numpy.stack([1 - p, p], axis=1)

    picture = Image.open(film).convert("L").resize((form["width"], form["height"]), Image.Resampling.BILINEAR)
    levels = numpy.stack([numpy.asarray(picture)] * 3, axis=-1)
    explanation = LimeImageExplainer(random_state=0).explain_instance(
        levels, classify, labels=(1,), top_labels=None, num_samples=SAMPLES, batch_size=batch, random_seed=0)
    print(json.dumps({"probability": float(classify(levels[None])[0, 1]), "superpixels": int(explanation.segments.max()) + 1}))


def seconds(command, environment=None):
    """The wall-clock time of a process, and what it printed."""
    start = time.perf_counter()
    answer = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, env=environment).stdout
    return time.perf_counter() - start, answer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("film", type=Path)
    parser.add_argument("--pulmo", default="pulmo", help="the command to measure")
    parser.add_argument("--model", type=Path, default=HERE.parent / "Models" / "deep-cnn-augmented")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer-batch", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer_batch:
        return explain(options.film, options.model, options.peer_batch)

    environment = os.environ | TUNED_ALLOCATOR | {"OMP_NUM_THREADS": "2"}

    def peer(batch):
        return seconds(
            [sys.executable, __file__, options.film, "--model", options.model, "--peer-batch", batch], environment)

    peer(BATCHES[0])  # reads the libraries into memory
    batch = min(BATCHES, key=lambda batch: peer(batch)[0])
    times = {"pulmo": [], "peer": []}
    with tempfile.TemporaryDirectory() as folder:
        ours = [options.pulmo, "explain", options.film, "--method", "lime", "--model", options.model, "--output", folder]
        seconds(ours)
        for _ in range(options.rounds):
            times["pulmo"].append(seconds(ours)[0])
            elapsed, answer = peer(batch)
            times["peer"].append(elapsed)
    medians = {side: statistics.median(runs) for side, runs in times.items()}
    print(f"{options.film}: {answer.strip()}")
    for side, name in (("pulmo", "pulmo explain --method lime"), ("peer", f"lime on PyTorch, tuned allocator, batches of {batch}")):
        print(f"{name}: {medians[side]:.2f} s (median of {options.rounds}, {min(times[side]):.2f} to {max(times[side]):.2f})")
    print(f"ratio {medians['peer'] / medians['pulmo']:.2f}")


if __name__ == "__main__":
    main()
