"""Writes a network with its weights as an ONNX model of fixed shape, for ONNX Runtime and OpenVINO."""

import sys

import numpy as np
import onnx
import turns
from networks import NETWORKS, same_padding
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file


class OnnxOps:
    """Appends nodes to an ONNX graph; values are names."""

    def __init__(self, weights, input_shape):
        self.weights, self.nodes, self.initializers = weights, [], []
        self.shapes = {"pictures": input_shape}
        self.stored = set()

    def _append(self, kind, inputs, shape, **attributes):
        output = f"value{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        self.shapes[output] = shape
        return output

    def _weight(self, name):
        if name not in self.stored:
            self.stored.add(name)
            self.initializers.append(numpy_helper.from_array(self.weights[name], name))
        return name

    def _named(self, name, *parts):
        return [self._weight(f"{name}.{part}") for part in parts if f"{name}.{part}" in self.weights]

    def convolution(self, x, name, stride=1, padding=0, groups=1):
        count, _, rows, columns = self.shapes[x]
        outputs, _, kernel, _ = self.weights[f"{name}.weight"].shape
        pads = [same_padding(size, kernel, stride) if padding == "same" else (padding, padding) for size in (rows, columns)]
        shape = [(size + sum(pad) - kernel) // stride + 1 for size, pad in zip((rows, columns), pads)]
        return self._append(
            "Conv", [x, *self._named(name, "weight", "bias")], (count, outputs, *shape), kernel_shape=[kernel, kernel],
            strides=[stride, stride], pads=[pads[0][0], pads[1][0], pads[0][1], pads[1][1]], group=groups,
        )

    def normalization(self, x, name, epsilon, momentum):
        parts = self._named(name, "weight", "bias", "running_mean", "running_var")
        return self._append("BatchNormalization", [x, *parts], self.shapes[x], epsilon=epsilon)

    def relu(self, x):
        return self._append("Relu", [x], self.shapes[x])

    def relu6(self, x):
        for name, value in (("zero", 0), ("six", 6)):
            if name not in self.stored:
                self.stored.add(name)
                self.initializers.append(numpy_helper.from_array(np.float32(value), name))
        return self._append("Clip", [x, "zero", "six"], self.shapes[x])

    def max_pool(self, x, kernel, stride, padding):
        count, channels, *sizes = self.shapes[x]
        shape = [(size + 2 * padding - kernel) // stride + 1 for size in sizes]
        return self._append(
            "MaxPool", [x], (count, channels, *shape), kernel_shape=[kernel, kernel], strides=[stride, stride], pads=[padding] * 4)

    def mean(self, x):
        count, channels, *_ = self.shapes[x]
        return self.flatten(self._append("GlobalAveragePool", [x], (count, channels, 1, 1)))

    def flatten(self, x):
        count, *rest = self.shapes[x]
        return self._append("Flatten", [x], (count, int(np.prod(rest))))

    def dense(self, x, name):
        units = self.weights[f"{name}.weight"].shape[0]
        return self._append("Gemm", [x, *self._named(name, "weight", "bias")], (self.shapes[x][0], units), transB=1)

    def add(self, x, y):
        return self._append("Add", [x, y], self.shapes[x])


def write(network, weights, weights_hash, shape, batch, path):
    """Writes `path`; the hash of the weights goes with it as metadata."""
    ops = OnnxOps(load_file(weights), (batch, *shape))
    output = NETWORKS[network](ops, "pictures")
    graph = helper.make_graph(
        ops.nodes, network,
        [helper.make_tensor_value_info("pictures", TensorProto.FLOAT, (batch, *shape))],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, ops.shapes[output])], ops.initializers,
    )
    # Versions that both readers of today know.
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    helper.set_model_props(model, {"weights": weights_hash})
    onnx.checker.check_model(model)
    onnx.save(model, path)


if __name__ == "__main__":
    network, weights, shape, batch, path = sys.argv[1:]
    write(network, weights, turns.sha256(weights), tuple(map(int, shape.split(","))), int(batch), path)
