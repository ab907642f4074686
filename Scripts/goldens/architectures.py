#!/usr/bin/env python3
"""Logits of every architecture by PyTorch in float64, for Tests/PulmoKitTests/Architectures/ArchitectureLogitsTests.swift.

Weights and pictures are formulas that both sides compute: scalar i of a weight of fan-in f is sin((i + 1)²) · sqrt(6 / f),
biases are cos(i + 1) / 10, pixel i of picture n is sin((i + 1)² · (n + 2) / 7). Printed with PyTorch 2.15.0 on Python 3.11; the numbers stand in
the test.
"""

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def conv_block(inputs, channels):
    return [nn.Conv2d(inputs, channels, 3), nn.ReLU(), nn.MaxPool2d(2)]


def dense_blocks(units):
    layers = []
    for a, b in zip(units, units[1:]):
        layers += [nn.Linear(a, b), nn.ReLU()]
    return layers + [nn.Linear(units[-1], 1)]


def networks(channels, rows, columns):
    def after(blocks):
        r, c = rows, columns
        for _ in range(blocks):
            r, c = (r - 2) // 2, (c - 2) // 2
        return r * c

    deep = conv_block(channels, 32) + conv_block(32, 64) + conv_block(64, 128) + [nn.Flatten()]
    return {
        "dense": [nn.Flatten()] + dense_blocks([channels * rows * columns, 10]),
        "dense [6, 5]": [nn.Flatten()] + dense_blocks([channels * rows * columns, 6, 5]),
        "smallCNN": conv_block(channels, 8) + [nn.Flatten()] + dense_blocks([8 * after(1), 8]),
        "deepCNN": deep + dense_blocks([128 * after(3), 128, 64]),
    }


def fill(network):
    for layer in network:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            weight = layer.weight.data
            fan_in = weight[0].numel()
            weight.copy_((((torch.arange(weight.numel()).double() + 1) ** 2).sin() * (6 / fan_in) ** 0.5).reshape(weight.shape))
            layer.bias.data.copy_((torch.arange(layer.bias.numel()).double() + 1).cos() / 10)


for channels, rows, columns in [(1, 34, 30), (3, 34, 30)]:
    count = channels * rows * columns
    pictures = torch.stack([((torch.arange(count).double() + 1) ** 2 * (n + 2) / 7).sin().reshape(channels, rows, columns) for n in range(3)])
    for name, layers in networks(channels, rows, columns).items():
        fill(layers)
        with torch.no_grad():
            logits = nn.Sequential(*layers)(pictures).flatten().tolist()
        print(f'("{name}", {channels}, [{", ".join(f"{logit:.9g}" for logit in logits)}]),')
