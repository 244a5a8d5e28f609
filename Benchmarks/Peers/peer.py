"""One process of the other side: PyTorch or onnxruntime does what HipZoo's timings do.

scripts/compare-with-pytorch runs it.

usage: peer.py torch WORK MODEL THREADS REPETITIONS
       peer.py write-onnx MODEL TRIALS FILE
       peer.py onnx FILE TRIALS THREADS REPETITIONS
"""
import json
import os
import pathlib
import sys
import time

import numpy


def settled(run, repetitions):
    """Prints the milliseconds of so many runs, after as long a beginning as HipZoo's timings have."""
    run()
    begin = time.perf_counter()
    while True:
        run()
        if time.perf_counter() - begin > 0.5:
            break
    wall = []
    for _ in range(repetitions):
        start = time.perf_counter()
        run()
        wall.append((time.perf_counter() - start) * 1e3)
    print(json.dumps({"times": wall}))


def write_onnx(name, trials, file):
    """Writes a network as ONNX and says so where onnxruntime and PyTorch compute different numbers by it."""
    import onnxruntime
    import torch
    from networks import NETWORKS

    torch.manual_seed(0)
    torch.backends.mha.set_fastpath_enabled(False)
    model, x = NETWORKS[name]().eval(), torch.randn(trials, 180, 10)
    torch.onnx.export(model, (x,), file, input_names=["x"], output_names=["y"], opset_version=17, dynamo=False)
    [y] = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"]).run(None, {"x": x.numpy()})
    with torch.no_grad():
        difference = numpy.abs(y - model(x).numpy()).max()
    if not difference < 1e-4:
        sys.exit(f"{name}: onnxruntime differs from PyTorch by {difference}")


def onnx_peer(file, trials, threads, repetitions):
    """What onnxruntime's process does: predicts a batch."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    x = numpy.random.default_rng(0).standard_normal((trials, 180, 10), dtype="float32")
    settled(lambda: session.run(None, {"x": x}), repetitions)


def torch_peer(work, name, threads, repetitions):
    """What PyTorch's process does: times one workload, or predicts a file as a user's script would."""
    import torch
    from networks import NETWORKS

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    model = NETWORKS[name]()
    if work.startswith("predict"):
        source, target = pathlib.Path(os.environ["HIPZOO_PEER_INPUT"]), os.environ["HIPZOO_PEER_OUTPUT"]
        model.eval()
        with numpy.load(source, allow_pickle=True) as archive, torch.inference_mode():
            x = torch.from_numpy(archive["X"].astype("float32"))
            y = torch.cat([model(part) for part in x.split(64)]).numpy()
        with open(target, "w") as out:
            out.write("trial,frame," + ",".join(f"output_{i}" for i in range(y.shape[2])) + "\n")
            for i, trial in enumerate(y):
                for j, row in enumerate(trial):
                    out.write(f"{i},{j}," + ",".join(map(str, row)) + "\n")
        return
    trials = 1 if work == "one" else 64
    x, y = torch.randn(trials, 180, 10), torch.randn(trials, 180, 14)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=1e-5)

    def step():
        optimiser.zero_grad(set_to_none=True)
        torch.nn.functional.mse_loss(model(x), y).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimiser.step()

    def infer():
        with torch.inference_mode():
            model(x)

    model.train(work in ("step", "memory"))
    run = step if work in ("step", "memory") else infer
    settled(run, repetitions)


def main():
    kind, *words = sys.argv[1:]
    if kind == "torch":
        torch_peer(words[0], words[1], int(words[2]), int(words[3]))
    elif kind == "write-onnx":
        write_onnx(words[0], int(words[1]), words[2])
    else:
        onnx_peer(words[0], *map(int, words[1:]))


if __name__ == "__main__":
    main()
