"""Writes library/src/test/resources/org/cxrlab/explain/cam.json: maps of the package pytorch-grad-cam.

    .cxrlab/bench-venv/bin/python bench/fixtures_cam.py [FILE]

./cxrlab parity makes that environment, and asks whether the file is still what this writes.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from cams import METHODS, grad_cam

OUT = pathlib.Path(__file__).parent.parent / "library/src/test/resources/org/cxrlab/explain/cam.json"

def rounded(tensor):
    return [float(f"{v:.9g}") for v in np.asarray(tensor).ravel()]


if __name__ == "__main__":
    torch.manual_seed(4)
    features = torch.nn.Sequential(
        torch.nn.Conv2d(1, 5, 3, padding=1), torch.nn.ReLU(), torch.nn.Conv2d(5, 6, 3, padding=1)
    )
    # A head that is not linear in the maps, so that the methods differ.
    head = [torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(6 * 2 * 3, 2)]
    model = torch.nn.Sequential(features, *head).eval()
    film = torch.randn(1, 1, 4, 6)
    activation = features(film).detach().requires_grad_(True)
    model[1:](activation)[0, 1].backward()
    made = {
        "channels": 6,
        "height": 4,
        "width": 6,
        "activation": rounded(activation.detach()),
        "gradient": rounded(activation.grad),
    }
    for name in METHODS:
        if name != "SCORE_CAM":  # which has a model's word on each map, not the maps alone
            made[name] = rounded(grad_cam(name, model, features, film, 1))
    small = torch.tensor([[[[0.0, 1.0, 4.0], [2.0, 3.0, -1.0]]]])
    resize = torch.nn.functional.interpolate
    made["resized"] = rounded(resize(small, size=(5, 4), mode="bilinear", align_corners=False))
    made["resizedByCorners"] = rounded(resize(small, size=(5, 4), mode="bilinear", align_corners=True))
    rows = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in made.items()]
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.write_text("{\n" + ",\n".join(rows) + "\n}\n")
