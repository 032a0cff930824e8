"""Makes DenseNet121 weights in every format that is read, and what their own libraries compute.

    ./cxrlab parity

runs this and all that compares. Weights and films are random, from a seed; batch norms remember
lively means and variances. FOLDER/expected.json tells, file by file, the logits for each film and
the Grad-CAM map of the first label at the last batch norm, before its ReLU; FOLDER/cams.json the
maps of the package pytorch-grad-cam, after ReLU, neither scaled nor resized.
"""

import json
import sys
from collections import OrderedDict
from pathlib import Path

import keras
import numpy as np
import safetensors.torch
import tensorflow as tf
import tf_keras
import torch
import torchvision
from cams import METHODS, grad_cam
from PIL import Image

SIZES = (96, 107)  # an odd size, too, for the edges of the pooling
LABELS = 14
IMAGENET_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
IMAGENET_SD = np.array([0.229, 0.224, 0.225], dtype=np.float32)


def lively(kind, shape, random):
    """Random values for one array, by what it is; shape is (out, in, height, width)."""
    if kind == "conv":
        return random.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape)
    if kind == "dense":
        return random.normal(0, 0.1, shape)
    if kind == "gamma":
        return random.uniform(0.7, 1.3, shape)
    if kind == "variance":
        return random.uniform(0.5, 2, shape)
    return random.normal(0, 0.2, shape)


def films(folder, random):
    made = {}
    for size in SIZES:
        coarse = random.integers(0, 256, (8, 8)).astype(np.uint8)
        smooth = np.asarray(Image.fromarray(coarse).resize((size, size), Image.BICUBIC), float)
        pixels = np.clip(smooth + random.normal(0, 8, smooth.shape), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"film_{size}.png")
        made[size] = pixels.astype(np.float32) / 255
    return made


def prepared(pixels, scaling):
    """One film as (height, width, channels)."""
    if scaling == "xrv":
        return ((2 * pixels - 1) * 1024)[..., None]
    three = np.repeat(pixels[..., None], 3, axis=2)
    if scaling == "imagenet":
        return (three - IMAGENET_MEAN) / IMAGENET_SD
    return (three - three.mean()) / three.std()


def cam(activation, gradient):
    """Grad-CAM of (height, width, channels), before its ReLU, which may leave nothing."""
    return (activation * gradient.mean(axis=(0, 1))).sum(axis=2)


def entry(labels, scaling, results):
    return {
        "labels": labels,
        "scaling": scaling,
        "films": {
            str(size): {"logits": logits.tolist(), "map": camera.tolist()}
            for size, (logits, camera) in results.items()
        },
    }


# PyTorch -----------------------------------------------------------------------------------------


def torch_network(random, channels=3, labels=LABELS):
    net = torchvision.models.densenet121(num_classes=labels)
    if channels != 3:
        net.features.conv0 = torch.nn.Conv2d(channels, 64, 7, 2, 3, bias=False)
    state = net.state_dict()
    for name, tensor in state.items():
        if name.endswith("num_batches_tracked"):
            continue
        kind = (
            "conv" if tensor.ndim == 4
            else "dense" if tensor.ndim == 2
            else "variance" if name.endswith("running_var")
            else "gamma" if name.endswith("weight")
            else "other"
        )
        state[name] = torch.tensor(lively(kind, tuple(tensor.shape), random), dtype=torch.float32)
    net.load_state_dict(state)
    return net.eval()


def torch_results(net, made, scaling):
    results = {}
    for size, pixels in made.items():
        x = torch.tensor(prepared(pixels, scaling)).permute(2, 0, 1)[None]
        last = net.features(x)
        last.retain_grad()
        logits = net.classifier(torch.relu(last).mean(dim=(2, 3)))[0]
        assert torch.allclose(logits, net(x)[0], rtol=1e-4, atol=1e-4)
        logits[0].backward()
        hwc = [a.detach()[0].permute(1, 2, 0).numpy() for a in (last, last.grad)]
        results[size] = (logits.detach().numpy(), cam(*hwc))
    return results


class WithoutOverwriting(torch.nn.Module):
    """torchvision's network, whose forward pass overwrites what the package has just looked at."""

    def __init__(self, net):
        super().__init__()
        self.features, self.classifier = net.features, net.classifier

    def forward(self, x):
        return self.classifier(torch.relu(self.features(x)).mean(dim=(2, 3)))


def cams(net, made, scaling):
    """For two layers the maps of each method, for the first label that has one everywhere."""
    whole = WithoutOverwriting(net).eval()
    x = torch.tensor(prepared(made[SIZES[0]], scaling)).permute(2, 0, 1)[None]
    layers = {
        "features.norm5": net.features.norm5,
        "features.transition2.pool": net.features.transition2.pool,
    }
    told = {}
    for name, layer in layers.items():
        for label in range(net.classifier.out_features):
            maps = {m: grad_cam(m, whole, layer, x, label) for m in METHODS if m != "SCORE_CAM"}
            if all(m.max() > 0 for m in maps.values()):
                break
        maps["SCORE_CAM"] = grad_cam("SCORE_CAM", whole, layer, x, label)
        assert all(m.max() > 0 for m in maps.values())
        told[name] = {"label": label, "maps": {m: v.tolist() for m, v in maps.items()}}
    return told


def write_torch(folder, made, random):
    net = torch_network(random)
    expected = entry(LABELS, "standardised", torch_results(net, made, "standardised"))
    torch.save(net.state_dict(), folder / "torch.pth")
    torch.save(net.state_dict(), folder / "torch_old.pt", _use_new_zipfile_serialization=False)
    safetensors.torch.save_file(net.state_dict(), folder / "torch.safetensors")
    names = ("torch.pth", "torch_old.pt", "torch.safetensors")
    told = {name: expected for name in names}

    # As CheXNet's well-known file has it: old names, wrapped twice, a Sequential head.
    state = OrderedDict()
    for name, tensor in net.state_dict().items():
        for part in ("norm", "conv"):
            for i in "12":
                name = name.replace(f".{part}{i}.", f".{part}.{i}.")
        state["module.densenet121." + name.replace("classifier.", "classifier.0.")] = tensor
    checkpoint = {"epoch": 3, "state_dict": state, "best_loss": 0.25}
    torch.save(checkpoint, folder / "chexnet.pth.tar", _use_new_zipfile_serialization=False)
    told["chexnet.pth.tar"] = entry(LABELS, "imagenet", torch_results(net, made, "imagenet"))

    half = torch_network(random)
    half = half.half().float()
    torch.save(half.half().state_dict(), folder / "torch_half.pth")
    safetensors.torch.save_file(half.half().state_dict(), folder / "torch_half.safetensors")
    results = entry(LABELS, "standardised", torch_results(half.float(), made, "standardised"))
    told["torch_half.pth"] = told["torch_half.safetensors"] = results

    xrv = torch_network(random, channels=1, labels=18)
    torch.save({**xrv.state_dict(), "op_threshs": torch.rand(18)}, folder / "xrv.pth")
    told["xrv.pth"] = entry(18, "xrv", torch_results(xrv, made, "xrv"))

    maps = {
        "torch.pth": cams(net, made, "standardised"),
        "chexnet.pth.tar": cams(net, made, "imagenet"),
        "xrv.pth": cams(xrv, made, "xrv"),
    }
    (folder / "cams.json").write_text(json.dumps(maps))
    return told


# Keras -------------------------------------------------------------------------------------------


def fill(model, random):
    for layer in model.layers:
        if hasattr(layer, "layers"):
            fill(layer, random)
        elif layer.weights:
            values = []
            for weight in layer.weights:
                kind = weight.name.split("/")[-1].split(":")[0]
                shape = tuple(weight.shape)
                if kind == "kernel" and len(shape) == 4:
                    out_first = (shape[3], shape[2], shape[0], shape[1])
                    values.append(lively("conv", out_first, random).transpose(2, 3, 1, 0))
                else:
                    named = {"kernel": "dense", "gamma": "gamma", "moving_variance": "variance"}
                    values.append(lively(named.get(kind, "other"), shape, random))
            layer.set_weights(values)


def keras_results(library, backbone, head, made):
    kernel, bias = (np.asarray(w) for w in head.get_weights())
    last = library.Model(backbone.input, backbone.get_layer("bn").output)
    results = {}
    for size, pixels in made.items():
        with tf.GradientTape() as tape:
            bn = last(tf.constant(prepared(pixels, "standardised")[None]), training=False)
            tape.watch(bn)
            logits = tf.reduce_mean(tf.nn.relu(bn), axis=(1, 2)) @ kernel + bias
            first = logits[0, 0]
        gradient = tape.gradient(first, bn)
        results[size] = (logits[0].numpy(), cam(bn[0].numpy(), gradient[0].numpy()))
    return results


def keras_networks(library, random):
    """The same weights as a flat network with a sigmoid head, and nested in another."""
    backbone = library.applications.DenseNet121(include_top=False, weights=None)
    mean = library.layers.GlobalAveragePooling2D()(backbone.output)
    head = library.layers.Dense(LABELS, activation="sigmoid")
    flat = library.Model(backbone.input, head(mean))
    fill(flat, random)
    nested_head = library.layers.Dense(LABELS, activation="sigmoid")
    nested = library.Sequential([backbone, library.layers.GlobalAveragePooling2D(), nested_head])
    nested.build((None, None, None, 3))
    nested_head.set_weights(head.get_weights())
    return backbone, head, flat, nested


def check_head(flat, made, results):
    """The logits were worked out beside the network; it must agree."""
    for size, pixels in made.items():
        said = np.asarray(flat(prepared(pixels, "standardised")[None], training=False))[0]
        assert np.allclose(said, 1 / (1 + np.exp(-results[size][0])), atol=1e-5)


def write_keras2(folder, made, random):
    backbone, head, flat, nested = keras_networks(tf_keras, random)
    flat.compile("adam", "binary_crossentropy")
    flat.save(folder / "keras2_model.h5")
    flat.save_weights(folder / "keras2_weights.hdf5")
    nested.save_weights(folder / "keras2_nested.h5")
    backbone.save_weights(folder / "keras2_backbone.hdf5")
    results = keras_results(tf_keras, backbone, head, made)
    check_head(flat, made, results)
    told = entry(LABELS, "standardised", results)
    names = ("keras2_model.h5", "keras2_weights.hdf5", "keras2_nested.h5")
    return {name: told for name in names}


def write_keras3(folder, made, random):
    backbone, head, flat, nested = keras_networks(keras, random)
    flat.save(folder / "keras3_model.h5")
    flat.save(folder / "keras3_model.keras")
    flat.save_weights(folder / "keras3.weights.h5")
    nested.save_weights(folder / "keras3_nested.weights.h5")
    results = keras_results(keras, backbone, head, made)
    check_head(flat, made, results)
    told = entry(LABELS, "standardised", results)
    names = (
        "keras3_model.h5",
        "keras3_model.keras",
        "keras3.weights.h5",
        "keras3_nested.weights.h5",
    )
    return {name: told for name in names}


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(20)
    made = films(folder, random)
    told = write_torch(folder, made, random)
    told.update(write_keras2(folder, made, random))
    told.update(write_keras3(folder, made, random))
    (folder / "expected.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main()
