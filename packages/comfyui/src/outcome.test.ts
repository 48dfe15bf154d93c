import { describe, expect, test } from "vitest";
import { describeError, describeRefusal, hidePaths } from "./outcome.ts";

describe("errors of nodes", () => {
  test("contain node, message and the last lines, without the server's folders", () => {
    const traceback = [
      "head\n",
      ...Array.from(
        { length: 20 },
        (_, i) => `  File "/opt/comfy/custom_nodes/x/n${i}.py", line ${i}, in run\n    call()\n`,
      ),
    ];
    const failure = describeError({
      node_id: "3",
      node_type: "KSampler",
      exception_type: "ValueError",
      exception_message: "bad shape\n",
      traceback,
    });
    expect(failure).toMatchObject({
      kind: "node_error",
      message: "bad shape",
      node: { id: "3", classType: "KSampler" },
    });
    expect(failure.traceback.length).toBeLessThanOrEqual(12);
    expect(failure.traceback.at(-2)).toContain("n19.py");
    expect(failure.traceback.join("\n")).not.toMatch(/\/opt|custom_nodes/);
  });
  test("are out of memory by their type or by their message", () => {
    expect(describeError({ exception_type: "torch.cuda.OutOfMemoryError" }).kind).toBe("out_of_memory");
    expect(describeError({ exception_type: "RuntimeError", exception_message: "CUDA out of memory. Tried" }).kind).toBe(
      "out_of_memory",
    );
    for (const message of ["memory of a goldfish", "unable to allocate a node", "the array is empty"])
      expect(describeError({ exception_type: "RuntimeError", exception_message: message }).kind).toBe("node_error");
  });
  test.each([
    ["torch.OutOfMemoryError", "Allocation on device 0 would exceed allowed memory"],
    ["torch.AcceleratorError", "CUDA error: out of memory"],
    [
      "RuntimeError",
      "[enforce fail at alloc_cpu.cpp:119] data. DefaultCPUAllocator: not enough memory: you tried to allocate 4398046511104 bytes.",
    ],
    [
      "RuntimeError",
      "[enforce fail at alloc_cpu.cpp:121] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 4398046511104 bytes. Error code 12 (Cannot allocate memory)",
    ],
    ["RuntimeError", "VRAM Allocation failed (non OOM)"],
    ["RuntimeError", "cuDNN error: CUDNN_STATUS_ALLOC_FAILED"],
    ["RuntimeError", "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"],
    [
      "numpy._core._exceptions._ArrayMemoryError",
      "Unable to allocate 59.6 GiB for an array with shape (16000000000,) and data type float32",
    ],
    ["MemoryError", ""],
  ])("%s: %s is out of memory", (exception_type, exception_message) => {
    expect(describeError({ exception_type, exception_message }).kind).toBe("out_of_memory");
  });
  test("contain no Windows folders", () => {
    expect(hidePaths(String.raw`File "C:\Users\me\comfy\nodes.py", line 1`)).toBe('File "…/nodes.py", line 1');
  });
});

describe("refused graphs", () => {
  test("name node and input, but no files on the server's disk", () => {
    const failure = describeRefusal({
      error: { type: "prompt_outputs_failed_validation", message: "Prompt outputs failed validation" },
      node_errors: {
        "4": {
          class_type: "CheckpointLoaderSimple",
          errors: [
            {
              type: "value_not_in_list",
              message: "Value not in list",
              details: "x not in ['theirs.safetensors']",
              extra_info: { input_name: "ckpt_name" },
            },
          ],
        },
      },
    });
    expect(failure).toMatchObject({ kind: "invalid", node: { id: "4", classType: "CheckpointLoaderSimple" } });
    expect(failure.message).toContain("ckpt_name");
    expect(JSON.stringify(failure)).not.toContain("theirs");
  });
  test("include a cycle, which has empty node errors", () => {
    expect(describeRefusal({ error: { message: "Prompt outputs failed validation" }, node_errors: {} })).toMatchObject({
      kind: "invalid",
    });
  });
});
