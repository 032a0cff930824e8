"""Writes src/test/resources/org/cxrlab/explain/cam.json: maps of the package pytorch-grad-cam.

    python3 -m venv venv && venv/bin/pip install torch torchvision grad-cam==1.5.5
    venv/bin/python bench/fixtures_cam.py
"""

import json
import pathlib

import numpy as np
import torch
from pytorch_grad_cam import GradCAM, GradCAMPlusPlus, HiResCAM, LayerCAM
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

OUT = pathlib.Path(__file__).parent.parent / "src/test/resources/org/cxrlab/explain/cam.json"
METHODS = {
    "GRAD_CAM": GradCAM,
    "GRAD_CAM_PLUS_PLUS": GradCAMPlusPlus,
    "HIRES_CAM": HiResCAM,
    "LAYER_CAM": LayerCAM,
}


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
    for name, method in METHODS.items():
        with method(model=model, target_layers=[features]) as cam:
            # The package scales its map; unscaled it is get_cam_image after ReLU.
            image = lambda *a, **k: method.get_cam_image(cam, *a, **k)
            kept = {}
            cam.get_cam_image = lambda *a, **k: kept.setdefault("map", image(*a, **k))
            cam(input_tensor=film, targets=[ClassifierOutputTarget(1)])
        made[name] = rounded(np.maximum(kept["map"], 0))
    small = torch.tensor([[[[0.0, 1.0, 4.0], [2.0, 3.0, -1.0]]]])
    resize = torch.nn.functional.interpolate
    made["resized"] = rounded(resize(small, size=(5, 4), mode="bilinear", align_corners=False))
    made["resizedByCorners"] = rounded(resize(small, size=(5, 4), mode="bilinear", align_corners=True))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in made.items()]
    OUT.write_text("{\n" + ",\n".join(rows) + "\n}\n")
