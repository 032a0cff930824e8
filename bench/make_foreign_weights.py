"""Makes a small network of torchxrayvision's as its authors save theirs, and what it says of a film.

    python bench/make_foreign_weights.py library/src/test/resources/org/cxrlab/model/weights

needs torch, torchxrayvision and scikit-image. xrv_module.pt is the whole module, pickled, with
random weights in half precision, operating points, and outputs that were never trained: no name, or
NaN for a point. xrv_expected.json holds its probabilities, by torchxrayvision's own way from the
file wide.png: load_image, XRayCenterCrop, and the network, which resizes and applies op_norm.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
import torchxrayvision as xrv

folder = Path(sys.argv[1])
random = torch.Generator().manual_seed(5)
net = xrv.models.DenseNet(
    growth_rate=12, block_config=(3, 3, 3), num_init_features=24, num_classes=18
)
state = net.state_dict()
for name, tensor in state.items():
    if tensor.ndim == 4:
        drawn = torch.randn(tensor.shape, generator=random)
        state[name] = drawn * float(np.sqrt(2 / np.prod(tensor.shape[1:])))
        if name == "features.conv0.weight":
            state[name] /= 512  # for pixels from -1024 to 1024
    elif tensor.ndim == 2:
        state[name] = torch.randn(tensor.shape, generator=random) * 0.3
    elif name.endswith("running_var"):
        state[name] = torch.rand(tensor.shape, generator=random) * 1.5 + 0.5
    elif tensor.ndim == 1:
        gain = 1 if name.endswith("weight") else 0
        state[name] = torch.randn(tensor.shape, generator=random) * 0.2 + gain
net.load_state_dict(state)
net = net.half().float().eval()

# As xrv.models.DenseNet(weights="densenet121-res224-...") sets them.
names = list(xrv.datasets.default_pathologies)
points = torch.linspace(0.02, 0.9, 18)
for never in (2, 5, 17):
    names[never] = ""
    points[never] = float("nan")
net.targets = net.pathologies = names
net.op_threshs = points
net.input_resolution = 224

film = xrv.datasets.XRayCenterCrop()(xrv.utils.load_image(str(folder / "wide.png")))
with torch.no_grad():
    said = net(torch.from_numpy(film)[None])[0]
expected = {n: float(p) for n, p in zip(names, said) if n}
(folder / "xrv_expected.json").write_text(json.dumps(expected, indent=1) + "\n")
points, net.op_threshs = net.op_threshs, None
net = net.half()
net.op_threshs = points
torch.save(net, folder / "xrv_module.pt")
