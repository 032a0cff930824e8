"""Reads event files with TensorBoard's own reader and prints what it found as JSON.

    python -m venv tb && tb/bin/pip install tensorboard==2.20.0 'setuptools<81'
    tb/bin/python bench/read_tensorboard.py FOLDER

RunsTest calls it on exported runs.
"""

import json
import sys

from tensorboard.backend.event_processing import event_multiplexer, tag_types

multiplexer = event_multiplexer.EventMultiplexer(size_guidance={tag_types.SCALARS: 0})
multiplexer.AddRunsFromDirectory(sys.argv[1])
multiplexer.Reload()
found = {}
for run in sorted(multiplexer.Runs()):
    accumulator = multiplexer.GetAccumulator(run)
    tags = accumulator.Tags()
    scalars = {}
    for tag in tags["scalars"]:
        scalars[tag] = [[e.step, e.value, e.wall_time] for e in accumulator.Scalars(tag)]
    images = {}
    for tag in tags["images"]:
        images[tag] = [[i.step, i.width, i.height, len(i.encoded_image_string)] for i in accumulator.Images(tag)]
    texts = {}
    for tag in tags["tensors"]:
        event = accumulator.Tensors(tag)[0]
        texts[tag] = [s.decode() for s in event.tensor_proto.string_val]
    found[run] = {"scalars": scalars, "images": images, "texts": texts}
json.dump(found, sys.stdout)
