"""What is compared: the rows of the table, and the files that a row's sides share."""

import subprocess
import sys
from pathlib import Path

from contenders import HERE, PEERS, Contender, python

NETWORKS = {
    # Title, pixels
    "deep-cnn": ("Deep CNN", 128),
    "resnet18": ("ResNet-18", 224),
    "efficientnet-lite0": ("EfficientNet-Lite0", 224),
}
# PyTorch's, the likely best first.
FORMS = {
    "training": ["channels_last", "contiguous"],
    "inference": ["frozen", "channels_last", "contiguous"],
    "first": ["channels_last"],
}
EXAMPLES = HERE.parent / "Examples"
MODEL = HERE.parent / "Models/deep-cnn-augmented"


class Workplace:
    """The folder of files that sides share; each is made when it is first asked for."""

    def __init__(self, folder, pulmo, data):
        self.folder, self.pulmo, self.data = folder, pulmo, data

    def start(self, network, channels):
        """Random weights by PyTorch's names, and 32 noise pictures: paths."""
        pixels = NETWORKS[network][1]
        weights = self.folder / f"{network}-{channels}.safetensors"
        pictures = self.folder / f"{network}-{channels}.f32"
        if not weights.exists():
            shape = f"{channels},{pixels},{pixels}"
            subprocess.run(
                [self.pulmo, "prepare", "--network", network, "--shape", shape, "--weights", weights, "--pictures", pictures], check=True)
        return weights, pictures

    def onnx(self, network, weights, channels, batch):
        """The network with `weights` as an ONNX model; the path."""
        path = self.folder / f"{network}-{channels}-{batch}-{Path(weights).stem}.onnx"
        if not path.exists():
            pixels = NETWORKS[network][1]
            subprocess.run(
                [sys.executable, PEERS / "onnx_model.py", network, weights, f"{channels},{pixels},{pixels}", str(batch), path], check=True)
        return path

    def films(self):
        """The folder to train on, and its films decoded."""
        folder, decoded = Path(self.data or self.folder / "films"), self.folder / "films.npz"
        if not decoded.exists():
            subprocess.run([sys.executable, PEERS / "films.py", folder, decoded, "data" if self.data else "noise"], check=True)
        return folder, decoded

    def full_size_films(self):
        """A folder of 160 full-size films: the examples, ten times."""
        folder = self.folder / "full size"
        if not folder.exists():
            subprocess.run([sys.executable, PEERS / "films.py", EXAMPLES, folder, "repeat"], check=True)
        return folder


class Row:
    """One kind of work, the same for all contenders; Pulmo is the first."""

    def __init__(self, title, prepare, unit="images/s", tolerance=1e-4):
        self.title, self.unit, self.tolerance = title, unit, tolerance
        self._prepare = prepare
        self.contenders, self.dropped = [], []
        self.agreement, self.peak_gigaflops, self.seconds = 0.0, 0.0, 0.0

    @property
    def is_cold_start(self):
        return self.unit == "s"

    def prepare(self):
        """Makes the files and the contenders; none is started."""
        self.contenders = self._prepare()


def network_row(place, network, channels, mode, batch, is_short):
    title, pixels = NETWORKS[network]

    def prepare():
        weights, pictures = place.start(network, channels)
        work = ["--network", network, "--mode", mode, "--batch", batch, "--shape", f"{channels},{pixels},{pixels}", "--pictures", pictures]
        stored = [*work, "--weights", weights]
        contenders = [Contender("Pulmo", [place.pulmo, "serve", *stored])]
        forms = FORMS[mode][: 1 if is_short else None]
        for is_tuned in (False,) if mode == "first" else (False, True):
            contenders += [Contender("PyTorch", python("torch", *stored), form, is_tuned) for form in forms]
            contenders.append(Contender("TensorFlow", python("tensorflow", *stored), is_tuned=is_tuned))
        if mode != "training":
            model = ["--weights", place.onnx(network, weights, channels, batch)]
            contenders.append(Contender("ONNX Runtime", python("onnxruntime", *work, *model)))
            for form in ["latency"] if is_short or batch == 1 else ["latency", "throughput"]:
                contenders.append(Contender("OpenVINO", python("openvino", *work, *model), form))
        return contenders

    size = f"{pixels} x {pixels}, {channels} {'channel' if channels == 1 else 'channels'}"
    if mode == "first":
        return Row(f"{title}, {size}: a fresh process to its first answer (the peers' in Python)", prepare, "s")
    # Steps of a network with batch normalisation and Adam magnify rounding: there the peers differ among themselves by 1e-5.
    tolerance = 1e-3 if mode == "training" and network != "deep-cnn" else 1e-4
    return Row(f"{title}, {size}: {mode}, batch {batch}", prepare, "ms" if batch == 1 else "images/s", tolerance)


def epoch_row(place, channels):
    def prepare():
        weights, _ = place.start("deep-cnn", channels)
        folder, decoded = place.films()
        work = ["--mode", "epoch", "--shape", f"{channels},128,128", "--weights", weights]
        contenders = [Contender("Pulmo", [place.pulmo, "serve", *work, "--films", folder])]
        for is_tuned in (False, True):
            for workers in range(3):
                contenders.append(Contender("PyTorch", python("torch", *work, "--films", decoded), f"workers{workers}", is_tuned))
        return contenders

    channel = "channel" if channels == 1 else "channels"
    return Row(f"Deep CNN, 128 x 128, {channels} {channel}: an epoch's steps on films augmented anew, batch 32", prepare)


def screening_row(place):
    def prepare():
        films = place.full_size_films()
        ours = [place.pulmo, "serve", "--mode", "screening", "--weights", MODEL, "--films", films]
        model = place.onnx("deep-cnn", MODEL / "weights.safetensors", 1, 32)
        theirs = python("onnxruntime", "--mode", "screening", "--shape", "1,128,128", "--weights", model, "--films", films)
        return [Contender("Pulmo", ours), Contender("Pillow and ONNX Runtime", theirs)]

    return Row("Deep CNN: screening full-size JPEG films from a folder", prepare)


def all_rows(place, is_short):
    """The rows in order. The short ones are the deep CNN's."""
    rows = []
    for network, channels in [("deep-cnn", 1), ("deep-cnn", 3)] + ([] if is_short else [("resnet18", 3), ("efficientnet-lite0", 3)]):
        for mode, batch in (("training", 32), ("inference", 32), ("inference", 1)):
            rows.append(network_row(place, network, channels, mode, batch, is_short))
    if not is_short:
        rows += [epoch_row(place, 1), epoch_row(place, 3), screening_row(place)]
    rows.append(network_row(place, "deep-cnn", 1, "first", 1, is_short))
    return rows
