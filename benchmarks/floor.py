"""The least that any generator must do: finished dictionaries, written as JSON. `python floor.py FINISHED FOLDER`:
FINISHED is a marshalled map from file names to bodies."""

import json
import marshal
import sys

with open(sys.argv[1], "rb") as finished:
    bodies = marshal.load(finished)
for name, body in bodies.items():
    with open(f"{sys.argv[2]}/{name}", "w", encoding="utf-8") as file:
        file.write(json.dumps(body, indent=2, sort_keys=True) + "\n")
