"""PyTorch's side of ./cxrlab bench, as its documentation writes it.

tuned=true is what its performance guide adds for processors: channels-last, an allocator that keeps
freed memory (bench.py loads it), and with precision=bf16 autocast.
"""

import contextlib

import numpy as np
import safetensors.torch
import torch
import torchvision
from PIL import Image

import worker


def about():
    return f"PyTorch {torch.__version__.split('+')[0]}, torchvision {torchvision.__version__.split('+')[0]}"


def network(settings, labels):
    net = torchvision.models.densenet121(num_classes=labels)
    net.load_state_dict(safetensors.torch.load_file(settings["weights"]), strict=False)
    return net.to(memory_format=torch.channels_last) if settings.is_set("tuned") else net


def precision(settings):
    if settings.get("precision") == "bf16":
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return contextlib.nullcontext()


def standardised(image):
    image = (image - image.mean()) / image.std()
    return image.expand(3, -1, -1)


def film(file, size):
    picture = Image.open(file).convert("F").resize((size, size), Image.BILINEAR)
    return standardised(torch.from_numpy(np.array(picture) / 255)[None])


def batch(settings):
    files, labels, names = worker.films(settings)
    count, size = settings.number("batch"), settings.number("size")
    images = torch.stack([film(f, size) for f in files[:count]])
    if settings.is_set("tuned"):
        images = images.contiguous(memory_format=torch.channels_last)
    return images, torch.tensor(labels[:count], dtype=torch.float32), labels, names


class WeightedLoss(torch.nn.Module):
    """Per label the mean over films, then the sum over labels."""

    def __init__(self, labels):
        super().__init__()
        positive, negative = worker.class_weights(labels)
        self.register_buffer("positive", torch.tensor(positive))
        self.register_buffer("negative", torch.tensor(negative))

    def forward(self, logits, truth):
        weight = truth * self.positive + (1 - truth) * self.negative
        cost = torch.nn.functional.binary_cross_entropy_with_logits(logits, truth, weight, reduction="none")
        return cost.mean(dim=0).sum()


def step(settings):
    images, truth, labels, names = batch(settings)
    net = network(settings, len(names)).train()
    loss_of = WeightedLoss(labels)
    adam = torch.optim.Adam(net.parameters(), lr=1e-4)

    def work():
        for _ in range(settings.number("repeats")):
            adam.zero_grad()
            with precision(settings):
                logits = net(images)
            loss = loss_of(logits.float(), truth)
            loss.backward()
            adam.step()
        return [loss.item()]

    return work, about()


def predict(settings):
    images, _, _, names = batch(settings)
    net = network(settings, len(names)).eval()

    def work():
        with torch.inference_mode(), precision(settings):
            for _ in range(settings.number("repeats")):
                logits = net(images)
        return logits.float().flatten().tolist()

    return work, about()


class FilmData(torch.utils.data.Dataset):
    """Films from their files, a little shifted and turned, as torchvision's transforms do it."""

    def __init__(self, settings, count):
        files, labels, self.names = worker.films(settings)
        self.files, self.labels = files[:count], labels[:count]
        transforms = torchvision.transforms
        size = settings.number("size")
        self.change = transforms.Compose(
            [
                transforms.Resize((size, size)),
                transforms.RandomAffine(7, translate=(0.05, 0.05), interpolation=transforms.InterpolationMode.BILINEAR),
                transforms.ToTensor(),
                transforms.Lambda(standardised),
            ]
        )

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        return self.change(Image.open(self.files[i]).convert("L")), torch.tensor(self.labels[i], dtype=torch.float32)


def data_loader(settings, count):
    data = FilmData(settings, count)
    loader = torch.utils.data.DataLoader(
        data, batch_size=settings.number("batch"), shuffle=True, num_workers=2, persistent_workers=True
    )
    return data, loader


def loader(settings):
    _, batches = data_loader(settings, None)

    def work():
        return [sum(len(images) for images, _ in batches)]

    return work, about() + f", Pillow {Image.__version__}"


def epoch(settings):
    data, batches = data_loader(settings, settings.number("batch") * settings.number("steps"))
    net = network(settings, len(data.names)).train()
    loss_of = WeightedLoss(data.labels)
    adam = torch.optim.Adam(net.parameters(), lr=1e-3)

    def work():
        for images, truth in batches:
            adam.zero_grad()
            loss = loss_of(net(images), truth)
            loss.backward()
            adam.step()

    return work, about() + f", Pillow {Image.__version__}"


def cam(settings):
    import importlib.metadata

    import pytorch_grad_cam
    from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

    files, _, names = worker.films(settings)
    net = network(settings, len(names)).eval()
    explain = pytorch_grad_cam.GradCAM(model=net, target_layers=[net.features[-1]])

    def work():
        image = film(files[0], settings.number("size"))[None]
        for label in range(settings.number("labels")):
            explain(input_tensor=image, targets=[ClassifierOutputTarget(label)])

    return work, about() + f", grad-cam {importlib.metadata.version('grad-cam')}"


if __name__ == "__main__":
    torch.manual_seed(1)
    worker.serve({"step": step, "predict": predict, "loader": loader, "epoch": epoch, "cam": cam})
