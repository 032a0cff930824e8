"""Runs what WeightsParityTest exported in ONNX Runtime, torchvision, Keras 2 and Keras 3.

    ./cxrlab parity

runs this. What is measured is added to FOLDER/measured.csv, for bench/parity.py to show.
"""

import json
import sys
from pathlib import Path

import keras
import numpy as np
import onnx
import onnxruntime
import safetensors.torch
import scipy.special
import tf_keras
import torch
import torchvision
from make_reference_weights import prepared
from PIL import Image

folder = Path(sys.argv[1])
expected = json.loads((folder / "expected.json").read_text())
measured = open(folder / "measured.csv", "a")


def note(name, measure, at, value, bound):
    """One row: a value that must be below its bound, or a word that must be the bound."""
    print("written for other libraries", name, measure, at, value, bound, sep=",", file=measured)


def yes(holds):
    return "yes" if holds else "no"


def film(size, scaling):
    """(1, height, width, channels)"""
    pixels = np.asarray(Image.open(folder / f"film_{size}.png")).astype(np.float32) / 255
    return np.ascontiguousarray(prepared(pixels, scaling)[None], dtype=np.float32)


def compare(name, size, library, told, logits=None, probabilities=None):
    theirs = np.array(told["logits"])
    if logits is not None:
        off = float(np.max(np.abs(logits - theirs) / np.abs(theirs)))
        note(name, f"{library}: logits", f"{size} px", off, 1e-3)
    if probabilities is not None:
        off = float(np.max(np.abs(probabilities - scipy.special.expit(theirs))))
        note(name, f"{library}: probabilities", f"{size} px", off, 1e-4)


def onnx_runtime(name, told):
    path = folder / "exports" / (name + ".onnx")
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    note(name, "ONNX: operation set 17 or later", "", yes(model.opset_import[0].version >= 17), "yes")
    session = onnxruntime.InferenceSession(path)
    for size, of_film in told["films"].items():
        x = film(size, told["scaling"]).transpose(0, 3, 1, 2)
        logits, probabilities = session.run(None, {"films": np.ascontiguousarray(x)})
        compare(name, size, "ONNX Runtime", of_film, logits[0], probabilities[0])


def in_torchvision(name, told):
    net = torchvision.models.densenet121(num_classes=told["labels"])
    if told["scaling"] == "xrv":
        net.features.conv0 = torch.nn.Conv2d(1, 64, 7, 2, 3, bias=False)
    state = safetensors.torch.load_file(folder / "exports" / (name + ".safetensors"))
    net.load_state_dict(state, strict=True)
    note(name, "torchvision: strict=True", "", "yes", "yes")
    if name.startswith("keras"):
        for module in net.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.eps = 1.001e-5
    if name.endswith(".safetensors"):
        original = safetensors.torch.load_file(folder / name)
        same = all(torch.equal(tensor, original[key]) for key, tensor in state.items())
        note(name, "torchvision: its own bits", "", yes(same), "yes")
    with torch.no_grad():
        for size, of_film in told["films"].items():
            x = torch.tensor(film(size, told["scaling"])).permute(0, 3, 1, 2)
            compare(name, size, "torchvision", of_film, net.eval()(x)[0].numpy())


def in_keras(library, title, name, told):
    for size, of_film in told["films"].items():
        # Keras 2 wants to know the films' size where the network ends in its head.
        net = library.applications.DenseNet121(
            weights=None,
            input_shape=(int(size), int(size), 1 if told["scaling"] == "xrv" else 3),
            classes=told["labels"],
            classifier_activation=None,
        )
        net.load_weights(folder / "exports" / (name + ".h5"))
        logits = net(film(size, told["scaling"]), training=False)
        probabilities = library.activations.sigmoid(logits)
        compare(name, size, title, of_film, np.asarray(logits)[0], np.asarray(probabilities)[0])


for name in ("torch.safetensors", "xrv.pth", "keras3.weights.h5"):
    onnx_runtime(name, expected[name])
    in_torchvision(name, expected[name])
    in_keras(tf_keras, "Keras 2", name, expected[name])
    in_keras(keras, "Keras 3", name, expected[name])
measured.close()
