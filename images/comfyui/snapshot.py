"""Starts ComfyUI on the processor, asks it for /object_info, and keeps the answer. usage: snapshot.py COMFYUI FILE"""

import json
import pathlib
import subprocess
import sys
import time
import urllib.request

comfyui, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
PORT = 18188
server = subprocess.Popen(
    [sys.executable, "main.py", "--cpu", "--listen", "127.0.0.1", "--port", str(PORT), "--disable-auto-launch"],
    cwd=comfyui,
)
try:
    end = time.monotonic() + 300
    while True:
        if server.poll() is not None:
            sys.exit(f"ComfyUI ended with {server.returncode} before it answered")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/object_info", timeout=10) as response:
                info = json.load(response)
            break
        except OSError:
            if time.monotonic() > end:
                sys.exit("ComfyUI did not answer within five minutes")
            time.sleep(1)
finally:
    server.terminate()
    server.wait(30)
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(info, sort_keys=True))
print(f"{len(info)} classes")
