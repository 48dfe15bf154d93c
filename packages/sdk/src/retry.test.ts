import { expect, it } from "vitest";
import { canRepeat } from "./retry.ts";

const asked = (method: string, path: string, headers: Record<string, string> = {}) =>
  canRepeat(new Request(`http://api.example${path}`, { method, headers }));

it("retries only idempotent requests", () => {
  for (const method of ["GET", "PUT", "DELETE"]) expect(asked(method, "/v1/x"), method).toBe(true);
  for (const path of ["/v1/inputs", "/v1/inputs/inp_1/complete", "/v1/jobs/job_1/cancel", "/v1/estimates"])
    expect(asked("POST", path), path).toBe(true);
  for (const path of ["/v1/jobs", "/v1/jobs/job_1/retry", "/v1/members", "/v1/tokens", "/v1/jobs/actions"])
    expect(asked("POST", path), path).toBe(false);
  expect(asked("POST", "/v1/jobs", { "idempotency-key": "a" })).toBe(true);
  expect(asked("PATCH", "/v1/jobs/job_1")).toBe(false);
});
