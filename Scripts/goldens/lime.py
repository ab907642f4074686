#!/usr/bin/env python3
"""Makes Tests/PulmoKitTests/Goldens/lime.json: what the Python package lime says of given samples and probabilities.

Run from the repository root, with lime, scikit-learn and scikit-image installed: python3 Scripts/goldens/lime.py
"""
import importlib.metadata
import json
import os
import sys

# This folder is where Python looks first, and there this file and statistics.py would stand for the modules of their names.
sys.path = [path for path in sys.path if os.path.abspath(path or ".") != os.path.dirname(os.path.abspath(__file__))]

import numpy
import sklearn
from lime.lime_image import LimeImageExplainer

MASK = (1 << 64) - 1


class SplitMix64:
    """NeuralNet's generator."""

    def __init__(self, *keys):
        self.state = 0x243F6A8885A308D3
        for key in keys:
            self.state ^= key
            self.state = self.next()

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)


def drawn(count, superpixels, seed):
    """LIMESamples."""
    rows = numpy.ones((count, superpixels), dtype=int)
    for row in range(1, count):
        generator = SplitMix64(seed, row, 0x6C696D65)
        for column in range(superpixels):
            if column % 64 == 0:
                bits = generator.next()
            rows[row, column] = bits >> (column % 64) & 1
    return rows


class Given(numpy.random.RandomState):
    """Draws the samples that it is given."""

    def __init__(self, rows):
        super().__init__(0)
        self.rows = rows

    def randint(self, *_):
        return self.rows.ravel().copy()


def explain(image, segments, rows, probability, hide_color=None):
    """lime's own road, from its perturbed pictures to its coefficients, with given superpixels and samples."""
    def classify(pictures):
        p = numpy.array([probability(picture) for picture in pictures])
        return numpy.stack([1 - p, p], axis=1)

    explainer = LimeImageExplainer(random_state=Given(rows))
    explanation = explainer.explain_instance(
        image, classify, labels=(1,), top_labels=None, hide_color=hide_color, num_samples=len(rows),
        segmentation_fn=lambda _: segments, random_seed=0)
    pairs = explanation.local_exp[1]
    coefficients = [0.0] * len(pairs)
    for feature, weight in pairs:
        coefficients[feature] = float(weight)
    return {
        "coefficients": coefficients, "order": [int(feature) for feature, _ in pairs], "intercept": float(explanation.intercept[1]),
        "score": float(explanation.score), "localPrediction": float(explanation.local_pred[0]),
    }


def fit(name, rows, probabilities, seed=None):
    """The fit alone: each superpixel is one pixel, and the probabilities are told in the order of the samples."""
    probabilities = numpy.clip(numpy.round(probabilities, 6), 0, 1)
    superpixels = rows.shape[1]
    told = iter(probabilities)
    result = explain(numpy.zeros((1, superpixels, 3)), numpy.arange(superpixels)[None], rows, lambda _: next(told))
    # Samples of a seed are drawn again; others are written out, a row's first superpixel being its lowest bit.
    bits = None if seed is not None else ["%x" % sum(int(bit) << place for place, bit in enumerate(row)) for row in rows]
    return {
        "name": name, "count": len(rows), "superpixels": superpixels, "seed": seed, "rows": bits, "probabilities": probabilities.tolist(),
        "explanation": result,
    }


random = numpy.random.RandomState(6)


def planted(rows, noise):
    """A linear model with noise."""
    weights = random.normal(0, 0.3 / rows.shape[1] ** 0.5, rows.shape[1])
    return 0.5 + (rows - 0.5) @ weights + random.normal(0, noise, len(rows))


few, some, many, short = drawn(200, 20, 1), drawn(500, 60, 2), drawn(1000, 150, 3), drawn(40, 60, 4)
lime_rows = random.randint(0, 2, 200 * 30).reshape(200, 30)
lime_rows[0] = 1
lime_rows[7] = 0
fits = [
    fit("a planted line, 20 superpixels", few, planted(few, 0), 1),
    fit("a planted line with noise, 60 superpixels", some, planted(some, 0.05), 2),
    fit("probabilities at random, 150 superpixels", many, random.random_sample(1000), 3),
    fit("fewer samples than superpixels", short, planted(short, 0.02), 4),
    fit("samples as lime draws them, one with nothing shown", lime_rows, planted(lime_rows, 0.1)),
    fit("one probability for all", few, numpy.full(200, 0.7), 1),
]

# From picture to coefficients: 24 × 16 pixels in 12 superpixels with ragged borders, and a reader of grey levels.
width, height = 24, 16
levels = numpy.clip(random.normal(120, 60, (height, width)), 0, 255).astype(numpy.uint8)
y, x = numpy.mgrid[0:height, 0:width]
segments = numpy.clip((x + y % 3) // 6, 0, 3) + 4 * numpy.clip((y + x % 2) // 5, 0, 2)
slopes = ((numpy.arange(width * height) * 7) % 11 - 5) / 2000
rows = drawn(64, 12, 5)


def reader(picture):
    return 1 / (1 + numpy.exp(-(slopes * picture[:, :, 0].ravel()).sum()))


image = numpy.stack([levels] * 3, axis=2)
seen = []
film = {
    "width": width, "height": height, "levels": levels.ravel().tolist(), "labels": segments.ravel().tolist(), "count": 64, "seed": 5,
    "mean": explain(image, segments, rows, lambda picture: (seen.append(picture[:, :, 0].ravel().tolist()), reader(picture))[1]),
    "black": explain(image, segments, rows, reader, hide_color=0),
}
film["secondSample"] = seen[1]

golden = {
    "version": 1,
    "script": "Scripts/goldens/lime.py",
    "versions": {
        "python": sys.version.split()[0], "numpy": numpy.__version__, "scikit-learn": sklearn.__version__,
        "lime": importlib.metadata.version("lime"), "scikit-image": importlib.metadata.version("scikit-image"),
    },
    "fits": fits, "film": film,
}
with open("Tests/PulmoKitTests/Goldens/lime.json", "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
