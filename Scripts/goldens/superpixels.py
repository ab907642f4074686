#!/usr/bin/env python3
"""Makes Tests/PulmoKitTests/Goldens/superpixels.json: the superpixels that scikit-image finds on ten small films.

The films are from Examples/ (CC BY 4.0, see Examples/ATTRIBUTION.md), made small by Pillow; their grey levels stand in the file.

Quickshift breaks ties with noise of numpy's generator. Two films have 8 grey levels only, so that there are many ties. One of them keeps
numpy's noise, as 32-bit floats which both sides add; for the others scikit-image is given the noise that Pulmo draws from a seed
(SplitMix64). scikit-image takes no noise: while it runs, numpy's `default_rng` gives a generator whose normal() returns ours.

Labels stand row by row as runs: a byte for the superpixel, a byte for the pixels of the run, in base64.

Needs numpy, Pillow and scikit-image 0.26; the versions used stand in the file.   python3 Scripts/goldens/superpixels.py
"""
import base64
import json
import pathlib
from unittest import mock

import numpy as np
import PIL
import skimage
from PIL import Image
from skimage.segmentation import quickshift, slic

ROOT = pathlib.Path(__file__).resolve().parents[2]
MASK = (1 << 64) - 1
# width, height; of the noise: a seed, or None for numpy's own; of quickshift and SLIC: the settings that differ from the defaults.
CASES = [
    ((96, 96), 1, {}, {}),
    ((104, 80), 2, {}, {"n_segments": 50}),
    ((80, 104), 3, {}, {"n_segments": 200}),
    ((80, 80), None, {"kernel_size": 1}, {"compactness": 1}),
    ((96, 72), 4, {}, {"compactness": 0.1}),
    ((72, 96), 5, {"kernel_size": 2.5}, {"sigma": 1}),
    ((88, 88), 6, {"max_dist": 6}, {"sigma": 2.5, "n_segments": 30}),
    ((100, 75), 7, {"ratio": 1.0}, {"compactness": 30, "min_size_factor": 0.9}),
    ((64, 112), 8, {"kernel_size": 1, "max_dist": 10, "ratio": 0.5}, {"max_size_factor": 1.2, "compactness": 2}),
    ((90, 90), 9, {}, {"max_num_iter": 3}),
]


def pulmo_noise(count, seed):
    """Quickshift.noise: even noise of standard deviation 0.00001 from SplitMix64."""
    noise, state = np.empty(count), seed
    for index in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        noise[index] = ((z >> 11) * 2.0**-53 - 0.5) * 3.4641016151377544e-5
    return noise


class Generator:
    """A generator that knows one answer."""

    def __init__(self, noise):
        self.noise = noise

    def normal(self, scale, size):
        assert scale == 0.00001
        return self.noise.reshape(size).copy()


def runs(labels):
    labels = labels.ravel()
    assert labels.max() < 256
    data, start = bytearray(), 0
    for end in range(1, len(labels) + 1):
        if end == len(labels) or labels[end] != labels[start] or end - start == 255:
            data += bytes((int(labels[start]), end - start))
            start = end
    return base64.b64encode(bytes(data)).decode()


def reference_quickshift(film, noise, settings):
    colour = np.repeat(film[..., None], 3, axis=2)
    with mock.patch("numpy.random.default_rng", lambda seed: Generator(noise)):
        return quickshift(colour, **settings)


def reference_slic(film, settings):
    return slic(np.repeat(film[..., None], 3, axis=2), start_label=0, **settings)


def main():
    files = sorted((ROOT / "Examples").glob("*/*.jp*g"))
    films = []
    for file, (size, seed, quickshift_settings, slic_settings) in zip(files[3:], CASES, strict=False):
        film = np.asarray(Image.open(file).convert("L").resize(size, Image.Resampling.BILINEAR))
        if quickshift_settings.get("kernel_size") == 1:
            film = film // 32 * 32
        if seed is None:
            noise = np.random.default_rng(42).normal(scale=0.00001, size=film.shape).astype(np.float32).astype(np.float64)
        else:
            noise = pulmo_noise(film.size, seed)
        quickshift_settings = {"kernel_size": 4, "max_dist": 200, "ratio": 0.2} | quickshift_settings
        slic_settings = dict(n_segments=100, compactness=10, sigma=0, max_num_iter=10, min_size_factor=0.5, max_size_factor=3) | slic_settings
        shifted, clustered = reference_quickshift(film, noise, quickshift_settings), reference_slic(film, slic_settings)
        if quickshift_settings["kernel_size"] == 1:
            assert not np.array_equal(shifted, reference_quickshift(film, 0 * noise, quickshift_settings)), "the noise changes nothing"
        films.append({
            "name": file.name, "width": size[0], "height": size[1], "levels": base64.b64encode(film.tobytes()).decode(),
            **({"noise": base64.b64encode(noise.astype("<f4").tobytes()).decode()} if seed is None else {"seed": seed}),
            "quickshift": quickshift_settings | {"labels": runs(shifted)},
            "slic": slic_settings | {"labels": runs(clustered)},
        })
        print(file.name, size, "quickshift", shifted.max() + 1, "SLIC", clustered.max() + 1)
    versions = {"numpy": np.__version__, "pillow": PIL.__version__, "scikit-image": skimage.__version__}
    golden = {"version": 1, "madeBy": "Scripts/goldens/superpixels.py", "versions": versions, "films": films}
    path = ROOT / "Tests" / "PulmoKitTests" / "Goldens" / "superpixels.json"
    path.write_text(json.dumps(golden, indent=1) + "\n")
    print(path.name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
