#!/usr/bin/env python3
"""Makes Tests/ImagingTests/Goldens/adaptive: what OpenCV's CLAHE makes of the pictures of Goldens/resize.

    python3 Scripts/goldens/adaptive.py

Needs Python 3.10 or later, numpy and opencv-python-headless 5.0.0.

SOURCE_T_C.pgm: createCLAHE(clipLimit=C, tileGridSize=(T, T)) of resize/SOURCE.pgm. Sizes and tiles are such that both sides are multiples of T
or neither is: where one alone is, OpenCV mirrors more lines than it needs.
"""
import pathlib

import cv2
import numpy as np

GOLDENS = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "ImagingTests" / "Goldens"
CASES = [
    ("97x83", 4, 5), ("97x83", 8, 2), ("97x83", 2, 0.01), ("97x83", 5, 300), ("97x83", 1, 3), ("97x83", 16, 5), ("97x83_33x29", 4, 5), ("97x83_96x82", 2, 5),
    ("97x83_128x128", 4, 5), ("97x83_128x128", 8, 1), ("97x83_128x128", 16, 40), ("97x83_40x30", 10, 4), ("7x501", 4, 5), ("640x5", 3, 4),
]


def main():
    folder = GOLDENS / "adaptive"
    folder.mkdir(exist_ok=True)
    for source, tiles, clip in CASES:
        levels = cv2.imread(str(GOLDENS / "resize" / f"{source}.pgm"), cv2.IMREAD_GRAYSCALE)
        height, width = levels.shape
        assert (width % tiles == 0) == (height % tiles == 0), source
        made = cv2.createCLAHE(clipLimit=clip, tileGridSize=(tiles, tiles)).apply(levels)
        header = b"P5\n%d %d\n255\n" % (width, height)
        (folder / f"{source}_{tiles}_{clip}.pgm").write_bytes(header + np.ascontiguousarray(made).tobytes())
    print(len(CASES), "pictures, OpenCV", cv2.__version__, "numpy", np.__version__)


if __name__ == "__main__":
    main()
