"""Endless batches of augmented films for PyTorch: a new rotation (40 degrees), shift (0.2), shear (0.3) and zoom (0.9 to 1.1) for each film
and step, as Pulmo's own augmentation has them."""

import math
import sys

import numpy as np
import torch
from torch.nn import functional as F


def affine(count, generator):
    """One affine map a picture, `[N, 2, 3]` in affine_grid's coordinates."""

    def uniform(low, high):
        return torch.empty(count).uniform_(low, high, generator=generator)

    rotation = uniform(-40, 40) * math.pi / 180
    shear = uniform(-0.3, 0.3) * math.pi / 180
    shift_x, shift_y = uniform(-0.2, 0.2) * 2, uniform(-0.2, 0.2) * 2
    zoom_x, zoom_y = uniform(0.9, 1.1), uniform(0.9, 1.1)
    cos, sin = rotation.cos(), rotation.sin()
    first = torch.stack([cos * zoom_x, (cos * -shear.sin() - sin * shear.cos()) * zoom_y, shift_x], 1)
    second = torch.stack([sin * zoom_x, (sin * -shear.sin() + cos * shear.cos()) * zoom_y, shift_y], 1)
    return torch.stack([first, second], 1)


class AugmentedBatches(torch.utils.data.Dataset):
    """Whole batches; item i is the same whichever worker makes it."""

    def __init__(self, arguments, layout):
        films = np.load(arguments.films)
        self.pictures = torch.from_numpy(films["pictures"]).unsqueeze(1)  # [M, 1, 128, 128] uint8
        self.labels = torch.from_numpy(films["labels"]).float().unsqueeze(1)  # [M, 1]
        self.batch, self.channels, self.layout = arguments.batch, arguments.shape[0], layout
        self.per_epoch = len(self.labels) // self.batch

    def __len__(self):
        return sys.maxsize // self.batch

    def __getitem__(self, number):
        epoch, position = divmod(number, self.per_epoch)
        order = torch.randperm(len(self.labels), generator=torch.Generator().manual_seed(epoch))
        picks = order[position * self.batch : (position + 1) * self.batch]
        images = self.pictures[picks].float().div_(255)
        generator = torch.Generator().manual_seed(number)
        grid = F.affine_grid(affine(len(picks), generator), images.shape, align_corners=False)
        images = F.grid_sample(images, grid, mode="bilinear", padding_mode="border", align_corners=False)
        # The films are grey: the one channel is augmented and then repeated.
        images = images.expand(-1, self.channels, -1, -1).contiguous(memory_format=self.layout)
        return images, self.labels[picks]


def endless_batches(arguments, layout):
    """Batches by as many worker processes as the form's number says: `workers0`, `workers1`, `workers2`."""
    workers = int(arguments.form.removeprefix("workers"))
    options = {"persistent_workers": True, "prefetch_factor": 4} if workers else {}
    batches = AugmentedBatches(arguments, layout)
    return iter(torch.utils.data.DataLoader(batches, batch_size=None, sampler=range(1 << 30), num_workers=workers, **options))
