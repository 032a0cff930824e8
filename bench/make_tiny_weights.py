"""Makes the few numbers in every format that WeightsTest reads.

    .cxrlab/bench-venv/bin/python bench/make_tiny_weights.py library/src/test/resources/org/cxrlab/model/weights

./cxrlab parity makes that environment.
"""

import sys
from collections import OrderedDict
from pathlib import Path

import keras
import numpy as np
import tf_keras
import torch

folder = Path(sys.argv[1])


def count(*shape):
    return np.arange(np.prod(shape), dtype=np.float32).reshape(shape)


# Not contiguous, and not at the start of its storage.
conv = torch.tensor(count(4, 3, 2, 2)).permute(1, 0, 2, 3)[:, 1:3]
norm = "features.norm0."
torch.save(
    OrderedDict(
        {
            "features.conv0.weight": conv,
            norm + "weight": torch.tensor([1.0, -0.333251953125, 65504.0, 6e-8]).half(),
            norm + "bias": torch.tensor([1.0, -0.33203125]).bfloat16(),
            norm + "running_mean": torch.tensor([0.1], dtype=torch.float64),
            norm + "num_batches_tracked": torch.tensor(7),
        }
    ),
    folder / "tiny.pth",
)

wrapped = "module.densenet121."
torch.save(
    {
        "epoch": 3,
        "state_dict": OrderedDict(
            {
                wrapped + "features.denseblock1.denselayer1.norm.1.weight": torch.arange(3.0),
                wrapped + "classifier.0.weight": torch.arange(6.0).reshape(2, 3),
                wrapped + "classifier.0.bias": torch.tensor([0.5, -0.5]),
            }
        ),
        "optimizer": {"state": {0: torch.ones(2)}},
    },
    folder / "tiny.pth.tar",
    _use_new_zipfile_serialization=False,
)


def network(library, first):
    layers = library.layers
    inner = library.Sequential(
        [
            layers.Conv2D(2, (2, 1), use_bias=False, name=f"conv1{first}conv"),
            layers.BatchNormalization(name="conv2_block1_0_bn"),
        ]
    )
    model = library.Sequential(
        [inner, layers.GlobalAveragePooling2D(), layers.Dense(3, name="dense_7")]
    )
    model.build((None, 4, 4, 3))
    inner.layers[0].set_weights([count(2, 1, 3, 2)])
    inner.layers[1].set_weights([count(2) + 10 * i for i in range(4)])
    model.layers[2].set_weights([count(2, 3), count(3)])
    return model


network(tf_keras, "/").save_weights(folder / "tiny_keras2.h5")
network(tf_keras, "/").save(folder / "tiny_keras2_model.h5")
network(keras, "_").save_weights(folder / "tiny_keras3.weights.h5")


def prepared():
    """Compiled, with layers of its own before the network, one of which has learnt."""
    layers = keras.layers
    norm = layers.Normalization(name="norm")
    norm.adapt(np.array([[[[-1.0, 0, 0]]], [[[0.0, 0.5, 1]]]]))
    model = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.RandomFlip(),
            layers.Rescaling(1 / 127.5, offset=-1),
            norm,
            layers.Conv2D(2, (2, 1), use_bias=False, name="conv1_conv"),
            layers.BatchNormalization(epsilon=1e-3, name="conv1_bn"),
            layers.GlobalAveragePooling2D(),
            layers.Dropout(0.2),
            layers.Dense(3, activation="softmax", name="dense_7"),
        ]
    )
    model.compile("adam", "categorical_crossentropy")
    model.fit(np.zeros((2, 32, 32, 3)), np.eye(3)[:2], verbose=0)
    return model


prepared().save(folder / "tiny_adam.keras")
prepared().save(folder / "tiny_adam.h5")
