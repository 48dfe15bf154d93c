import { serve, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { proxy } from "hono/proxy";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createReference } from "@pegbar/local/reference/index.ts";
import { startApi, type TestApi } from "../setup/api.ts";
import { isChromiumInstalled, startBrowser, type TestBrowser } from "../setup/browser.ts";

let api: TestApi;
let server: ServerType;
let origin: string;
beforeAll(async () => {
  api = await startApi();
  const app = new Hono();
  app.route("/docs", createReference());
  app.all("*", ({ req }) => proxy(api.url + req.path, { ...req, headers: req.header() }));
  origin = await new Promise((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    );
  });
});
afterAll(async () => {
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
  await api.stop();
});

test("the page's policy allows only the API's host, and no inline scripts", async () => {
  const { headers } = await fetch(`${origin}/docs`);
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
});

describe.skipIf(!isChromiumInstalled())("in a browser", () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.stop());

  test.each([
    ["at the beginning", "light", 1440, ""],
    ["from a deep link, dark, on a telephone", "dark", 390, "#tag/jobs/POST/v1/jobs"],
  ] as const)("shows the operations: %s", async (_where, colorScheme, width, hash) => {
    const { page, requests, complaints, close } = await browser.page({ colorScheme, width });
    await page.goto(`${origin}/docs${hash}`);
    const submit = page.getByRole("heading", { name: "Submit a job" });
    await submit.waitFor();
    if (hash !== "") await expect.poll(async () => (await submit.boundingBox())?.y).toBeLessThan(300);
    expect(await page.getByRole("main").innerText()).toContain("/v1/jobs/{id}/cancel");
    expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test("a request can be sent with a token under that policy", async () => {
    const { page, requests, complaints, close } = await browser.page();
    await page.goto(`${origin}/docs#tag/me-and-my-studio/GET/v1/me`);
    await page
      .getByRole("textbox", { name: "Token" })
      .first()
      .fill(await api.issuer.sign("artist@lumen.example"));
    await page.getByRole("button", { name: "Test Request (get /v1/me)" }).click();
    const [answered] = await Promise.all([
      page.waitForResponse(`${origin}/v1/me`),
      page.getByRole("button", { name: "Send get request" }).click(),
    ]);
    expect(answered.status()).toBe(200);
    expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});
