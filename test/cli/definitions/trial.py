"""Reports (x - 2) squared with nothing but the standard library."""

import json
import os
import time
import urllib.request

task = os.environ["CLEARML_TASK_ID"]


def call(endpoint, body):
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {os.environ['CLEARML_AUTH_TOKEN']}"}
    url = f"{os.environ['CLEARML_API_HOST']}/{endpoint}"
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers)) as answer:
        return json.load(answer)["data"]


x = float(call("tasks.get_by_id", {"task": task})["task"]["hyperparams"]["Args"]["x"]["value"])
event = {"type": "training_stats_scalar", "task": task, "metric": "value", "variant": "value", "iter": 1}
call("events.add", {**event, "value": (x - 2) ** 2, "timestamp": int(time.time() * 1000)})
print("x is", x, flush=True)
