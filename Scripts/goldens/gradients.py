#!/usr/bin/env python3
"""Makes Tests/PulmoKitTests/Goldens/gradients.safetensors: class activation maps, integrated gradients and feature maps in float64, by
captum and grad-cam on PyTorch's networks.

Run from the repository's root:

    pip install torch==2.15.0 torchvision==0.29.2 efficientnet_lite_pytorch==0.1.0 numpy==2.4.6 safetensors==0.8.0 \\
        captum==0.9.0 grad-cam==1.5.7
    python3 Scripts/goldens/gradients.py

Weights and pictures are not stored: both sides draw them, weights as Scripts/goldens/backbones.py does, a picture's grey levels from the
stream of SplitMix64 keyed by its number (Tests/PulmoKitTests/Explanation/Gradients/GradientGolden.swift).
"""

import importlib.metadata
import os
import pathlib
import sys

# This folder is where Python looks first, and there statistics.py would stand for the module of its name: it goes to the end.
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path = [path for path in sys.path if os.path.abspath(path or ".") != HERE]

import numpy as np
import torch
import torchvision
from captum.attr import IntegratedGradients, LayerGradCam
from efficientnet_lite_pytorch import EfficientNet
from pytorch_grad_cam import GradCAM, GradCAMPlusPlus
from safetensors.numpy import save_file
from torch import nn

sys.path.append(HERE)
from backbones import fill, stem
from neuralnet import units

GOLDEN = pathlib.Path("Tests/PulmoKitTests/Goldens/gradients.safetensors")
PACKAGES = ("torch", "torchvision", "efficientnet_lite_pytorch", "captum", "grad-cam", "numpy")


class Parted(nn.Module):
    """A network in two parts, with the layer to be mapped between them."""

    def __init__(self, body, tail):
        super().__init__()
        # Functions of a network, which keeps its weights.
        self.body, self.layer, self.tail = body, nn.Identity(), tail
        self.anchor = nn.Parameter(torch.zeros(1))  # grad-cam asks for a parameter's device

    def forward(self, x):
        return self.tail(self.layer(self.body(x)))


class DeepCNN(nn.Module):
    def __init__(self, rows, columns):
        super().__init__()
        for index, (inputs, outputs) in enumerate([(1, 32), (32, 64), (64, 128)]):
            setattr(self, f"conv{index + 1}", nn.Conv2d(inputs, outputs, 3))
            rows, columns = (rows - 2) // 2, (columns - 2) // 2
        self.pool = nn.MaxPool2d(2)
        self.dense1, self.dense2, self.head = nn.Linear(128 * rows * columns, 128), nn.Linear(128, 64), nn.Linear(64, 1)

    def body(self, x):
        x = self.pool(self.conv1(x).relu())
        return self.conv3(self.pool(self.conv2(x).relu())).relu()

    def tail(self, x):
        return self.head(self.dense2(self.dense1(self.pool(x).flatten(1)).relu()).relu())


# Each makes a network parted at Pulmo's default layer, other layers that are mapped and blocks whose results are kept, by Pulmo's names.


def deep(rows, columns):
    net = fill(DeepCNN(rows, columns)).eval()
    return Parted(net.body, net.tail), {"conv2": net.conv2}, {}


def lite(rows, columns):
    net = fill(EfficientNet.from_name("efficientnet-lite0", image_size=None, num_classes=3)).eval()
    maps = {f"_blocks.{index}": block for index, block in enumerate(net._blocks)}
    return Parted(net.extract_features, lambda x: net._fc(x.mean((2, 3)))), {"_blocks.9": net._blocks[9]}, maps


def resnet(rows, columns):
    net = fill(stem(torchvision.models.resnet18(num_classes=1), 1)).eval()

    def body(x):
        x = net.maxpool(net.relu(net.bn1(net.conv1(x))))
        return net.layer4(net.layer3(net.layer2(net.layer1(x))))

    return Parted(body, lambda x: net.fc(x.mean((2, 3)))), {"layer3.0.relu": net.layer3[0]}, {}


# Name: what makes the network, the picture's channels, rows and columns, mean and standard deviation of its grey levels, the classes.
NETWORKS = {
    "deepCNN": (deep, (1, 48, 40), (0, 1), ["normal", "pneumonia"]),
    "lite": (lite, (3, 64, 48), (0.5, 0.25), ["normal", "bacterial", "viral", "pneumonia"]),
    "resNet": (resnet, (1, 64, 64), (0.25, 0.5), ["pneumonia"]),
}
INTEGRATED = {"deepCNN": ["normal", "pneumonia"], "lite": ["bacterial", "pneumonia"], "resNet": ["pneumonia"]}


def picture(number, shape, normalization):
    """The input made of grey levels as Pulmo's preprocessing makes it, and that of black, `[1, C, H, W]`."""
    channels, rows, columns = shape
    levels = np.floor(units((number,), rows * columns) * 256).astype(np.float32).reshape(rows, columns)
    mean, deviation = (np.float32(value) for value in normalization)
    film, black = ((grey / np.float32(255) - mean) / deviation for grey in (levels, np.zeros_like(levels)))
    return [torch.from_numpy(np.broadcast_to(grey, shape).astype(np.float64))[None] for grey in (film, black)]


def log_odds(label):
    """What is explained, of logits `[N, outputs]`."""
    def value(z):
        if z.shape[-1] == 1:
            return z[..., 0] if label == "pneumonia" else -z[..., 0]
        if label == "pneumonia":
            return z[..., 1:].logsumexp(-1) - z[..., 0]
        index = ["normal", "bacterial", "viral"].index(label)
        return z[..., index] - z[..., [other for other in range(3) if other != index]].logsumexp(-1)
    return value


def main():
    torch.set_default_dtype(torch.float64)
    tensors = {}
    for number, (name, (make, shape, normalization, labels)) in enumerate(NETWORKS.items()):
        network, others, blocks = make(*shape[1:])
        film, black = picture(number + 1, shape, normalization)
        for label in labels:
            value, key = log_odds(label), f"{name}/{label}"
            explained = lambda x: value(network(x))
            coarse = LayerGradCam(explained, network.layer).attribute(film, relu_attributions=True)[0, 0]
            tensors[f"{key}/grad-cam"] = coarse.detach().numpy()
            for layer, module in others.items():
                tensors[f"{key}/grad-cam/{layer}"] = LayerGradCam(explained, module).attribute(film, relu_attributions=True)[0, 0].detach().numpy()
            for method, package in (("grad-cam", GradCAM), ("grad-cam++", GradCAMPlusPlus)):
                with package(network, [network.layer]) as cam:
                    enlarged = cam(film.clone().requires_grad_(), [value])[0]
                    kept = cam.activations_and_grads
                    raw = cam.get_cam_image(
                        film, network.layer, [value], kept.activations[0].detach().numpy(), kept.gradients[0].detach().numpy())
                raw = np.maximum(raw[0], 0)
                if method == "grad-cam":
                    assert np.allclose(raw, tensors[f"{key}/grad-cam"], rtol=1e-9, atol=1e-12), "captum and grad-cam disagree"
                else:
                    tensors[f"{key}/grad-cam++"] = raw
                if label == labels[-1]:
                    tensors[f"{key}/{method}/enlarged"] = enlarged
            if label in INTEGRATED[name]:
                attribution, gap = IntegratedGradients(explained).attribute(film, black, return_convergence_delta=True)
                tensors[f"{key}/integrated-gradients"] = attribution[0].sum(0).detach().numpy()
                ends = [explained(x).item() for x in (film, black)]
                tensors[f"{key}/ends"] = np.array(ends + [gap.item()])
                print(key, "log-odds, of black, gap:", *ends, gap.item())
        if blocks:
            results = {}
            hooks = [
                block.register_forward_hook(lambda _, __, result, layer=layer: results.__setitem__(layer, result))
                for layer, block in blocks.items()
            ]
            network(film)
            for layer, result in results.items():
                tensors[f"{name}/maps/{layer}/means"] = result[0].mean((1, 2)).detach().numpy()
                tensors[f"{name}/maps/{layer}/channel 5"] = result[0, 5].detach().numpy()
            for hook in hooks:
                hook.remove()
    versions = ", ".join(f"{package} {importlib.metadata.version(package).split('+')[0]}" for package in PACKAGES)
    save_file(
        {key: np.array(value, dtype=np.float32, order="C") for key, value in tensors.items()}, GOLDEN,
        {"made by": f"Scripts/goldens/gradients.py with {versions}"})
    print(GOLDEN, GOLDEN.stat().st_size, "bytes,", len(tensors), "tensors")


if __name__ == "__main__":
    main()
