#!/usr/bin/env python3
"""Makes Tests/PulmoKitTests/Goldens/augmentation.json: what Keras's ImageDataGenerator does to a picture.

Keras needs a deep-learning backend only to be imported, so its `apply_affine_transform`
(keras/src/legacy/preprocessing/image.py, Keras 3) is stated here anew, step by step, over the same SciPy call.
The picture is square: for other pictures Keras takes height for width when it centres the matrix.

Needs numpy and scipy; the versions used stand in the file.   python3 Scripts/goldens/augmentation.py
"""
import json
import pathlib

import numpy as np
import scipy
from scipy import ndimage

SIDE = 40


def matrix(theta, tx, ty, shear, zx, zy):
    theta, shear = np.deg2rad(theta), np.deg2rad(shear)
    rotation = np.array([[np.cos(theta), -np.sin(theta), 0], [np.sin(theta), np.cos(theta), 0], [0, 0, 1]])
    shift = np.array([[1, 0, tx], [0, 1, ty], [0, 0, 1]])
    shearing = np.array([[1, -np.sin(shear), 0], [0, np.cos(shear), 0], [0, 0, 1]])
    zoom = np.array([[zx, 0, 0], [0, zy, 0], [0, 0, 1]])
    centre = SIDE / 2 - 0.5
    offset = np.array([[1, 0, centre], [0, 1, centre], [0, 0, 1]])
    reset = np.array([[1, 0, -centre], [0, 1, -centre], [0, 0, 1]])
    result = offset @ rotation @ shift @ shearing @ zoom @ reset
    # Keras's matrix is for (x, y), arrays are indexed [y, x].
    result[:, [0, 1]] = result[:, [1, 0]]
    result[[0, 1]] = result[[1, 0]]
    return result


def picture():
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    smooth = 128 + 60 * np.sin(x / 5.0) + 50 * np.cos(y / 7.0 + x / 11.0)
    smooth[8:14, 22:30] = 240
    smooth[25:36, 5:9] = 10
    return np.clip(np.rint(smooth), 0, 255).astype(np.uint8)


CASES = [
    dict(theta=30, tx=0, ty=0, shear=0, zx=1, zy=1, flip=False),
    dict(theta=-17.5, tx=3.2, ty=-5.6, shear=0, zx=1, zy=1, flip=False),
    dict(theta=0, tx=0, ty=0, shear=20, zx=1, zy=1, flip=False),
    dict(theta=0, tx=0, ty=0, shear=0, zx=0.9, zy=1.1, flip=False),
    dict(theta=40, tx=-8, ty=8, shear=0.3, zx=0.93, zy=1.07, flip=False),
    dict(theta=-40, tx=7.3, ty=2.9, shear=-12, zx=1.1, zy=0.9, flip=True),
]

source = picture()
cases = []
for case in CASES:
    m = matrix(**{key: value for key, value in case.items() if key != "flip"})
    out = ndimage.affine_transform(source.astype(np.float64), m[:2, :2], m[:2, 2], order=1, mode="nearest")
    if case["flip"]:
        out = out[:, ::-1]
    cases.append(case | dict(pixels=[round(float(v), 2) for v in out.ravel()]))

golden = dict(
    version=1,
    script="Scripts/goldens/augmentation.py",
    versions=dict(numpy=np.__version__, scipy=scipy.__version__),
    side=SIDE,
    pixels=source.ravel().tolist(),
    cases=cases,
)
target = pathlib.Path(__file__).parents[2] / "Tests/PulmoKitTests/Goldens/augmentation.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print(f"{target}: {len(cases)} cases, {target.stat().st_size} bytes")
