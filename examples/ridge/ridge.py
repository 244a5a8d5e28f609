#!/usr/bin/env python3
"""Ridge regression of every frame's outputs on the joint angles around it.

The features of a frame are the standardised angles at some frames before and after it, counted round the gait cycle,
and a constant. The penalty is the one of PENALTIES that predicts best: the validation part in a fold, and groups of
subjects that are left out in turn otherwise. Needs Python 3.8 and NumPy; the contract is docs/process-entries.md.
"""
import json
import struct
import sys

import numpy as np

PENALTIES = [10.0**exponent for exponent in range(-2, 6)]


def read(path):
    """The arrays of a safetensors file: eight bytes of length, a JSON header, the numbers."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        body = file.read()
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__":
            kind = {"F32": "<f4", "F64": "<f8", "I64": "<i8"}[entry["dtype"]]
            begin, end = entry["data_offsets"]
            arrays[name] = np.frombuffer(body[begin:end], kind).reshape(entry["shape"])
    return arrays


def write(path, **arrays):
    """Writes arrays as float64."""
    header, body = {}, b""
    for name, array in sorted(arrays.items()):
        numbers = np.ascontiguousarray(array, "<f8").tobytes()
        offsets = [len(body), len(body) + len(numbers)]
        header[name] = {"dtype": "F64", "shape": list(np.shape(array)), "data_offsets": offsets}
        body += numbers
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


def features(inputs, lags):
    """[trials, frames, inputs] -> [trials * frames, lags * inputs + 1]; a gait cycle has no first frame."""
    columns = [np.roll(inputs, lag, axis=1) for lag in lags]
    constant = np.ones(inputs.shape[:2] + (1,))
    stacked = np.concatenate(columns + [constant], axis=2, dtype="f8")
    return stacked.reshape(-1, stacked.shape[2])


def products(x, y):
    """What least squares needs to know of some rows."""
    return x.T @ x, x.T @ y


def solve(gram, moment, penalty):
    ridge = np.full(len(gram), penalty)
    ridge[-1] = 0.0  # the constant is free
    return np.linalg.solve(gram + np.diag(ridge), moment)


def error(x, y, weights):
    return float(np.mean((x @ weights - y) ** 2))


def fit(call):
    frames = call["frames"]
    reach, step = call["configuration"].get("reach", 60), call["configuration"].get("step", 6)
    lags = list(range(-reach, reach + 1, step))
    part = read("training.safetensors")
    x, y = features(part["inputs"], lags), part["targets"].reshape(-1, len(call["outputs"])).astype("f8")
    gram, moment = products(x, y)
    if call["validation_trials"] is not None:
        held = read("validation.safetensors")
        tests = [(features(held["inputs"], lags), held["targets"].reshape(-1, y.shape[1]).astype("f8"), gram, moment)]
    else:
        groups = np.repeat(part["groups"], frames)
        tests = []
        for fold in range(5):
            out = groups % 5 == fold
            if out.any() and not out.all():
                own_gram, own_moment = products(x[out], y[out])
                tests.append((x[out], y[out], gram - own_gram, moment - own_moment))
    losses = [np.mean([error(a, b, solve(g, m, penalty)) for a, b, g, m in tests] or [0.0]) for penalty in PENALTIES]
    best = int(np.argmin(losses))
    print(f"penalty {PENALTIES[best]:g}, held-out mean squared error {losses[best]:.6g}, {x.shape[1]} features")
    write("model/ridge.safetensors", weights=solve(gram, moment, PENALTIES[best]), lags=np.array(lags))
    report = {"best_epoch": 1, "epochs": 1}
    if call["validation_trials"] is not None:
        report["validation_loss"] = float(losses[best])
    with open("report.json", "w") as file:
        json.dump(report, file)


def predict(call):
    model = read("model/ridge.safetensors")
    x = features(read("inputs.safetensors")["inputs"], [int(lag) for lag in model["lags"]])
    shape = (call["trials"], call["frames"], len(call["outputs"]))
    write("predictions.safetensors", predictions=(x @ model["weights"]).reshape(shape))


if __name__ == "__main__":
    with open("call.json") as file:
        {"fit": fit, "predict": predict}[sys.argv[1]](json.load(file))
