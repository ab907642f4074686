"""Films for the benchmarks: made, decoded for training, and screened with Pillow and ONNX Runtime."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

SIZE = 128


def make_noise_films(folder, count=640):
    """Writes `count` smooth noise pictures of 224 x 224 as folder/train/{NORMAL,PNEUMONIA}/*.jpeg."""
    generator = np.random.default_rng(1)
    for number in range(count):
        label = ("NORMAL", "PNEUMONIA")[number % 2]
        noise = Image.fromarray(generator.integers(0, 256, (56, 56), dtype=np.uint8))
        film = noise.resize((224, 224), Image.BILINEAR).filter(ImageFilter.GaussianBlur(2))
        path = Path(folder) / "train" / label / f"noise{number}.jpeg"
        path.parent.mkdir(parents=True, exist_ok=True)
        film.save(path, "JPEG", quality=75)


def repeat_films(source, folder, times):
    """Copies every JPEG below `source` into `folder`, `times` times."""
    Path(folder).mkdir(parents=True)
    for number in range(times):
        for path in sorted(Path(source).rglob("*.jpeg")):
            shutil.copyfile(path, Path(folder) / f"{number:03}-{path.name}")


def picture(path):
    """The film at `path` as Pulmo makes its input: grey, squashed by Pillow's antialiased bilinear filter; `[128, 128]` uint8."""
    return np.asarray(Image.open(path).convert("L").resize((SIZE, SIZE), Image.BILINEAR))


def decode_films(folder, file):
    """Decodes the films under `folder` once, into an npz of pictures [M, 128, 128] uint8 and labels [M]. Returns M."""
    root = Path(folder)
    root = root / "train" if (root / "train").is_dir() else root
    films = [path for path in sorted(root.rglob("*")) if path.suffix.lower() in (".jpeg", ".jpg", ".png")]
    labels = [0 if path.parent.name.upper() == "NORMAL" else 1 for path in films]
    np.savez(file, pictures=np.stack([picture(path) for path in films]), labels=np.array(labels, dtype=np.uint8))
    return len(films)


class Screening:
    """Reads every film of a folder: `threads` decode, each film as soon as a thread is free (Pillow lets go of Python's lock while it
    decodes and resizes), and the session computes batches of what is ready."""

    def __init__(self, folder, session, batch, threads):
        self.paths = sorted(Path(folder).iterdir())
        self.session, self.batch = session, batch
        self.pool = ThreadPoolExecutor(threads)

    def run(self):
        probabilities, ready = [], []
        for number, film in enumerate(self.pool.map(picture, self.paths), 1):
            ready.append(film)
            if len(ready) == self.batch or number == len(self.paths):
                # The model has a fixed batch; the last one is filled up.
                pictures = np.zeros((self.batch, 1, SIZE, SIZE), np.float32)
                pictures[: len(ready), 0] = np.stack(ready) / np.float32(255)
                logits = self.session.run(None, {"pictures": pictures})[0].ravel()[: len(ready)]
                probabilities.extend(1 / (1 + np.exp(-logits)))
                ready = []
        return probabilities


if __name__ == "__main__":
    source, target, what = sys.argv[1:]
    if what == "repeat":
        repeat_films(source, target, 10)
    else:
        if what == "noise":
            make_noise_films(source)
        decode_films(source, target)
