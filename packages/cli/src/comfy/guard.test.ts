import { expect, test } from "vitest";
import { findRefusal } from "./guard.ts";

const local = "127.0.0.1:8188";

test.each([
  { host: local },
  { host: "localhost:8188" },
  { host: "LOCALHOST" },
  { host: local, origin: `http://${local}` },
  { host: local, origin: "http://127.0.0.1" },
  { host: local, "sec-fetch-site": "same-origin" },
  { host: local, "sec-fetch-site": "none" },
])("answers %j", (headers) => {
  expect(findRefusal(headers)).toBeUndefined();
});

test.each([
  {},
  { host: "" },
  { host: "page.example:8188" },
  { host: "127.0.0.1.page.example" },
  { host: "page.example@127.0.0.1" },
  { host: "192.168.0.5:8188" },
  { host: local, origin: "null" },
  { host: local, origin: "https://page.example" },
  { host: local, origin: "http://localhost:8188" },
  { host: local, origin: "http://127.0.0.1:3000" },
  { host: local, "sec-fetch-site": "cross-site" },
  { host: local, "sec-fetch-site": "same-site" },
])("refuses %j", (headers) => {
  expect(findRefusal(headers)).toEqual(expect.any(String));
});
