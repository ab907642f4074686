#!/usr/bin/env python3
"""Makes Tests/PulmoKitTests/Goldens/backbones.safetensors: what torchvision's ResNets and the EfficientNet-Lites of the package
efficientnet_lite_pytorch compute in float64, whole networks in inference and single blocks in training.

Run from the repository's root:

    pip install torch==2.15.0 torchvision==0.29.2 efficientnet_lite_pytorch==0.1.0 numpy==2.4.6 safetensors==0.8.0
    python3 Scripts/goldens/backbones.py

Weights and pictures are not stored: both sides draw them, each tensor from a stream of SplitMix64 keyed by its name
(Tests/PulmoKitTests/Architectures/Backbones.swift). Weights of convolutions and dense layers are uniform in
±sqrt(4 / fan-in), by which PyTorch's own float32 comes within 1e-6 of its float64; scales and running variances of batch norm in 0.5 … 1.5, all
else in ±0.5, pictures in ±1.
"""

import math
import pathlib

import numpy as np
import torch
import torchvision
from efficientnet_lite_pytorch import EfficientNet
from efficientnet_lite_pytorch.model import MBConvBlock
from efficientnet_lite_pytorch.utils import BlockArgs, get_model_params
from neuralnet import units
from safetensors.numpy import save_file
from torchvision.models.resnet import BasicBlock, Bottleneck

GOLDEN = pathlib.Path("Tests/PulmoKitTests/Goldens/backbones.safetensors")
PACKAGES = "torch 2.15.0, torchvision 0.29.2, efficientnet_lite_pytorch 0.1.0"


def drawn(name, shape):
    """The tensor `name`, drawn as the Swift side draws it."""
    key = 0xCBF29CE484222325  # FNV-1a
    for byte in name.encode():
        key = ((key ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    values = 2 * units((key,), math.prod(shape)) - 1
    if name.endswith("running_var") or (name.endswith("weight") and len(shape) == 1):
        values = np.float32(0.5) * values + np.float32(1)
    elif len(shape) == 1:
        values = np.float32(0.5) * values
    elif not name.endswith("picture"):
        values = values * np.float32(math.sqrt(4 / math.prod(shape[1:])))
    return torch.from_numpy(values.reshape(shape).astype(np.float64))


def fill(network):
    """Gives `network` its weights and returns it in float64."""
    network = network.double()
    for name, tensor in network.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            tensor.copy_(drawn(name, tuple(tensor.shape)))
    return network


def stem(network, channels):
    """Puts a first convolution for `channels` in the place of that for three."""
    if channels == 3:
        return network
    name = "conv1" if hasattr(network, "conv1") else "_conv_stem"
    old = getattr(network, name)
    arguments = {"stride": tuple(old.stride), "bias": False}
    if type(old) is torch.nn.Conv2d:
        arguments["padding"] = old.padding
    setattr(network, name, type(old)(channels, old.out_channels, old.kernel_size, **arguments))
    return network


def networks():
    """By name, as Swift's tests call them: what makes the network of 8 outputs for a number of channels, and what makes ImageNet's."""
    for depth in (18, 34, 50):
        make = getattr(torchvision.models, f"resnet{depth}")
        yield f"ResNet {depth}", lambda channels, make=make: stem(make(num_classes=8), channels), make
    for variant in (0, 1, 2):
        # Without a size the padding follows the picture's, as TensorFlow's does.
        make = lambda classes=1000, name=f"efficientnet-lite{variant}": EfficientNet.from_name(name, image_size=None, num_classes=classes)
        yield f"EfficientNet-Lite {variant}", lambda channels, make=make: stem(make(8), channels), make


def lite_block(inputs, outputs, kernel, stride, expansion):
    arguments = BlockArgs(
        num_repeat=1, kernel_size=kernel, stride=stride, expand_ratio=expansion, input_filters=inputs, output_filters=outputs,
        se_ratio=None, id_skip=True,
    )
    return MBConvBlock(arguments, get_model_params("efficientnet-lite0", {"image_size": None})[1])


def projection(inputs, outputs, stride):
    return torch.nn.Sequential(torch.nn.Conv2d(inputs, outputs, 1, stride, bias=False), torch.nn.BatchNorm2d(outputs))


# Name: the block and its picture's shape.
BLOCKS = {
    "basic": (lambda: BasicBlock(6, 6), (6, 7, 6)),
    "basic, stride 2": (lambda: BasicBlock(6, 10, 2, projection(6, 10, 2)), (6, 8, 7)),
    "bottleneck": (lambda: Bottleneck(12, 3), (12, 6, 7)),
    "bottleneck, stride 2": (lambda: Bottleneck(6, 4, 2, projection(6, 16, 2)), (6, 8, 7)),
    "inverted": (lambda: lite_block(5, 5, 3, 1, 6), (5, 7, 6)),
    "inverted, stride 2": (lambda: lite_block(5, 7, 5, 2, 6), (5, 8, 7)),
    "inverted, not expanded": (lambda: lite_block(9, 4, 3, 1, 1), (9, 6, 7)),
}


def main():
    tensors = {}
    for name, make, imagenet in networks():
        print(f"{name}: {sum(p.numel() for p in imagenet().parameters()):,} parameters with 3 channels and 1000 outputs")
        for channels in (1, 3):
            network = fill(make(channels)).eval()
            pictures = drawn(f"{name}/picture", (2, channels, 61, 46))
            with torch.no_grad():
                tensors[f"{name}/{channels}/logits"] = network(pictures).numpy()
    for name, (make, shape) in BLOCKS.items():
        block = fill(make()).train()
        picture = drawn(f"{name}/picture", (3, *shape)).requires_grad_()
        output = block(picture)
        output.backward(drawn(f"{name}/upstream/picture", tuple(output.shape)))
        tensors |= {f"{name}/output": output.detach().numpy(), f"{name}/input gradient": picture.grad.numpy()}
        for key, parameter in block.named_parameters():
            tensors[f"{name}/gradients/{key}"] = parameter.grad.numpy()
    save_file(
        {key: np.array(value, dtype=np.float32, order="C") for key, value in tensors.items()}, GOLDEN,
        {"made by": f"Scripts/goldens/backbones.py with {PACKAGES}"},
    )
    print(GOLDEN, GOLDEN.stat().st_size, "bytes,", len(tensors), "tensors")


if __name__ == "__main__":
    main()
