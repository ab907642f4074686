#!/usr/bin/env python3
"""Makes Tests/NeuralNetTests/Goldens: what PyTorch computes in float64 for every operation, optimizer and schedule of NeuralNet.

Run from the repository's root; needs torch, numpy and safetensors (the versions that made a file are in its metadata):

    OMP_NUM_THREADS=1 python3 Scripts/goldens/neuralnet.py [operations|losses|training|optimizers|schedules|files ...]

Inputs are float32 and drawn from SplitMix64, the generator of Sources/NeuralNet/Random; references are computed in float64 from those
float32 inputs and rounded to float32 once, at the end. The Swift side of each case stands under the same name in
Tests/NeuralNetTests/OperationCases.swift.
"""

import math
import pathlib
import sys

import numpy as np
import safetensors
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file
from safetensors.torch import save as save_torch

GOLDENS = pathlib.Path("Tests/NeuralNetTests/Goldens")
METADATA = {
    "made by": f"Scripts/goldens/neuralnet.py with torch {torch.__version__.split('+')[0]}, "
    f"numpy {np.__version__}, safetensors {safetensors.__version__}"
}


# ---- SplitMix64, as in Sources/NeuralNet/Random/SplitMix64.swift ----------------------------------------------------------

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def mix(z):
    """The output of one state, for Python integers and arrays of uint64 alike."""
    if isinstance(z, int):
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def units(keys, count):
    """`count` numbers of `nextUnitFloat()` from the stream SplitMix64(keys: ...)."""
    state = 0x243F6A8885A308D3
    for key in keys:
        state = ((state ^ key) + GAMMA) & MASK
        state = mix(state)
    with np.errstate(over="ignore"):
        states = np.uint64(state) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GAMMA)
        return (mix(states) >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24)


class Stream:
    """Float32 tensors, uniform in ±scale, each from a stream of its own."""

    def __init__(self, *keys):
        self.keys, self.draws = keys, 0

    def __call__(self, *shape, scale=1.0, offset=0.0):
        self.draws += 1
        values = units((*self.keys, self.draws), math.prod(shape))
        return ((2 * values - 1) * np.float32(scale) + np.float32(offset)).reshape(shape)


# ---- Operations ----------------------------------------------------------------------------------------------------------

CASES = {}


def case(name, batch, shape, parameters=None, scale=1.0, grid=False):
    """Registers `function(x, p)`. `parameters`: name to shape, or to (shape, offset) for values around offset.

    `grid` makes all inputs different by at least 0.01, so that the greatest of a window is never in doubt.
    """

    def register(function):
        CASES[name] = (batch, shape, parameters or {}, scale, grid, function)
        return function

    return register


def convolution(name, batch, shape, channels, kernel, bias=True, groups=1, **attributes):
    parameters = {"conv.weight": (channels, shape[0] // groups, kernel, kernel)}
    if bias:
        parameters["conv.bias"] = (channels,)

    @case(name, batch, shape, parameters)
    def run(x, p):
        return F.conv2d(x, p["conv.weight"], p.get("conv.bias"), groups=groups, **attributes)


convolution("convolution", 2, (3, 9, 7), 5, 3)
convolution("convolution, one channel in", 2, (1, 12, 13), 32, 3)
convolution("convolution, batch 1", 1, (8, 10, 10), 16, 3)
convolution("convolution, padding", 2, (5, 6, 9), 7, 3, padding=1)
convolution("convolution, stride", 2, (6, 11, 9), 10, 3, stride=2)
convolution("convolution, stride and padding", 3, (6, 11, 8), 10, 3, stride=2, padding=1)
convolution("convolution, stride 2 on even sizes", 2, (8, 8, 8), 8, 3, stride=2, padding=1)
convolution("convolution, 5x5 stride 3", 2, (4, 13, 11), 6, 5, stride=3, padding=2)
convolution("convolution, 7x7 stride 2", 1, (3, 17, 17), 9, 7, stride=2, padding=3)
convolution("convolution, dilation", 2, (3, 9, 11), 5, 3, dilation=2, padding=2)
convolution("convolution, dilation and stride", 2, (9, 12, 12), 4, 3, dilation=2, stride=2, padding=1)
convolution("convolution, 1x1 without bias", 2, (7, 5, 6), 13, 1, bias=False)
convolution("convolution, 1x1 stride 2", 2, (16, 7, 7), 24, 1, bias=False, stride=2)
convolution("convolution, groups", 2, (6, 7, 8), 9, 3, padding=1, groups=3)
convolution("convolution, groups of 8", 2, (16, 6, 6), 16, 3, padding=1, groups=2)
convolution("depthwise", 2, (5, 8, 7), 5, 3, padding=1, groups=5)
convolution("depthwise, batch 1", 1, (8, 9, 9), 8, 3, padding=1, groups=8)
convolution("depthwise, stride", 2, (12, 9, 10), 12, 3, stride=2, padding=1, groups=12)
convolution("depthwise, 5x5", 2, (11, 9, 8), 11, 5, padding=2, groups=11)
convolution("depthwise, 5x5 stride 2 without bias", 2, (11, 13, 11), 11, 5, bias=False, stride=2, padding=2, groups=11)
convolution("depthwise, dilation", 2, (9, 11, 11), 9, 3, padding=2, dilation=2, groups=9)

DENSE = {"dense.weight": (7, 13), "dense.bias": (7,)}
case("dense", 3, (13,), DENSE)(lambda x, p: F.linear(x, p["dense.weight"], p["dense.bias"]))
case("dense, batch 1", 1, (13,), DENSE)(lambda x, p: F.linear(x, p["dense.weight"], p["dense.bias"]))
case("dense, one unit", 5, (16,), {"dense.weight": (1, 16), "dense.bias": (1,)})(
    lambda x, p: F.linear(x, p["dense.weight"], p["dense.bias"])
)
case("dense without bias", 4, (9,), {"dense.weight": (8, 9)})(lambda x, p: F.linear(x, p["dense.weight"]))


def bn_parameters(name, channels):
    return {
        f"{name}.weight": ((channels,), 1.5),
        f"{name}.bias": (channels,),
        f"{name}.running_mean": (channels,),
        f"{name}.running_var": ((channels,), 2.0),
    }


def bn(x, p, name, training, epsilon=1e-5, momentum=0.1):
    return F.batch_norm(
        x, p[f"{name}.running_mean"], p[f"{name}.running_var"], p[f"{name}.weight"], p[f"{name}.bias"], training, momentum, epsilon
    )


for suffix, batch, shape in [("", 3, (5, 6, 7)), (", 8 channels", 2, (8, 4, 4)), (", batch 1", 1, (3, 5, 5))]:
    channels = shape[0]
    case(f"batch norm, training{suffix}", batch, shape, bn_parameters("bn", channels), scale=3)(lambda x, p: bn(x, p, "bn", True))
    case(f"batch norm, inference{suffix}", batch, shape, bn_parameters("bn", channels), scale=3)(lambda x, p: bn(x, p, "bn", False))
    case(f"batch norm, frozen{suffix}", batch, shape, bn_parameters("bn", channels), scale=3)(lambda x, p: bn(x, p, "bn", False))
case("batch norm, epsilon and momentum", 3, (4, 5, 3), bn_parameters("bn", 4), scale=0.1)(
    lambda x, p: bn(x, p, "bn", True, epsilon=1e-3, momentum=0.3)
)

for suffix, batch, shape in [("", 2, (3, 5, 7)), (" of features", 3, (11,))]:
    case(f"relu{suffix}", batch, shape, scale=4)(lambda x, p: F.relu(x))
    case(f"relu6{suffix}", batch, shape, scale=12)(lambda x, p: F.relu6(x))
    case(f"silu{suffix}", batch, shape, scale=8)(lambda x, p: F.silu(x))
    case(f"sigmoid{suffix}", batch, shape, scale=8)(lambda x, p: torch.sigmoid(x))

for name, batch, shape, kernel, stride, padding in [
    ("max pool", 2, (3, 8, 6), 2, 2, 0),
    ("max pool, odd sizes", 2, (5, 9, 7), 2, 2, 0),
    ("max pool, overlapping", 2, (8, 9, 9), 3, 2, 0),
    ("max pool, padding", 1, (6, 9, 8), 3, 2, 1),
    ("max pool, stride 1", 2, (3, 6, 6), 3, 1, 1),
]:
    case(name, batch, shape, grid=True)(lambda x, p, k=kernel, s=stride, q=padding: F.max_pool2d(x, k, s, q))
    case(name.replace("max", "average"), batch, shape)(
        lambda x, p, k=kernel, s=stride, q=padding: F.avg_pool2d(x, k, s, q, count_include_pad=False)
    )
case("global average pool", 2, (11, 7, 5))(lambda x, p: x.mean((2, 3)))
case("global average pool, batch 1", 1, (16, 4, 4))(lambda x, p: x.mean((2, 3)))

case("flatten and dense", 2, (3, 5, 4), {"dense.weight": (6, 60), "dense.bias": (6,)})(
    lambda x, p: F.linear(x.flatten(1), p["dense.weight"], p["dense.bias"])
)
case("convolution, flatten and dense", 2, (2, 6, 5), {"conv.weight": (9, 2, 3, 3), "dense.weight": (4, 108), "dense.bias": (4,)})(
    lambda x, p: F.linear(F.conv2d(x, p["conv.weight"]).flatten(1), p["dense.weight"], p["dense.bias"])
)

case("add", 2, (5, 6, 4), {"conv.weight": (5, 5, 1, 1)})(lambda x, p: F.conv2d(x, p["conv.weight"]) + x)
case("add of three", 2, (9, 5, 5), {"a.weight": (9, 9, 3, 3), "b.weight": (9, 1, 3, 3)})(
    lambda x, p: F.conv2d(x, p["a.weight"], padding=1) + F.conv2d(x, p["b.weight"], padding=1, groups=9) + x
)
case("add of features", 3, (10,), {"dense.weight": (10, 10)})(lambda x, p: x + F.linear(x, p["dense.weight"]))
case("concatenation", 2, (3, 5, 6), {"conv.weight": (5, 3, 1, 1)})(lambda x, p: torch.cat([x, F.conv2d(x, p["conv.weight"])], 1))
case("concatenation of 8 and 16 channels", 2, (8, 4, 4), {"conv.weight": (16, 8, 3, 3)})(
    lambda x, p: torch.cat([F.conv2d(x, p["conv.weight"], padding=1), x], 1)
)
case("concatenation of three", 1, (4, 5, 5), {"a.weight": (3, 4, 1, 1), "b.weight": (6, 7, 3, 3)})(
    lambda x, p: (
        lambda first: torch.cat([first, F.conv2d(first, p["b.weight"], padding=1), x], 1)
    )(torch.cat([x, F.conv2d(x, p["a.weight"])], 1))
)
case("concatenation of features", 3, (5,), {"dense.weight": (8, 5)})(lambda x, p: torch.cat([F.linear(x, p["dense.weight"]), x], 1))


# Networks in miniature, where fusions and the planning of memory have something to get wrong.
@case("convolution, relu, max pool", 2, (3, 11, 10), {"conv.weight": (10, 3, 3, 3), "conv.bias": (10,)})
def conv_relu_pool(x, p):
    return F.max_pool2d(F.relu(F.conv2d(x, p["conv.weight"], p["conv.bias"])), 2)


@case(
    "residual block",
    2,
    (8, 7, 7),
    {
        "conv1.weight": (12, 8, 3, 3),
        **bn_parameters("bn1", 12),
        "conv2.weight": (12, 12, 3, 3),
        **bn_parameters("bn2", 12),
        "short.weight": (12, 8, 1, 1),
        **bn_parameters("bn3", 12),
    },
)
def residual(x, p):
    y = F.relu(bn(F.conv2d(x, p["conv1.weight"], stride=2, padding=1), p, "bn1", True))
    y = bn(F.conv2d(y, p["conv2.weight"], padding=1), p, "bn2", True)
    return F.relu(y + bn(F.conv2d(x, p["short.weight"], stride=2), p, "bn3", True))


@case(
    "inverted residual",
    2,
    (6, 6, 7),
    {
        "expand.weight": (20, 6, 1, 1),
        **bn_parameters("bn1", 20),
        "filter.weight": (20, 1, 5, 5),
        **bn_parameters("bn2", 20),
        "project.weight": (6, 20, 1, 1),
        **bn_parameters("bn3", 6),
    },
)
def inverted_residual(x, p):
    y = F.relu6(bn(F.conv2d(x, p["expand.weight"]), p, "bn1", True))
    y = F.silu(bn(F.conv2d(y, p["filter.weight"], padding=2, groups=20), p, "bn2", True))
    return x + bn(F.conv2d(y, p["project.weight"]), p, "bn3", True)


@case(
    "dense block",
    2,
    (6, 6, 6),
    {
        **bn_parameters("bn1", 6),
        "conv1.weight": (4, 6, 3, 3),
        **bn_parameters("bn2", 10),
        "conv2.weight": (4, 10, 3, 3),
        "head.weight": (3, 14),
        "head.bias": (3,),
    },
)
def dense_block(x, p):
    a = F.conv2d(F.relu(bn(x, p, "bn1", True)), p["conv1.weight"], padding=1)
    b = torch.cat([x, a], 1)
    c = F.conv2d(F.relu(bn(b, p, "bn2", True)), p["conv2.weight"], padding=1)
    return F.linear(F.avg_pool2d(torch.cat([b, c], 1), 2).mean((2, 3)), p["head.weight"], p["head.bias"])


@case("one result, three users", 2, (4, 6, 6), {"conv.weight": (4, 4, 3, 3), "head.weight": (5, 12)})
def three_users(x, p):
    y = F.relu(F.conv2d(x, p["conv.weight"], padding=1))
    z = torch.cat([F.max_pool2d(y, 2), F.avg_pool2d(y, 2), F.avg_pool2d(torch.sigmoid(y), 2)], 1)
    return F.linear(z.mean((2, 3)), p["head.weight"])


def same(x, kernel, stride):
    """TensorFlow's "SAME" padding."""
    (rows, columns) = [max((math.ceil(size / stride) - 1) * stride + kernel - size, 0) for size in x.shape[2:]]
    return F.pad(x, (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2))


def same_convolution(name, batch, shape, channels, kernel, stride, bias=True, groups=1):
    parameters = {"conv.weight": (channels, shape[0] // groups, kernel, kernel)}
    if bias:
        parameters["conv.bias"] = (channels,)

    @case(name, batch, shape, parameters)
    def run(x, p):
        return F.conv2d(same(x, kernel, stride), p["conv.weight"], p.get("conv.bias"), stride=stride, groups=groups)


# New cases come last: a case's numbers are keyed by its place.
same_convolution("convolution, same padding", 2, (3, 7, 8), 9, 3, 1)
same_convolution("convolution, same padding at stride 2", 2, (3, 10, 12), 32, 3, 2)
same_convolution("convolution, same padding at stride 2, one channel in", 2, (1, 10, 9), 32, 3, 2, bias=False)
same_convolution("convolution, same padding at stride 3", 1, (5, 8, 10), 8, 4, 3)
same_convolution("depthwise, same padding at stride 2", 2, (16, 8, 8), 16, 3, 2, bias=False, groups=16)
same_convolution("depthwise, 5x5 same padding at stride 2", 2, (11, 8, 9), 11, 5, 2, groups=11)


def operations():
    tensors = {}
    for index, (name, (batch, shape, parameters, scale, grid, function)) in enumerate(CASES.items()):
        draw = Stream(1, index)
        x = draw(batch, *shape, scale=scale)
        if grid:
            order = np.argsort(x.reshape(-1))
            x = np.empty_like(order, dtype=np.float32)
            x[order] = (np.arange(order.size) - order.size // 2).astype(np.float32) * np.float32(0.01)
            x = x.reshape(batch, *shape)
        p = {}
        for key, shape_ in parameters.items():
            shape_, offset = shape_ if isinstance(shape_[0], tuple) else (shape_, 0.0)
            fan_in = math.prod(shape_[1:]) if len(shape_) > 1 else 1
            p[key] = draw(*shape_, scale=(3 / fan_in) ** 0.5 if len(shape_) > 1 else 1.0, offset=offset)
        for key, value in {"input": x, **{f"parameters/{k}": v for k, v in p.items()}}.items():
            tensors[f"{name}/{key}"] = value
        x64 = torch.tensor(x, dtype=torch.float64, requires_grad=True)
        p64 = {k: torch.tensor(v, dtype=torch.float64, requires_grad="running" not in k) for k, v in p.items()}
        y = function(x64, p64)
        upstream = draw(*y.shape)
        y.backward(torch.tensor(upstream, dtype=torch.float64))
        tensors[f"{name}/upstream"] = upstream
        tensors[f"{name}/forward"] = y.detach().numpy()
        tensors[f"{name}/input gradient"] = x64.grad.numpy()
        for key, value in p64.items():
            if value.requires_grad:
                tensors[f"{name}/gradients/{key}"] = value.grad.numpy()
            else:
                tensors[f"{name}/updated/{key}"] = value.numpy()  # batch_norm updates its running statistics in place
    save("operations", tensors)


# ---- Losses: one step of SGD at rate 1 shows the gradient ------------------------------------------------------------------

LOSSES = {
    "sigmoid": (1, None, 0.0, 0.0),
    "sigmoid, class weights": (1, (0.4, 1.7), 0.0, 0.0),
    "sigmoid, smoothing": (1, None, 0.1, 0.0),
    "sigmoid, all": (1, (2.0, 0.5), 0.2, 0.03),
    "softmax": (3, None, 0.0, 0.0),
    "softmax, class weights": (3, (0.5, 1.0, 2.5), 0.0, 0.0),
    "softmax, smoothing": (3, None, 0.1, 0.0),
    "softmax, all": (3, (0.5, 1.0, 2.5), 0.2, 0.03),
    "softmax, large logits": (3, None, 0.0, 0.0),
    "sigmoid, large logits": (1, None, 0.0, 0.0),
}


def loss_of(logits, targets, class_weights, smoothing):
    """Sum over samples of (weight of the sample's class) x (cross-entropy with smoothed targets), divided by the batch size."""
    if logits.shape[1] == 1:
        smoothed = targets * (1 - smoothing) + smoothing / 2
        losses = F.binary_cross_entropy_with_logits(logits, smoothed, reduction="none")[:, 0]
        weights = targets[:, 0] * class_weights[1] + (1 - targets[:, 0]) * class_weights[0] if class_weights else torch.ones(len(losses))
    else:
        smoothed = targets * (1 - smoothing) + smoothing / targets.shape[1]
        losses = F.cross_entropy(logits, smoothed, reduction="none")
        weights = targets @ torch.tensor(class_weights, dtype=logits.dtype) if class_weights else torch.ones(len(losses))
    return (weights * losses).sum() / len(losses)


def losses():
    tensors = {}
    for index, (name, (outputs, class_weights, smoothing, l2)) in enumerate(LOSSES.items()):
        draw = Stream(2, index)
        batch, features = 5, 7
        x = draw(batch, features, scale=40 if "large" in name else 2)
        weight, bias = draw(outputs, features), draw(outputs)
        targets = np.zeros((batch, outputs), np.float32)
        for row in range(batch):
            if outputs == 1:
                targets[row, 0] = row % 2
            else:
                targets[row, (2 * row) % outputs] = 1
        w64 = torch.tensor(weight, dtype=torch.float64, requires_grad=True)
        b64 = torch.tensor(bias, dtype=torch.float64, requires_grad=True)
        logits = F.linear(torch.tensor(x, dtype=torch.float64), w64, b64)
        loss = loss_of(logits, torch.tensor(targets, dtype=torch.float64), class_weights, smoothing)
        penalty = l2 * (w64**2).sum()
        (loss + penalty).backward()
        tensors |= {
            f"{name}/input": x,
            f"{name}/targets": targets,
            f"{name}/weight": weight,
            f"{name}/bias": bias,
            f"{name}/logits": logits.detach().numpy(),
            f"{name}/loss": loss.detach().numpy().reshape(1),
            f"{name}/penalty": penalty.detach().numpy().reshape(1),
            f"{name}/weight gradient": w64.grad.numpy(),
            f"{name}/bias gradient": b64.grad.numpy(),
        }
    save("losses", tensors)


# ---- End to end: the deep CNN ----------------------------------------------------------------------------------------------


def deep_cnn(channels):
    return {
        "conv1": (32, channels, 3, 3),
        "conv2": (64, 32, 3, 3),
        "conv3": (128, 64, 3, 3),
        "dense1": (128, 128 * 14 * 14),
        "dense2": (64, 128),
        "dense3": (1, 64),
    }


def train(channels, variant, dtype, noise=None):
    """Ten steps of Adam in `dtype`: the losses, and logits and gradients of the first. `noise` keys changes as
    small as an engine's errors: of up to 2e-6 of each weight."""
    parameters = {}
    for index, (name, shape) in enumerate(deep_cnn(channels).items()):
        window = math.prod(shape[2:])
        limit = np.sqrt(np.float32(6) / np.float32((shape[0] + shape[1]) * window))
        values = (2 * units((3, channels, variant, index), math.prod(shape)) - 1) * limit
        if noise is not None:
            values = values * (1 + 4e-6 * (units((6, noise, index), values.size).astype(np.float64) - 0.5))
        for key, value in {"weight": values.reshape(shape), "bias": np.zeros(shape[0], np.float32)}.items():
            parameters[f"{name}.{key}"] = torch.tensor(value, dtype=dtype, requires_grad=True)
    optimizer = torch.optim.Adam(parameters.values(), lr=1e-4, eps=1e-7)
    targets = torch.tensor([[0.0], [1.0], [0.0], [1.0]], dtype=dtype)
    batch, losses, first = 4, [], None
    for step in range(10):
        x = units((4, channels, variant, step), batch * channels * 128 * 128).reshape(batch, channels, 128, 128)
        x[1::2, :, 32:96, 32:96] *= np.float32(0.5)  # the positives have a darker middle
        x = torch.tensor(x, dtype=dtype)
        for name in ("conv1", "conv2", "conv3"):
            x = F.max_pool2d(F.relu(F.conv2d(x, parameters[f"{name}.weight"], parameters[f"{name}.bias"])), 2)
        x = x.flatten(1)
        for name in ("dense1", "dense2"):
            x = F.relu(F.linear(x, parameters[f"{name}.weight"], parameters[f"{name}.bias"]))
        logits = F.linear(x, parameters["dense3.weight"], parameters["dense3.bias"])
        loss = F.binary_cross_entropy_with_logits(logits, targets)
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            first = logits.detach().numpy(), {k: v.grad.numpy().reshape(-1).copy() for k, v in parameters.items()}
        optimizer.step()
    return np.array(losses), *first


def training():
    """Losses of 10 steps and digests of every gradient of step 1; weights and pictures are drawn in both languages alike.

    A draw in which rounding takes one pixel over the edge of a ReLU or a max pool has two right answers, and Adam drives them apart
    within a few steps, the faster the larger its steps: hence a learning rate of 1e-4. The first draw is taken on which PyTorch's own
    float32, and its float64 from weights changed by 2e-6, stay within half the tolerance. (At 1e-3 most of 45 draws ended 1e-3 apart or more.)
    """
    tensors = {}
    for channels in (1, 3):
        for variant in range(100):
            losses, logits, gradients = train(channels, variant, torch.float64)
            deviation = 0.0
            for other in [(torch.float32, None)] + [(torch.float64, noise) for noise in range(4)]:
                deviation = max(deviation, np.abs(train(channels, variant, *other)[0] / losses - 1).max())
                if deviation > 5e-5:
                    break
            print(f"{channels} channels, draw {variant}: rounding moves a loss by {deviation:.1e}", flush=True)
            if deviation <= 5e-5:
                break
        else:
            sys.exit("no draw without a tie")
        tensors |= {f"{channels}/draw": np.array([variant]), f"{channels}/losses": losses, f"{channels}/logits": logits}
        for name, gradient in gradients.items():
            stride = 1 if gradient.size <= 2048 else (gradient.size // 1024) | 1
            tensors[f"{channels}/sample/{name}"] = gradient[::stride].copy()
            tensors[f"{channels}/digest/{name}"] = np.array([np.linalg.norm(gradient), np.abs(gradient).max()])
    save("training", tensors)


# ---- Optimizers and schedules ----------------------------------------------------------------------------------------------


def optimizers():
    tensors = {}
    draw = Stream(5)
    count, steps = 77, 6
    start = draw(count)
    gradients = draw(steps, count)
    gradients[:, 5] = 0  # never a gradient
    gradients[:, 6] *= np.float32(1e-6)  # where epsilon shows
    rates = np.array([0.1, 0.1, 0.05, 0.05, 0.02, 0.02], np.float32)
    tensors |= {"start": start, "gradients": gradients, "rates": rates}
    for name, make in {
        "sgd": lambda p: torch.optim.SGD(p, lr=1),
        "sgd, momentum": lambda p: torch.optim.SGD(p, lr=1, momentum=0.9),
        "sgd, nesterov": lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, nesterov=True),
        "adam": lambda p: torch.optim.Adam(p, lr=1),
        "adam, epsilon": lambda p: torch.optim.Adam(p, lr=1, eps=1e-3),
        "adam, betas": lambda p: torch.optim.Adam(p, lr=1, betas=(0.8, 0.95)),
        "adamW": lambda p: torch.optim.AdamW(p, lr=1),
        "adamW, decay": lambda p: torch.optim.AdamW(p, lr=1, weight_decay=0.2),
    }.items():
        parameter = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimizer = make([parameter])
        history = []
        for gradient, rate in zip(gradients, rates):
            parameter.grad = torch.tensor(gradient, dtype=torch.float64)
            optimizer.param_groups[0]["lr"] = float(rate)
            optimizer.step()
            history.append(parameter.detach().numpy().copy())
        tensors[f"{name}/history"] = np.stack(history)
    save("optimizers", tensors)


def schedules():
    tensors = {}
    for name, total, arguments in [
        ("one cycle", 40, {}),
        ("one cycle, settings", 33, {"pct_start": 0.2, "div_factor": 10, "final_div_factor": 100}),
    ]:
        parameter = torch.zeros(1, requires_grad=True)
        optimizer = torch.optim.SGD([parameter], lr=1)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.5, total_steps=total, cycle_momentum=False, **arguments)
        rates = []
        for step in range(total):
            rates.append(optimizer.param_groups[0]["lr"])
            if step + 1 < total:
                optimizer.step()
                schedule.step()
        tensors[name] = np.array(rates)
    save("schedules", tensors)


# ---- Files that the safetensors package itself writes ----------------------------------------------------------------------


def files():
    plain = {
        "a": torch.tensor([[1.0, 2.0, 3.0], [-4.0, 0.5, 1e-30]]),
        "block.weight": torch.arange(5, dtype=torch.float32),
        "empty": torch.zeros(0, 3),
        "scalar": torch.tensor(7.5),
        "say \"hé\"\n\\": torch.tensor([1.0]),
    }
    (GOLDENS / "python-f32.safetensors").write_bytes(save_torch(plain, {"note": "é \"quoted\"\t/"}))
    special = [0.0, -0.0, 1.0, -2.5, 65504.0, 6e-8, 6.1e-5, 1 / 3, float("inf"), float("-inf")]
    types = {
        "f64": torch.tensor(special + [1e300, math.pi], dtype=torch.float64),
        "f32": torch.tensor(special, dtype=torch.float32),
        "f16": torch.tensor(special, dtype=torch.float16),
        "bf16": torch.tensor(special, dtype=torch.bfloat16),
    }
    types |= {f"{name} as f32": value.to(torch.float32) for name, value in types.items() if name != "f32"}
    (GOLDENS / "python-types.safetensors").write_bytes(save_torch(types, METADATA))
    integers = {"labels": torch.tensor([1, 2, 3])}
    (GOLDENS / "python-integers.safetensors").write_bytes(save_torch(integers, METADATA))
    network = torch.nn.Module()
    network.conv1 = torch.nn.Conv2d(3, 4, 3, bias=False)
    network.bn1 = torch.nn.BatchNorm2d(4)
    network.fc = torch.nn.Linear(4, 5)
    state = {name: torch.arange(1, 1 + tensor.numel()).reshape(tensor.shape).to(tensor.dtype) for name, tensor in network.state_dict().items()}
    (GOLDENS / "python-state-dict.safetensors").write_bytes(save_torch(state, METADATA))


def save(name, tensors):
    path = GOLDENS / f"{name}.safetensors"
    save_file({key: np.array(value, dtype=np.float32, order="C") for key, value in tensors.items()}, path, METADATA)
    print(path, path.stat().st_size, "bytes,", len(tensors), "tensors")


if __name__ == "__main__":
    torch.manual_seed(0)
    GOLDENS.mkdir(parents=True, exist_ok=True)
    chapters = [operations, losses, training, optimizers, schedules, files]
    wanted = sys.argv[1:] or [chapter.__name__ for chapter in chapters]
    for chapter in chapters:
        if chapter.__name__ in wanted:
            chapter()
