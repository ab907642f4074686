"""Films for the benchmarks: a folder's own, or noise pictures where none is given."""

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


def find_films(folder):
    """The films under `folder`, of its split folders only train, with 1 for pneumonia and 0 for normal."""
    root = Path(folder)
    root = root / "train" if (root / "train").is_dir() else root
    films = []
    for path in sorted(root.rglob("*")):
        if path.suffix.lower() in (".jpeg", ".jpg", ".png"):
            films.append((path, 0 if path.parent.name.upper() == "NORMAL" else 1))
    return films


def decode_films(folder, file):
    """Decodes the films under `folder` once, into an npz of pictures [M, 128, 128] uint8 and labels [M] for the peer. Returns M."""
    films = find_films(folder)
    pictures = np.stack([np.asarray(Image.open(path).convert("L").resize((SIZE, SIZE), Image.BILINEAR)) for path, _ in films])
    np.savez(file, pictures=pictures, labels=np.array([label for _, label in films], dtype=np.uint8))
    return len(films)
