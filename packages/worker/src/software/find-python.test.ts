import { expect, test } from "vitest";
import { buildCommand } from "../process/command.ts";
import { findPython } from "./find-python.ts";

test.each([
  [["/opt/venv/bin/python", "/opt/comfyui/main.py", "--cpu"], "/opt/comfyui", "/opt/comfyui/custom_nodes"],
  [["python3.12", "-s", "-u", "main.py"], "/work", "/work/custom_nodes"],
  [
    ["python_embeded\\python.exe".replaceAll("\\", "/"), "ComfyUI/main.py"],
    "/work/ComfyUI",
    "/work/ComfyUI/custom_nodes",
  ],
  [["python3", "/c/main.py", "--base-directory=one", "--base-directory", "/data/two"], "/c", "/data/two/custom_nodes"],
])("the command %j", (command, comfyui, customNodes) => {
  expect(findPython(command, "/work")).toEqual({ python: command[0], comfyui, customNodes });
});

test("the command that Pegbar builds", () => {
  const command = buildCommand({
    python: "/opt/venv/bin/python",
    main: "/opt/comfyui/main.py",
    port: 8188,
    dir: "/work",
  });
  expect(findPython(command, "/work")).toMatchObject({ comfyui: "/opt/comfyui" });
});

test.each([
  [["node", "main.ts"]],
  [["python3", "-m", "comfyui"]],
  [["/bin/sh", "-c", "python main.py"]],
  [["python3"]],
  [[]],
])("nothing in the command %j", (command: string[]) => {
  expect(findPython(command, "/work")).toBeUndefined();
});
