"""PyTorch's side: training, inference, the first answer, and training on augmented films. The protocol is in turns.py.

It is given every advantage that its own documentation names: channels_last, in-place activations, a fused Adam, `inference_mode`, and for
films pictures already decoded in memory, one batched affine_grid/grid_sample for the whole batch and workers that hand over whole batches.
Its forms: `channels_last`, `contiguous`, and for inference `frozen`, a traced, frozen and optimised TorchScript module in channels_last.
"""

import warnings

import torch
import turns
from networks import NETWORKS, same_padding
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

for category in (FutureWarning, torch.jit.TracerWarning):  # TorchScript is to go, and shapes are fixed here
    warnings.filterwarnings("ignore", category=category)
LEARNING_RATE = 1e-4


class Network(nn.Module):
    """A network of networks.py with its weights, and its operations."""

    def __init__(self, name, tensors):
        super().__init__()
        self.network = NETWORKS[name]
        for key, tensor in tensors.items():
            if "running_" in key:
                self.register_buffer(self._attribute(key), tensor)
            else:
                self.register_parameter(self._attribute(key), nn.Parameter(tensor))

    @staticmethod
    def _attribute(name):
        return "at_" + name.replace(".", "_")

    def _tensor(self, name):
        return getattr(self, self._attribute(name), None)

    def forward(self, pictures):
        return self.network(self, pictures)

    def convolution(self, x, name, stride=1, padding=0, groups=1):
        weight = self._tensor(f"{name}.weight")
        if padding == "same":
            kernel = weight.shape[-1]
            (top, bottom), (left, right) = (same_padding(int(size), kernel, stride) for size in x.shape[2:])
            if (top, left) == (bottom, right):
                padding = (top, left)
            else:
                x, padding = F.pad(x, (left, right, top, bottom)), 0
        return F.conv2d(x, weight, self._tensor(f"{name}.bias"), stride, padding, 1, groups)

    def normalization(self, x, name, epsilon, momentum):
        mean, variance, weight, bias = (self._tensor(f"{name}.{part}") for part in ("running_mean", "running_var", "weight", "bias"))
        return F.batch_norm(x, mean, variance, weight, bias, self.training, momentum, epsilon)

    def relu(self, x):
        return F.relu(x, inplace=True)

    def relu6(self, x):
        return F.relu6(x, inplace=True)

    def max_pool(self, x, kernel, stride, padding):
        return F.max_pool2d(x, kernel, stride, padding)

    def mean(self, x):
        return F.adaptive_avg_pool2d(x, 1).flatten(1)

    def flatten(self, x):
        return x.flatten(1)

    def dense(self, x, name):
        return F.linear(x, self._tensor(f"{name}.weight"), self._tensor(f"{name}.bias"))

    def add(self, x, y):
        return x + y


class Training:
    """One step: forward, loss, backward, Adam."""

    def __init__(self, model):
        self.model = model.train()
        self.optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, fused=True)

    def step(self, images, targets):
        self.optimizer.zero_grad(set_to_none=True)
        loss = F.binary_cross_entropy_with_logits(self.model(images), targets)
        loss.backward()
        self.optimizer.step()
        return loss.item()


def main():
    arguments = turns.arguments(form="channels_last")
    torch.set_num_threads(turns.THREADS)
    layout = torch.contiguous_format if arguments.form == "contiguous" else torch.channels_last
    model = Network(arguments.network, load_file(arguments.weights)).to(memory_format=layout)
    if arguments.mode == "epoch":
        from augmented import endless_batches

        batches, training = endless_batches(arguments, layout), Training(model)
        run = lambda: training.step(*next(batches))
        outputs, untimed = [], 10  # more than the loader has in stock after a pause
    else:
        pictures = torch.from_numpy(turns.read_pictures(arguments)).contiguous(memory_format=layout)
        untimed = 1
        if arguments.mode == "training":
            training = Training(model)
            targets = (torch.arange(arguments.batch) % 2).float().unsqueeze(1)
            run = lambda: training.step(pictures, targets)
            outputs = [run() for _ in range(3)]
        else:
            model.eval()
            with torch.inference_mode():
                if arguments.form == "frozen":
                    model = torch.jit.optimize_for_inference(torch.jit.trace(model, pictures))

            @torch.inference_mode()
            def run():
                return model(pictures)

            outputs = run().ravel()
            if arguments.mode == "first":
                return turns.first_answer(outputs)
    version = f"PyTorch {torch.__version__.split('+')[0]}"
    turns.serve(run, outputs, turns.sha256(arguments.weights), version, arguments.batch, untimed)


if __name__ == "__main__":
    main()
