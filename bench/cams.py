"""Heat maps of the package pytorch-grad-cam, as it computes them before it scales and resizes them."""

import numpy as np
from pytorch_grad_cam import GradCAM, GradCAMPlusPlus, HiResCAM, LayerCAM, ScoreCAM
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

# By the names that our CamMethod has for them.
METHODS = {
    "GRAD_CAM": GradCAM,
    "GRAD_CAM_PLUS_PLUS": GradCAMPlusPlus,
    "HIRES_CAM": HiResCAM,
    "LAYER_CAM": LayerCAM,
    "SCORE_CAM": ScoreCAM,
}


def grad_cam(method, net, layer, x, label):
    """The map of one film (1, channels, height, width) after ReLU, in the layer's size."""
    with METHODS[method](model=net, target_layers=[layer]) as cam:
        image, kept = cam.get_cam_image, {}

        def keep(*args, **named):
            kept["map"] = image(*args, **named)
            return kept["map"]

        cam.get_cam_image = keep
        cam(input_tensor=x, targets=[ClassifierOutputTarget(label)])
    return np.maximum(kept["map"][0], 0)
