"""PyTorch's side of compare.py: each subcommand does one thing in a fresh process and prints one line of JSON.

The peer is given every advantage that its own documentation names: channels_last, a fused Adam, pictures already decoded in
memory, one batched affine_grid/grid_sample for the whole batch, and worker processes that hand over whole batches.
"""

import argparse
import json
import math
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

SIZE = 128


class DeepCNN(nn.Module):
    """Project 2's chosen network, named as in Pulmo."""

    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 32, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.conv3 = nn.Conv2d(64, 128, 3)
        self.dense1 = nn.Linear(128 * 14 * 14, 128)
        self.dense2 = nn.Linear(128, 64)
        self.head = nn.Linear(64, 1)

    def forward(self, x):
        for convolution in (self.conv1, self.conv2, self.conv3):
            x = F.max_pool2d(F.relu(convolution(x)), 2)
        x = x.flatten(1)
        return self.head(F.relu(self.dense2(F.relu(self.dense1(x)))))


class Training:
    """One step: forward, loss, backward, Adam."""

    def __init__(self, channels):
        self.model = DeepCNN(channels).to(memory_format=torch.channels_last)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, eps=1e-7, fused=True)

    def step(self, images, targets):
        self.optimizer.zero_grad(set_to_none=True)
        logits = self.model(images)
        loss = F.binary_cross_entropy_with_logits(logits, targets)
        loss.backward()
        self.optimizer.step()
        return loss.item(), logits


def affine(count, generator):
    """Project 2's augmentation as one affine map a picture, in affine_grid's coordinates."""

    def uniform(low, high):
        return torch.empty(count).uniform_(low, high, generator=generator)

    rotation = uniform(-40, 40) * math.pi / 180
    shear = uniform(-0.3, 0.3) * math.pi / 180
    shift_x, shift_y = uniform(-0.2, 0.2) * 2, uniform(-0.2, 0.2) * 2
    zoom_x, zoom_y = uniform(0.9, 1.1), uniform(0.9, 1.1)
    cos, sin = rotation.cos(), rotation.sin()
    first = torch.stack([cos * zoom_x, (cos * -shear.sin() - sin * shear.cos()) * zoom_y, shift_x], 1)
    second = torch.stack([sin * zoom_x, (sin * -shear.sin() + cos * shear.cos()) * zoom_y, shift_y], 1)
    return torch.stack([first, second], 1)  # [N, 2, 3]


class AugmentedBatches(torch.utils.data.Dataset):
    """Whole batches; item i is the same whichever worker makes it."""

    def __init__(self, pictures, labels, batch, channels):
        self.pictures = torch.from_numpy(pictures).unsqueeze(1)  # [M, 1, 128, 128] uint8
        self.labels = torch.from_numpy(labels).float().unsqueeze(1)  # [M, 1]
        self.batch, self.channels = batch, channels
        self.per_epoch = len(labels) // batch

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
        images = images.expand(-1, self.channels, -1, -1).contiguous(memory_format=torch.channels_last)
        return images, self.labels[picks]


def report(images, seconds):
    print(json.dumps({"images": images, "seconds": seconds, "imagesPerSecond": images / seconds}))


def time_steps(arguments):
    training = Training(arguments.channels)
    images = torch.rand(arguments.batch, arguments.channels, SIZE, SIZE).contiguous(memory_format=torch.channels_last)
    targets = (torch.arange(arguments.batch) % 2).float().unsqueeze(1)
    for _ in range(arguments.warmup):
        training.step(images, targets)
    start = time.perf_counter()
    for _ in range(arguments.steps):
        training.step(images, targets)
    report(arguments.steps * arguments.batch, time.perf_counter() - start)


def time_training(arguments):
    films = np.load(arguments.films)
    batches = AugmentedBatches(films["pictures"], films["labels"], arguments.batch, arguments.channels)
    needed = range(arguments.warmup + arguments.steps)
    options = {"persistent_workers": True, "prefetch_factor": 4} if arguments.workers else {}
    loader = torch.utils.data.DataLoader(batches, batch_size=None, sampler=needed, num_workers=arguments.workers, **options)
    training = Training(arguments.channels)
    start = time.perf_counter()
    for number, (images, targets) in enumerate(loader):
        if number == arguments.warmup:
            start = time.perf_counter()
        training.step(images, targets)
    report(arguments.steps * arguments.batch, time.perf_counter() - start)


def check_agreement(arguments):
    from safetensors.torch import load_file

    tensors = load_file(arguments.file)
    training = Training(arguments.channels)
    state = training.model.state_dict()
    training.model.load_state_dict({name: tensors[name] for name in state})
    images = tensors["images"].contiguous(memory_format=torch.channels_last)
    losses, first = [], None
    for _ in tensors["losses"]:
        loss, logits = training.step(images, tensors["targets"])
        first = logits.detach() if first is None else first
        losses.append(loss)

    def error(ours, reference):
        return float((ours - reference).abs().max() / reference.abs().max())

    print(json.dumps({"logits": error(tensors["logits"], first), "losses": error(tensors["losses"], torch.tensor(losses))}))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=1)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--warmup", type=int, default=5)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("step").set_defaults(run=time_steps)
    training = commands.add_parser("train")
    training.add_argument("--films", required=True, help="npz with pictures [M, 128, 128] uint8 and labels [M]")
    training.add_argument("--workers", type=int, default=0)
    training.set_defaults(run=time_training)
    agreement = commands.add_parser("agreement")
    agreement.add_argument("file")
    agreement.set_defaults(run=check_agreement)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    arguments.run(arguments)


if __name__ == "__main__":
    main()
