"""The mean of the training targets at each frame; reads and writes safetensors with Python's own library."""
import array
import json
import struct
import sys


def read(path, name):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        body = file.read()
    begin, end = header[name]["data_offsets"]
    return header[name]["shape"], array.array("f", body[begin:end])


def write(path, name, shape, values):
    text = json.dumps({name: {"dtype": "F32", "shape": shape, "data_offsets": [0, 4 * len(values)]}}).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + values.tobytes())


call = json.load(open("call.json"))
if call["call"] == "fit":
    (trials, *shape), targets = read("training.safetensors", "targets")
    size = shape[0] * shape[1]
    mean = array.array("f", (sum(targets[place::size]) / trials for place in range(size)))
    write("model/mean.safetensors", "mean", shape, mean)
    json.dump({"best_epoch": 1, "epochs": 1}, open("report.json", "w"))
    print("mean of", trials, "trials", file=sys.stderr)
else:
    shape, mean = read("model/mean.safetensors", "mean")
    write("predictions.safetensors", "predictions", [call["trials"]] + shape, mean * call["trials"])
