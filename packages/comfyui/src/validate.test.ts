import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { buildGoodGraph, objectInfo } from "./fixture.ts";
import { isRecord } from "./graph.ts";
import { parseObjectInfo } from "./object-info.ts";
import { validate, type ValidateOptions } from "./validate.ts";

const folder = new URL("../../../../shared/comfyui-traffic/", import.meta.url);
const present = existsSync(folder);
if (!present) console.log("skipped: no recorded traffic next to this repository");

const files = ["layout.png", "broken.png", "layout (1).png"];
const options: ValidateOptions = {
  custom: (spec, input) =>
    spec.classType === "LoadImage" && input.name === "image"
      ? (value) => (files.includes(String(value)) ? undefined : `Invalid image file: ${String(value)}`)
      : undefined,
};

interface Exchange {
  readonly request: Record<string, unknown>;
  readonly status: number;
  readonly answer: unknown;
}

/** Every POST /prompt of a recording with its response. */
function exchanges(name: string): Exchange[] {
  const lines = readFileSync(new URL(name, folder), "utf8").trim().split("\n");
  const http = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line["dir"] !== undefined);
  return http.flatMap((line, at) => {
    const answer = http[at + 1];
    if (line["http"] !== "POST /prompt" || !isRecord(line["body"]) || !("prompt" in line["body"]) || !answer) return [];
    return [{ request: line["body"], status: Number(answer["status"]), answer: answer["body"] }];
  });
}

/** Tracebacks contain a server's paths, so only their presence is compared. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, v: unknown) => (key === "traceback" ? Array.isArray(v) : v)));

describe.skipIf(!present)("responds like the recorded server", () => {
  const recorded = present
    ? parseObjectInfo(JSON.parse(gunzipSync(readFileSync(new URL("object_info.json.gz", folder))).toString()))
    : new Map();

  test.each(["06-validation-errors.jsonl", "07-partly-valid.jsonl", "08-node-error.jsonl", "13-several-outputs.jsonl"])(
    "%s",
    (name) => {
      const all = exchanges(name);
      expect(all.length).toBeGreaterThan(0);
      for (const { request, status, answer } of all) {
        const validation = validate(request["prompt"], recorded, options);
        if (status === 500) expect(validation).toEqual({ result: "raised" });
        if (status === 400) expect(plain(validation)).toEqual(plain({ result: "refused", body: answer }));
        if (status === 200 && isRecord(answer))
          expect(validation).toMatchObject({ result: "accepted", nodeErrors: answer["node_errors"] });
      }
    },
  );
});

test("converts numbers in texts like Python", () => {
  const graph = buildGoodGraph();
  graph["2"] = { class_type: "ImageScale", inputs: { ...graph["2"]?.inputs, width: " 1_00 ", height: 12.9 } };
  const validation = validate(graph, objectInfo, {
    custom: (_s, input) => (input.name === "image" ? () => undefined : undefined),
  });
  expect(validation.result === "accepted" && validation.graph["2"]?.inputs).toMatchObject({ width: 100, height: 12 });
});

test("node ids and links named like prototype members find nothing", () => {
  const graph: unknown = JSON.parse(
    '{"__proto__":{"class_type":"SaveImage","inputs":{"images":["constructor",0],"filename_prefix":"x"}}}',
  );
  expect(validate(graph, objectInfo)).toMatchObject({
    result: "refused",
    body: { error: { type: "prompt_outputs_failed_validation" } },
  });
});
