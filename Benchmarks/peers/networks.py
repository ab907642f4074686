"""The networks that are compared, once for all peers.

Each is a function of `ops`, a peer's own operations, and of the pictures. Layers are named as Pulmo names them, which is as PyTorch's own
packages do (torchvision's ResNet, efficientnet_lite_pytorch); the weights come from one file by these names.
"""


def deep_cnn(ops, x):
    for layer in ("conv1", "conv2", "conv3"):
        x = ops.max_pool(ops.relu(ops.convolution(x, layer)), kernel=2, stride=2, padding=0)
    x = ops.flatten(x)
    x = ops.relu(ops.dense(x, "dense1"))
    x = ops.relu(ops.dense(x, "dense2"))
    return ops.dense(x, "head")


def resnet18(ops, x):
    def normalized(x, convolution, norm, **arguments):
        return ops.normalization(ops.convolution(x, convolution, **arguments), norm, epsilon=1e-5, momentum=0.1)

    x = ops.relu(normalized(x, "conv1", "bn1", stride=2, padding=3))
    x = ops.max_pool(x, kernel=3, stride=2, padding=1)
    for stage in range(4):
        for block in range(2):
            name = f"layer{stage + 1}.{block}"
            stride = 2 if stage > 0 and block == 0 else 1
            shortcut = x
            if stride != 1:
                shortcut = normalized(x, f"{name}.downsample.0", f"{name}.downsample.1", stride=stride)
            x = ops.relu(normalized(x, f"{name}.conv1", f"{name}.bn1", stride=stride, padding=1))
            x = normalized(x, f"{name}.conv2", f"{name}.bn2", padding=1)
            x = ops.relu(ops.add(x, shortcut))
    return ops.dense(ops.mean(x), "fc")


def efficientnet_lite0(ops, x):
    def normalized(x, convolution, norm, **arguments):
        return ops.normalization(ops.convolution(x, convolution, padding="same", **arguments), norm, epsilon=1e-3, momentum=0.01)

    x = ops.relu6(normalized(x, "_conv_stem", "_bn0", stride=2))
    channels, number = 32, 0
    # Channels, blocks, stride of the first block, expansion; kernels are as large as their weights.
    stages = ((16, 1, 1, 1), (24, 2, 2, 6), (40, 2, 2, 6), (80, 3, 2, 6), (112, 3, 1, 6), (192, 4, 2, 6), (320, 1, 1, 6))
    for outputs, count, first_stride, expansion in stages:
        for block in range(count):
            name, stride, shortcut = f"_blocks.{number}", first_stride if block == 0 else 1, x
            if expansion != 1:
                x = ops.relu6(normalized(x, f"{name}._expand_conv", f"{name}._bn0"))
            x = ops.relu6(normalized(x, f"{name}._depthwise_conv", f"{name}._bn1", stride=stride, groups=channels * expansion))
            x = normalized(x, f"{name}._project_conv", f"{name}._bn2")
            if stride == 1 and channels == outputs:
                x = ops.add(x, shortcut)
            channels, number = outputs, number + 1
    x = ops.relu6(normalized(x, "_conv_head", "_bn1"))
    return ops.dense(ops.mean(x), "_fc")


NETWORKS = {"deep-cnn": deep_cnn, "resnet18": resnet18, "efficientnet-lite0": efficientnet_lite0}


def same_padding(size, kernel, stride):
    """TensorFlow's "SAME": the zeros before and after `size` pixels."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2
