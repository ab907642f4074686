"""TensorFlow's side: training, inference and the first answer. The protocol is in turns.py.

Everything runs as a graph function in NHWC, its own layout; weights are transposed into it once. Training updates by the fused Adam
operation; inference runs a frozen graph, its weights constants, so that its optimiser can fold and fuse.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import tensorflow as tf
import turns
from networks import NETWORKS
from safetensors.numpy import load_file

LEARNING_RATE = 1e-4


class TensorFlowOps:
    """The operations of networks.py on `variables`, by PyTorch's names in TensorFlow's layouts."""

    def __init__(self, weights, is_training):
        self.weights, self.is_training = weights, is_training
        self.variables = {}
        self.flattened = None

    def _variable(self, name, transposed=lambda weight: weight, trainable=True):
        if name not in self.variables and name in self.weights:
            with tf.init_scope():
                self.variables[name] = tf.Variable(np.ascontiguousarray(transposed(self.weights[name])), trainable=trainable)
        return self.variables.get(name)

    def _add_bias(self, x, name):
        bias = self._variable(f"{name}.bias")
        return x if bias is None else tf.nn.bias_add(x, bias)

    def convolution(self, x, name, stride=1, padding=0, groups=1):
        pads = "SAME" if padding == "same" else [[0, 0], [padding, padding], [padding, padding], [0, 0]]
        strides = [1, stride, stride, 1]
        if groups > 1:
            # [C, 1, K, K] to [K, K, C, 1]
            weight = self._variable(f"{name}.weight", lambda weight: weight.transpose(2, 3, 0, 1))
            x = tf.nn.depthwise_conv2d(x, weight, strides, pads)
        else:
            # [O, I, K, K] to [K, K, I, O]
            weight = self._variable(f"{name}.weight", lambda weight: weight.transpose(2, 3, 1, 0))
            x = tf.nn.conv2d(x, weight, strides, pads)
        return self._add_bias(x, name)

    def normalization(self, x, name, epsilon, momentum):
        scale, offset = self._variable(f"{name}.weight"), self._variable(f"{name}.bias")
        mean, variance = (self._variable(f"{name}.running_{part}", trainable=False) for part in ("mean", "var"))
        y, new_mean, new_variance, *_ = tf.raw_ops.FusedBatchNormV3(
            x=x, scale=scale, offset=offset, mean=mean, variance=variance, epsilon=epsilon, is_training=self.is_training,
            exponential_avg_factor=momentum if self.is_training else 1.0,
        )
        if self.is_training:
            mean.assign(new_mean)
            variance.assign(new_variance)
        return y

    def relu(self, x):
        return tf.nn.relu(x)

    def relu6(self, x):
        return tf.nn.relu6(x)

    def max_pool(self, x, kernel, stride, padding):
        pads = [[0, 0], [padding, padding], [padding, padding], [0, 0]] if padding else "VALID"
        return tf.nn.max_pool2d(x, kernel, stride, pads)

    def mean(self, x):
        return tf.reduce_mean(x, [1, 2])

    def flatten(self, x):
        self.flattened = x.shape[1:]
        return tf.reshape(x, [x.shape[0], -1])

    def dense(self, x, name):
        picture, self.flattened = self.flattened, None

        def transposed(weight):  # [out, in] to [in, out]; after a flattened picture, in by [C, H, W] to in by [H, W, C]
            if picture is None:
                return weight.T
            rows, columns, channels = picture
            return weight.reshape(-1, channels, rows, columns).transpose(2, 3, 1, 0).reshape(-1, len(weight))

        return self._add_bias(tf.matmul(x, self._variable(f"{name}.weight", transposed)), name)

    def add(self, x, y):
        return x + y


def training_step(ops, network, pictures, targets):
    """A graph function of one step: forward, loss, backward, Adam."""
    network(ops, pictures)  # makes the variables
    variables = [variable for variable in ops.variables.values() if variable.trainable]
    first, second = ([tf.Variable(tf.zeros_like(variable), trainable=False) for variable in variables] for _ in range(2))
    count = tf.Variable(0.0, trainable=False)

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            logits = network(ops, pictures)
            loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(targets, logits))
        count.assign_add(1.0)
        powers = {"beta1_power": tf.pow(0.9, count), "beta2_power": tf.pow(0.999, count)}
        # The operation adds epsilon to the root of the uncorrected moment; the paper, PyTorch and Pulmo to that of the corrected one.
        epsilon = 1e-8 * tf.sqrt(1 - powers["beta2_power"])
        for variable, m, v, gradient in zip(variables, first, second, tape.gradient(loss, variables)):
            tf.raw_ops.ResourceApplyAdam(
                var=variable.handle, m=m.handle, v=v.handle, grad=gradient, lr=LEARNING_RATE, beta1=0.9, beta2=0.999, epsilon=epsilon,
                **powers,
            )
        return loss

    return lambda: float(step())


def inference(ops, network, pictures):
    """The frozen graph of one run."""
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    network(ops, pictures)
    function = tf.function(lambda x: network(ops, x))
    frozen = convert_variables_to_constants_v2(function.get_concrete_function(tf.TensorSpec(pictures.shape, tf.float32)))
    return lambda: frozen(pictures)[0].numpy().ravel()


def main():
    arguments = turns.arguments()
    tf.config.threading.set_intra_op_parallelism_threads(turns.THREADS)
    tf.config.threading.set_inter_op_parallelism_threads(turns.THREADS)
    pictures = tf.constant(turns.read_pictures(arguments).transpose(0, 2, 3, 1))
    network = NETWORKS[arguments.network]
    ops = TensorFlowOps(load_file(arguments.weights), arguments.mode == "training")
    if arguments.mode == "training":
        targets = tf.constant((np.arange(arguments.batch) % 2).astype(np.float32)[:, None])
        run = training_step(ops, network, pictures, targets)
        outputs = [run() for _ in range(3)]
    else:
        run = inference(ops, network, pictures)
        outputs = run()
        if arguments.mode == "first":
            return turns.first_answer(outputs)
    turns.serve(run, outputs, turns.sha256(arguments.weights), f"TensorFlow {tf.__version__}", arguments.batch)


if __name__ == "__main__":
    main()
