#!/usr/bin/env python3
"""Makes the mean chest of Sources/PulmoKit/LungRegion/ChestTemplate.swift from films.

    Scripts/chest-template.py DIR > template.txt      # DIR/manifest.csv lists the films; needs numpy and pillow

Draws 400 films of the folder `train` and takes the mean of their structure (as ChestStructure.swift makes it). Six times over, each film is moved and
stretched to the mean (the places, scores and search of ChestFit.swift and ChestAxis.swift, from one start), and the mean is taken anew. Prints the mean in 16
levels, a row of hexadecimal digits for each of its rows. Made with Python 3.11, numpy 2.4 and Pillow 13.0.
"""

import csv
import os
import sys

import numpy as np
from PIL import Image

FILM, CHEST, FILMS, ROUNDS, SEED = 32, 28, 400, 6, 1
SHIFTS = np.arange(-6, 7) * 0.05
ACROSS = [(0.75 + 0.05 * i, shift) for i in range(11) for shift in SHIFTS]
DOWN = [(0.70 + 0.05 * i, shift) for i in range(11) for shift in SHIFTS]


def surroundings(values):
    """The mean of the 11 × 11 pixels around each; beyond the edges the picture goes on as it ends."""
    padded = np.pad(values, 5, mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, (11, 11)).mean((2, 3))


def structure(path):
    film = np.asarray(Image.open(path).convert("L").resize((FILM, FILM), Image.Resampling.BILINEAR))
    inner = film[FILM // 10 : FILM - FILM // 10, FILM // 10 : FILM - FILM // 10]
    own = np.bincount(inner.ravel(), minlength=256)
    darker = np.cumsum(own) - own
    levels = ((255 * (2 * darker + own) + inner.size) // (2 * inner.size))[film].astype(float)
    difference = levels - surroundings(levels)
    return difference / (np.sqrt(surroundings(difference**2)) + 12)


def mixing(scale, shift):
    """[28, 32]: how the mean chest's places along an axis are mixed from the film's lines."""
    chest = (np.arange(CHEST) + 2.5) / FILM * 2 - 1
    position = np.clip((scale * chest + shift + 1) / 2 * FILM - 0.5, 0, FILM - 1)
    line = np.minimum(FILM - 2, position.astype(int))
    matrix = np.zeros((CHEST, FILM))
    matrix[np.arange(CHEST), line] = 1 - (position - line)
    matrix[np.arange(CHEST), line + 1] = position - line
    return matrix


def best(pictures, chest, places, usual):
    centred = pictures - pictures.mean((1, 2), keepdims=True)
    correlation = (centred * chest).sum((1, 2)) / np.sqrt((centred**2).sum((1, 2)) + 1e-6)
    return int((correlation - [(scale - usual) ** 2 + shift**2 for scale, shift in places]).argmax())


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "manifest.csv")) as file:
        paths = sorted(row["path"] for row in csv.DictReader(file) if row["split"] == "train")
    drawn = np.random.default_rng(SEED).permutation(len(paths))[:FILMS]
    films = [structure(os.path.join(folder, paths[index])) for index in drawn]
    across, down = (np.stack([mixing(*place) for place in places]) for places in (ACROSS, DOWN))
    centre = ACROSS.index(min(ACROSS, key=lambda place: (place[0] - 1) ** 2 + place[1] ** 2))
    mean = np.mean(films, 0)[2:-2, 2:-2]
    for _ in range(ROUNDS):
        chest = mean - mean.mean()
        chest /= np.sqrt((chest**2).sum())
        aligned = []
        for film in films:
            x, y = centre, None
            for _ in range(8):
                before = (x, y)
                y = best(down @ (film @ across[x].T), chest, DOWN, 0.9)
                x = best((down[y] @ film) @ across.transpose(0, 2, 1), chest, ACROSS, 1.0)
                if (x, y) == before:
                    break
            aligned.append(down[y] @ film @ across[x].T)
        mean = np.mean(aligned, 0)
    for row in np.round((mean - mean.min()) / (mean.max() - mean.min()) * 15).astype(int):
        print("".join(f"{level:x}" for level in row))


main()
