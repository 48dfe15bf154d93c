import { describe, expect, it } from "vitest";
import * as z from "zod";
import { describeError, listFrames } from "./describe-error.ts";

const catchFrom = (cb: () => unknown): unknown => {
  try {
    cb();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

describe("describeError", () => {
  it("keeps name, code and message, and those of the causes", () => {
    const cause = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:9"), { code: "ECONNREFUSED" });
    expect(describeError(new TypeError("fetch failed", { cause }))).toBe(
      "TypeError: fetch failed: ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:9",
    );
    expect(describeError("the socket closed")).toBe("the socket closed");
  });

  it.each<[string, unknown, string]>([
    [
      "text that is not JSON",
      catchFrom(() => JSON.parse("purple giraffe")),
      "SyntaxError: Unexpected token …, … is not valid JSON",
    ],
    [
      "a value and a key that a schema refuses",
      catchFrom(() => z.strictObject({ a: z.enum(["x"]) }).parse({ a: "giraffe", giraffe: 1 })),
      "ZodError: invalid_value a, unrecognized_keys",
    ],
    [
      "a URL",
      new Error("GET https://anna:giraffe@s3.example/b/giraffe.png?X-Amz-Signature=1 failed"),
      "GET https://s3.example/… failed",
    ],
    ["what is not a URL", new TypeError("Failed to parse URL from a giraffe"), "TypeError: Failed to parse URL from …"],
    ["quoted text", new Error(`model "giraffe \\" giraffe" and 'giraffe' aren't there`), "model … and … aren't there"],
    ["quoted text that has no end", new Error(`it says "giraffe`), "it says …"],
    ["an address", new Error("no member giraffe@studio.example"), "no member …"],
    ["further lines", new Error("failed:\ngiraffe"), "failed:"],
    [
      "parameters of a query",
      Object.assign(new Error("Failed query: insert\nparams: giraffe"), {
        name: "DrizzleQueryError",
        query: "insert",
        params: ["giraffe"],
        cause: Object.assign(new Error(`invalid input syntax for type uuid: "giraffe"`), {
          name: "PostgresError",
          severity: "ERROR",
          code: "22P02",
          detail: "giraffe",
          table_name: "job",
          routine: "string_to_uuid",
        }),
      }),
      "DrizzleQueryError: query failed: PostgresError 22P02: invalid input syntax for type uuid: …, table job, routine string_to_uuid",
    ],
    [
      "an error for clients",
      Object.assign(new Error("Model not registered: giraffe.safetensors"), {
        name: "VisibleError",
        code: "not_found",
        errors: [],
        status: 404,
      }),
      "VisibleError not_found",
    ],
  ])("leaves out %s", (_what, error, expected) => {
    expect(describeError(error)).toBe(expected);
    expect(describeError(error)).not.toContain("giraffe");
  });

  it("limits the length", () => {
    expect(describeError(new Error("x".repeat(10_000))).length).toBeLessThan(600);
  });
});

describe("listFrames", () => {
  it("lists where an error was thrown, without its message", () => {
    const frames = listFrames(new Error("purple\n    giraffe"));
    expect(frames[0]).toMatch(/^at .*describe-error\.test\.ts/);
    expect(frames.join("\n")).not.toContain("giraffe");
  });
});
