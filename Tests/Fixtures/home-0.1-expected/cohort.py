"""Writes a cohort of three trials a subject whose numbers compress to nothing, to plan examinations with: $2 from $1."""
import sys

import numpy as np

full = np.load(sys.argv[1])
people = [(subject, label) for subject, label in zip(full["subject_id"], full["speed_label"])]
trials = [people.index(person) for person in sorted(set(people))]
frame = np.arange(180)[None, :, None] // 4
columns = {name: full[name][trials] for name in ("subject_id", "height_m", "weight_kg", "speed_label", "source")}
for name in ("X", "Y"):
    width = full[name].shape[2]
    place = np.arange(len(trials))[:, None, None] % 7 + np.arange(width)[None, None, :] % 2
    columns[name] = np.broadcast_to(frame + place, (len(trials), 180, width)).astype("<f4")
np.savez_compressed(sys.argv[2], in_cols=full["in_cols"], out_cols=full["out_cols"], **columns)
