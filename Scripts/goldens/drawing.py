#!/usr/bin/env python3
"""Makes what pictures of explanations are held to:

Tests/ImagingTests/Goldens/color-maps.json    matplotlib's viridis and RdBu
Tests/PulmoKitTests/Goldens/drawing.json      LIME's mask view by lime and scikit-image, and boundaries by scikit-image

Run from the repository root, with lime, scikit-image and matplotlib installed: python3 Scripts/goldens/drawing.py
"""
import importlib.metadata
import json
import os
import sys

# This folder is where Python looks first, and there a file called statistics.py would stand for the module of its name.
sys.path = [path for path in sys.path if os.path.abspath(path or ".") != os.path.dirname(os.path.abspath(__file__))]

import matplotlib
import numpy
from lime.lime_image import ImageExplanation
from skimage.segmentation import find_boundaries, mark_boundaries


def levels(colours):
    """Colours of 0 to 1 as levels, rounded."""
    return numpy.floor(numpy.asarray(colours)[..., :3] * 255 + 0.5).astype(int).ravel().tolist()


def write(path, packages, content):
    versions = {"python": sys.version.split()[0]} | {name: importlib.metadata.version(name) for name in packages}
    with open(path, "w") as file:
        json.dump({"version": 1, "script": "Scripts/goldens/drawing.py", "versions": versions, **content}, file, separators=(",", ":"))
        file.write("\n")


places = numpy.arange(256)
write("Tests/ImagingTests/Goldens/color-maps.json", ["matplotlib"], {
    "viridis": levels(matplotlib.colormaps["viridis"](places)), "redBlue": levels(matplotlib.colormaps["RdBu"](places)),
})

# 24 × 16 pixels in 12 superpixels with ragged borders.
random = numpy.random.RandomState(12)
width, height = 24, 16
film = random.randint(20, 231, (height, width)).astype(numpy.uint8)
y, x = numpy.mgrid[0:height, 0:width]
segments = numpy.clip((x + y % 3) // 6, 0, 3) + 4 * numpy.clip((y + x % 2) // 5, 0, 2)
weights = numpy.round(random.normal(0, 0.2, 12), 4)
explanation = ImageExplanation(numpy.stack([film] * 3, axis=2), segments)
explanation.local_exp[1] = sorted(enumerate(weights), key=lambda pair: -abs(pair[1]))
tinted, mask = explanation.get_image_and_mask(1, positive_only=False, num_features=5, hide_rest=False)
labels = random.randint(0, 3, (9, 11))
write("Tests/PulmoKitTests/Goldens/drawing.json", ["lime", "scikit-image", "numpy"], {
    "width": width, "height": height, "film": film.ravel().tolist(), "labels": segments.ravel().tolist(), "weights": weights.tolist(), "top": 5,
    "mask": levels(mark_boundaries(tinted / 255, mask, mode="thick")),
    "boundaries": {
        "width": 11, "labels": labels.ravel().tolist(),
        "isBoundary": find_boundaries(labels, mode="thick").ravel().astype(int).tolist(),
    },
})
