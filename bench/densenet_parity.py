"""Prints the numbers of DenseNetParityTest: torchvision's DenseNet121 with weights from a formula.

    .cxrlab/bench-venv/bin/python bench/densenet_parity.py
"""

import numpy as np
import torch
import torchvision

LABELS = 3
SIZE = 64
LARGE = 128


def spread(count, salt):
    """Values in [-0.5, 0.5) that look random and are easy to make in any language."""
    i = np.arange(count, dtype=np.int64)
    return ((i * 7919 + salt * 104729) % 10007) / 10007 - 0.5


def value(name, shape, salt):
    u = spread(int(np.prod(shape)), salt)
    if len(shape) == 4:
        u = u * np.sqrt(24 / np.prod(shape[1:]))
    elif name == "classifier.weight":
        u = u * 0.5
    elif name.endswith("weight"):
        u = 1 + 0.4 * u
    elif name.endswith("running_var"):
        u = 1 + 0.6 * u
    else:
        u = 0.4 * u
    return torch.tensor(u.astype(np.float32).reshape(shape))


def show(name, tensor):
    print(name, [float("%.7g" % v) for v in tensor.detach().flatten()])


def network():
    net = torchvision.models.densenet121(num_classes=LABELS)
    names = [n for n in net.state_dict() if not n.endswith("num_batches_tracked")]
    # Learnt parameters first, then what batch norm remembers.
    names.sort(key=lambda n: "running_" in n)
    state = {n: value(n, tuple(net.state_dict()[n].shape), k) for k, n in enumerate(names)}
    net.load_state_dict(state, strict=False)
    return net


def main():
    torch.manual_seed(0)
    images = spread(2 * SIZE * SIZE, 12345).reshape(2, 1, SIZE, SIZE)
    images -= images.mean(axis=(2, 3), keepdims=True)
    images /= images.std(axis=(2, 3), keepdims=True)
    x = torch.tensor(images.astype(np.float32)).expand(2, 3, SIZE, SIZE).contiguous()

    net = network().eval()
    show("logits", net(x))

    kept = {}
    for layer in [
        "features.norm5",
        "features.denseblock4.denselayer16.conv2",
        "features.transition2.norm",
    ]:

        def keep(module, inputs, output):
            output.retain_grad()
            kept["y"] = output
            return output.clone()  # what follows is a ReLU in place

        hook = net.get_submodule(layer).register_forward_hook(keep)
        net(x[:1])[0, 1].backward()
        hook.remove()
        y = kept["y"]
        print(layer, tuple(y.shape))
        show("  activation sum, first, last", torch.stack([y.double().sum(), y.flatten()[0], y.flatten()[-1]]))
        g = y.grad
        show("  gradient sum of |g|, first, last", torch.stack([g.double().abs().sum(), g.flatten()[0], g.flatten()[-1]]))

    # In double precision, as small batches magnify rounding in batch norm.
    images = spread(4 * LARGE * LARGE, 12345).reshape(4, 1, LARGE, LARGE)
    images -= images.mean(axis=(2, 3), keepdims=True)
    images /= images.std(axis=(2, 3), keepdims=True)
    x = torch.tensor(images).expand(4, 3, LARGE, LARGE)
    y = torch.tensor([[1.0, 0, 1], [0, 0, 1], [1, 1, 0], [0, 1, 0]]).double()
    net = network().double().train()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(net(x), y, reduction="sum") / 4
    loss.backward()
    show("loss", loss)
    show("gradient of classifier.bias", net.classifier.bias.grad)
    show("gradient of norm5.bias, first", net.features.norm5.bias.grad[:3])
    show("length of the gradient", torch.sqrt(sum((p.grad**2).sum() for p in net.parameters())))
    show("norm5.running_mean, first", net.features.norm5.running_mean[:3])
    show("norm5.running_var, first", net.features.norm5.running_var[:3])


main()
