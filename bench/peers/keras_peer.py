"""Keras' side of ./cxrlab bench, on TensorFlow, as its documentation writes it."""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from PIL import Image

import worker

THREADS = 2


def about():
    return f"Keras {keras.__version__}, TensorFlow {tf.__version__}"


def network(settings, labels):
    size = settings.number("size")
    return keras.applications.DenseNet121(
        weights=None, input_shape=(size, size, 3), classes=labels, classifier_activation=None
    )


def weighted_loss(labels):
    positive, negative = (tf.constant(w, dtype=tf.float32) for w in worker.class_weights(labels))

    def loss(truth, logits):
        truth = tf.cast(truth, tf.float32)
        cost = tf.nn.sigmoid_cross_entropy_with_logits(labels=truth, logits=logits)
        return tf.reduce_sum(tf.reduce_mean(cost * (truth * positive + (1 - truth) * negative), axis=0))

    return loss


def film(file, size):
    picture = Image.open(file).convert("L").resize((size, size), Image.BILINEAR)
    image = np.asarray(picture, dtype=np.float32) / 255
    image = (image - image.mean()) / image.std()
    return np.repeat(image[:, :, None], 3, axis=2)


def batch(settings):
    files, labels, names = worker.films(settings)
    count = settings.number("batch")
    images = np.stack([film(f, settings.number("size")) for f in files[:count]])
    return images, np.array(labels[:count], dtype=np.float32), labels, names


def step(settings):
    images, truth, labels, names = batch(settings)
    net = network(settings, len(names))
    net.compile(optimizer=keras.optimizers.Adam(1e-4), loss=weighted_loss(labels))

    def work():
        for _ in range(settings.number("repeats")):
            loss = net.train_on_batch(images, truth)
        return [float(loss)]

    return work, about()


def predict(settings):
    images, _, _, names = batch(settings)
    net = network(settings, len(names))

    def work():
        for _ in range(settings.number("repeats")):
            net.predict(images, batch_size=len(images), verbose=0)

    return work, about()


def generator(settings, count):
    files, labels, names = worker.films(settings)
    files, labels = files[:count], labels[:count]
    table = pd.DataFrame(labels, columns=names)
    table.insert(0, "Image", [f.name for f in files])
    size = settings.number("size")
    changes = keras.src.legacy.preprocessing.image.ImageDataGenerator(
        samplewise_center=True,
        samplewise_std_normalization=True,
        width_shift_range=0.05,
        height_shift_range=0.05,
        rotation_range=7,
    )
    return labels, changes.flow_from_dataframe(
        table,
        directory=str(files[0].parent),
        x_col="Image",
        y_col=names,
        class_mode="raw",
        batch_size=settings.number("batch"),
        shuffle=True,
        seed=1,
        target_size=(size, size),
    )


def loader(settings):
    _, batches = generator(settings, None)

    def work():
        return [sum(len(batches[i][0]) for i in range(len(batches)))]

    return work, about() + f", Pillow {Image.__version__}"


def epoch(settings):
    steps = settings.number("steps")
    labels, batches = generator(settings, settings.number("batch") * steps)
    net = network(settings, len(labels[0]))
    net.compile(optimizer=keras.optimizers.Adam(1e-3), loss=weighted_loss(labels))

    def work():
        net.fit(batches, epochs=1, verbose=0)

    return work, about() + f", Pillow {Image.__version__}"


def frozen_base(settings, **options):
    size = settings.number("size")
    base = keras.applications.DenseNet121(include_top=False, weights=None, input_shape=(size, size, 3), **options)
    base.trainable = False
    return base


def head_films(settings):
    """As many films as there shall be rows: those of the folder over and over."""
    files, labels, names = worker.films(settings)
    rows = [i % len(files) for i in range(settings.number("rows"))]
    return files, np.array(labels, dtype=np.float32)[rows], labels, names, rows


def head_frozen(settings):
    """Transfer learning with a frozen base, as https://keras.io/guides/transfer_learning tells it."""
    files, truth, labels, names, rows = head_films(settings)
    images = np.stack([film(f, settings.number("size")) for f in files[: len(rows)]])[rows]
    base = frozen_base(settings)
    inputs = keras.Input(shape=images.shape[1:])
    features = keras.layers.GlobalAveragePooling2D()(base(inputs, training=False))
    net = keras.Model(inputs, keras.layers.Dense(len(names))(features))
    net.compile(optimizer=keras.optimizers.Adam(1e-3), loss=weighted_loss(labels))

    def work():
        net.fit(images, truth, batch_size=settings.number("batch"), epochs=1, verbose=0)

    return work, about()


def head(settings):
    """The same guide's other way: the base once over all films, then a small model on its output."""
    files, truth, labels, names, rows = head_films(settings)
    images = np.stack([film(f, settings.number("size")) for f in files])
    features = frozen_base(settings, pooling="avg").predict(images, verbose=0)[rows]
    net = keras.Sequential([keras.Input(shape=features.shape[1:]), keras.layers.Dense(len(names))])
    net.compile(optimizer=keras.optimizers.Adam(1e-3), loss=weighted_loss(labels))

    def work():
        net.fit(features, truth, batch_size=settings.number("batch"), epochs=1, verbose=0)

    return work, about()


def head_cache(settings):
    files = worker.films(settings)[0]
    base = frozen_base(settings, pooling="avg")

    def work():
        images = np.stack([film(f, settings.number("size")) for f in files])
        return [len(base.predict(images, batch_size=settings.number("batch"), verbose=0))]

    return work, about() + f", Pillow {Image.__version__}"


if __name__ == "__main__":
    tf.config.threading.set_intra_op_parallelism_threads(THREADS)
    keras.utils.set_random_seed(1)
    worker.serve(
        {
            "step": step,
            "predict": predict,
            "loader": loader,
            "epoch": epoch,
            "head": head,
            "head-frozen": head_frozen,
            "head-cache": head_cache,
        }
    )
