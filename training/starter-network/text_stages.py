"""What Kokoro's text side gives on the published float32 graph: see README.md. Only what that depends on is computed."""
import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

# Token ids with their boundaries, as the app's own front end makes them of the text.
SENTENCES = json.loads(Path(__file__).with_name("sentences.json").read_text())

# Where the graph has what is compared: [1, time] or [1, channels, time] or [1, time, channels].
VALUES = {
    "lengths": "/encoder/predictor/ReduceSum_output_0",
    "durations": "/encoder/Cast_output_0",
    "f0": "/encoder/Reshape_output_0",
    "energy": "/encoder/Reshape_1_output_0",
    "text_rows": "/encoder/text_encoder/Transpose_2_output_0",
}
# Of rows of hundreds of channels, every so many are kept.
KEPT_CHANNELS = 16


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--graph", required=True)
    parser.add_argument("--styles", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()

    model = onnx.load(options.graph)
    del model.graph.output[:]
    model.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in VALUES.values())
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])

    references = []
    for sentence in SENTENCES:
        ids = sentence["ids"]
        table = np.fromfile(Path(options.styles) / f"{sentence['style']}.bin", np.float32).reshape(510, 256)
        inputs = {"input_ids": np.array([ids]), "style": table[len(ids) - 3][None], "speed": np.ones(1, np.float32)}
        found = dict(zip(VALUES, session.run(list(VALUES.values()), inputs)))
        found["text_rows"] = found["text_rows"][0].T[:, ::KEPT_CHANNELS]
        numbers = {name: [float(f"{value:.5g}") for value in values.ravel()] for name, values in found.items()}
        references.append({**sentence, **numbers, "durations": [int(value) for value in numbers["durations"]]})
    lines = ",\n  ".join(json.dumps(reference, ensure_ascii=False, separators=(",", ":")) for reference in references)
    Path(options.out).write_text(f"[\n  {lines}\n]\n")


main()
