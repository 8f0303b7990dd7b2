"""Chooses trials for program.yaml: reads a question from the standard input, writes an answer to the standard output."""

import json
import random
import sys

study = json.load(sys.stdin)
chance = random.Random(study["next"])
space = study["space"]
trials = [
    {name: chance.uniform(part["min"], part["max"]) for name, part in space.items()}
    for _ in range(study["count"])
]
values = [trial["values"][0] for trial in study["trials"] if trial["values"][0] is not None]
print(f"{len(values)} trials have ended, the best with {min(values, default=None)}", file=sys.stderr)
json.dump({"trials": trials}, sys.stdout)
