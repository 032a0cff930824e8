"""Runs what WeightsParityTest exported with torchvision and ONNX Runtime.

    python bench/check_exports.py FOLDER

FOLDER is that of bench/make_reference_weights.py. Needs onnx and onnxruntime besides.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import safetensors.torch
import torch
import torchvision
from PIL import Image

folder = Path(sys.argv[1])
expected = json.loads((folder / "expected.json").read_text())


def film(size):
    pixels = np.asarray(Image.open(folder / f"film_{size}.png")).astype(np.float32) / 255
    three = np.repeat(pixels[None, None], 3, axis=1)
    return (three - three.mean()) / three.std()


def off(ours, theirs):
    theirs = np.array(theirs)
    return float(np.max(np.abs(ours - theirs) / np.abs(theirs)))


for name in ("torch.safetensors", "keras3.weights.h5"):
    told = expected[name]["films"]

    path = folder / "exports" / (name + ".onnx")
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path)
    for size, film_told in told.items():
        logits, probabilities = session.run(None, {"films": film(int(size))})
        theirs = film_told["logits"]
        apart = np.max(np.abs(probabilities[0] - 1 / (1 + np.exp(-np.array(theirs)))))
        print(f"{path.name} {size}: logits {off(logits[0], theirs):.1e} probabilities {apart:.1e}")
        assert off(logits[0], theirs) < 1e-3 and apart < 1e-4

    net = torchvision.models.densenet121(num_classes=expected[name]["labels"])
    path = folder / "exports" / (name + ".safetensors")
    state = safetensors.torch.load_file(path)
    net.load_state_dict(state, strict=True)
    if name.startswith("keras"):
        for module in net.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.eps = 1.001e-5
    else:
        original = safetensors.torch.load_file(folder / name)
        assert all(torch.equal(tensor, original[key]) for key, tensor in state.items())
        print(path.name, "has torchvision's own bits")
    with torch.no_grad():
        for size, film_told in told.items():
            logits = net.eval()(torch.tensor(film(int(size))))[0].numpy()
            print(f"{path.name} {size}: logits {off(logits, film_told['logits']):.1e}")
            assert off(logits, film_told["logits"]) < 1e-3
