"""Runs the same jobs through several servers of the Comfy API v2, with Comfy Org's SDK.

Reads one JSON object from stdin: `targets` ({name, url, key, labels}), `graph`, `picture_node`, `output_node`,
`warm_up` and `in_a_row` (lists of file names), `concurrent` (list of file names per target, two rounds).
Prints one JSON object per line: {"name", "phase", "ms"} per job, or per round for the phase "concurrent".
"""

import copy
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from comfy_sdk import Comfy, ComfyError

plan = json.load(sys.stdin)


def connect(target):
    os.environ["COMFY_BASE_URL"] = target["url"]
    return Comfy(api_key=target["key"])


clients = {target["name"]: connect(target) for target in plan["targets"]}


def run(target, picture):
    """Uploads a picture, submits, follows the events, and downloads the result."""
    client = clients[target["name"]]
    workflow = client.workflows.from_json(copy.deepcopy(plan["graph"]))
    workflow.set_input(plan["picture_node"], "image", client.assets.from_file(picture))
    # The proxy refuses a map of labels.
    labels = {"metadata": target["labels"]} if target["labels"] else {}
    job = client.submit(workflow, **labels)
    try:
        for _ in job.events():
            pass
    except ComfyError as error:
        # The proxy has few streams; its answer says to poll.
        if error.code != "too_many_streams":
            raise
    output = job.result().get_outputs(plan["output_node"])[0]
    if len(output.to_bytes()) < 1000:
        raise SystemExit(f"{target['name']} returned an empty picture")


def report(name, phase, seconds):
    print(json.dumps({"name": name, "phase": phase, "ms": seconds * 1000}), flush=True)


def measure(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


for picture in plan["warm_up"]:
    for target in plan["targets"]:
        run(target, picture)

for number, picture in enumerate(plan["in_a_row"]):
    # Alternating which is first, so that neither profits from the other's caches.
    for target in plan["targets"] if number % 2 == 0 else reversed(plan["targets"]):
        report(target["name"], "in_a_row", measure(lambda: run(target, picture)))

for number, pictures in enumerate(plan["concurrent"]):
    for target in plan["targets"] if number % 2 == 0 else reversed(plan["targets"]):
        with ThreadPoolExecutor(len(pictures)) as pool:
            report(target["name"], "concurrent", measure(lambda: list(pool.map(lambda one: run(target, one), pictures))))
