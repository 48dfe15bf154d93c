"""Runs the complete surface of comfy-sdk and prints what it saw, as one JSON object. Called by sdks.test.ts."""

import asyncio
import copy
import io
import json
import os
import sys

import comfy_sdk.client as client_module
from comfy_low.errors import ApiError
from comfy_sdk import AsyncComfy, Comfy, ComfyError, events

given = json.load(sys.stdin)
seen = {}

# The client retries a full queue for a minute; one refusal is enough here.
client_module._QUEUE_RETRY_BUDGET = 0.0


def code_of(call):
    """The class and code of the error that a call raises."""
    try:
        call()
    except (ComfyError, ApiError) as error:
        return [type(error).__name__, error.code, error.http_status]
    return None


def read(client, name):
    """A new workflow: the client keeps and changes the graph that it is given."""
    return client.workflows.from_json(copy.deepcopy(given[name]))


def kinds_of(items):
    found = []
    for item in items:
        kind = type(item).__name__
        if kind == "StatusChange":
            kind = item.status
        if not found or found[-1] != kind:
            found.append(kind)
    return found


with Comfy(api_key=given["key"]) as client:
    # Assets: every constructor, and the second upload of the same bytes.
    asset = client.assets.from_file(given["file"])
    seen["first"] = [asset.commit()[:4], asset.created_new, asset.hash == given["blake3"]]
    again = client.assets.from_bytes(open(given["file"], "rb").read(), filename='a "quoted" name.png')
    seen["again"] = [again.commit() == asset.id, again.created_new]
    stream = client.assets.from_stream(io.BytesIO(bytes.fromhex(given["other"])), filename="stream.png")
    seen["stream"] = [stream.commit() == asset.id, stream.created_new]
    seen["reference"] = sorted(asset.as_reference()["info"])
    seen["rehydrated"] = client.assets.get(asset.id).file_path
    download = asset.get_download_url()
    seen["download"] = [download.url.startswith("http"), download.expires_at]

    # A job with labels: events, then the poll that says the same.
    workflow = read(client, "graph")
    workflow.set_input("10", "image", asset)
    job = client.submit(workflow, metadata={"client": "acme", "take": "1"})
    seen["submitted"] = [job.status, job.metadata]
    heard = list(job.events())
    seen["events"] = kinds_of(heard)
    values = [item.value for item in heard if isinstance(item, events.Progress)]
    seen["progress"] = [values == sorted(values), len(values) > 0, all(0 <= value <= 1 for value in values)]
    seen["outputs before the end"] = [isinstance(item, events.OutputReady) for item in heard[-2:]]
    seen["late"] = kinds_of(job.events())
    job.result()
    output = job.get_outputs("9")[0]
    whole = output.to_bytes()
    target = output.to_file(os.path.join(given["folder"], "out.png"))
    copied = io.BytesIO()
    seen["output"] = [
        output.type,
        output.content_type,
        output.size_bytes == len(whole),
        target.read_bytes() == whole,
        output.to_stream(copied),
        output.to_bytes(range=(0, 7)).hex(),
        output.job_id == job.id,
        output.get_download_url().expires_at,
    ]
    seen["workflow"] = [job.get_workflow().format, job.get_workflow().graph["10"]["inputs"]["image"]]
    seen["cancel after the end"] = job.cancel().status

    # A result as the input of another job.
    chained = read(client, "graph")
    chained.set_input("10", "image", {"__type": "core/ASSET", "info": {"id": output.id}})
    seen["chained"] = client.run(chained, timeout=60).status

    # Rehydrated by id, listed by label, page by page.
    seen["by id"] = client.jobs.get(job.id).status
    second = client.submit(client.workflows.from_json(chained.json), metadata={"client": "acme", "take": "2"})
    seen["listed"] = [item.metadata["take"] for item in client.list_jobs(metadata={"client": "acme"}, limit=1)]
    seen["create time"] = all(item.create_time is not None for item in client.list_jobs(limit=5))
    second.wait(timeout=60)

    # Cancel: a request, then a final state.
    slow = client.submit(read(client, "slow"))
    for event in slow.events():
        if isinstance(event, events.Progress):
            break
    seen["canceling"] = slow.cancel().status
    seen["canceled"] = [kinds_of(slow.events())[-1], code_of(slow.result)]

    # Each documented error.
    low = client._low
    broken = read(client, "graph")
    broken.set_input("3", "steps", "many")
    broken.set_input("10", "image", asset)
    errors = {
        "invalid": lambda: client.submit(broken),
        "editor": lambda: client.submit(client.workflows.from_json({"nodes": [], "links": []})),
        "editor by the server": lambda: low.post_jobs({"nodes": [], "links": []}, idempotency_key="k1"),
        "labels": lambda: client.submit(workflow, metadata={"bad key": "x"}),
        "hash mismatch": lambda: low.post_assets(io.BytesIO(b"other"), "image/png", "a.png", expected_hash=asset.hash),
        "blob": lambda: low.asset_from_hash("blake3:" + "0" * 64),
        "job": lambda: client.jobs.get("job_none"),
        "asset": lambda: client.assets.get("inp_none"),
        "cursor": lambda: low.list_jobs(cursor="bad"),
        "filter": lambda: low.list_jobs(metadata={str(number): "x" for number in range(4)}),
    }
    missing = read(client, "graph")
    missing.set_input("10", "image", {"__type": "core/ASSET", "info": {"id": "inp_none"}})
    errors["missing"] = lambda: client.submit(missing)
    client.submit(workflow, idempotency_key="once").cancel()
    errors["reuse"] = lambda: client.submit(workflow, idempotency_key="once")
    seen["errors"] = {name: code_of(call) for name, call in errors.items()}
    seen["node errors"] = None
    try:
        client.submit(broken)
    except ComfyError as error:
        seen["node errors"] = list(error.details["node_errors"])
    seen["head of a miss"] = low.head_asset_by_hash("blake3:" + "0" * 64)

    # Deleted: no reference to it works any more.
    stream.delete()
    gone = client.assets.from_bytes(bytes.fromhex(given["third"]), filename="gone.png")
    identity = gone.commit()
    gone.delete()
    used = read(client, "graph")
    used.set_input("10", "image", {"__type": "core/ASSET", "info": {"id": identity}})
    seen["deleted"] = [code_of(lambda: client.submit(used)), code_of(lambda: client.assets.get(identity))]

for name, key in given["others"].items():
    with Comfy(api_key=key) as other:
        seen[name] = code_of(lambda: other.submit(read(other, "text")))


async def run_async():
    async with AsyncComfy(api_key=given["key"]) as client:
        asset = client.assets.from_file(given["file"])
        await asset.commit()
        workflow = read(client, "graph")
        workflow.set_input("10", "image", asset)
        job = await client.submit(workflow)
        heard = [event async for event in job.events()]
        await job.result()
        data = await job.outputs[0].to_bytes(range=(0, 7))
        listed = [item.id async for item in client.list_jobs(limit=1)]
        return [asset.created_new, kinds_of(heard)[-2:], data.hex(), job.id in listed]


seen["async"] = asyncio.run(run_async())
print(json.dumps(seen))
