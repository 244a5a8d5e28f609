/// The program of a new process entry in Python: a linear map of every frame, to be replaced.
enum PythonTemplate {
  /// Needs NumPy; the contract is docs/process-entries.md.
  static let program = #"""
    #!/usr/bin/env python3
    """One sentence that says what this entry learns, and where the method was published.

    HipZoo calls it in a folder of its own, with the word fit or predict; docs/process-entries.md says what is in the
    files. Here: every output of a frame is a linear function of the angles of that frame.
    """
    import json
    import struct
    import sys

    import numpy as np


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


    def rows(inputs):
        """[trials, frames, inputs] -> [trials * frames, inputs + 1], the last column a constant."""
        flat = inputs.reshape(-1, inputs.shape[2]).astype("f8")
        return np.hstack([flat, np.ones((len(flat), 1))])


    def fit(call):
        part = read("training.safetensors")  # inputs, targets, groups; validation.safetensors may be there too
        x = rows(part["inputs"])
        y = part["targets"].reshape(len(x), -1).astype("f8")
        penalty = call["configuration"]["penalty"] * np.eye(x.shape[1])
        write("model/weights.safetensors", weights=np.linalg.solve(x.T @ x + penalty, x.T @ y))


    def predict(call):
        inputs = read("inputs.safetensors")["inputs"]
        outputs = rows(inputs) @ read("model/weights.safetensors")["weights"]
        write("predictions.safetensors", predictions=outputs.reshape(call["trials"], call["frames"], -1))


    if __name__ == "__main__":
        with open("call.json") as file:
            {"fit": fit, "predict": predict}[sys.argv[1]](json.load(file))

    """#
}
