import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isChromiumInstalled, startBrowser, type TestBrowser } from "../setup/browser.ts";
import { listPageErrors, listSeriousFindingsInBothThemes, startPortal, type TestPortal } from "../setup/portal.ts";

const AT = "2026-03-02T10:00:00.000Z";
const DEGRADED = {
  status: "degraded",
  parts: [
    { name: "api", status: "ok" },
    { name: "gpu-light", status: "down", message: "No GPU worker of the class light is running.", since: AT },
    { name: "ledger", status: "degraded", message: "Certificates are issued later.", since: AT },
    { name: "a-new-part", status: "ok" },
  ],
  checkedAt: AT,
};

/** Answers the page's questions about the health, until the page is closed. */
const answer = (page: Page, status: number, body: unknown) =>
  page.route("**/v1/health", (route) => route.fulfill({ status, json: body }));
const listParts = (page: Page) =>
  page
    .getByRole("list", { name: "Parts" })
    .getByRole("listitem")
    .evaluateAll((items) =>
      items.map((item) => [item.querySelector("h2")?.textContent, item.lastElementChild?.textContent]),
    );

describe.skipIf(!isChromiumInstalled())("the status page", () => {
  let portal: TestPortal;
  let browser: TestBrowser;
  beforeAll(async () => {
    [portal, browser] = await Promise.all([startPortal(), startBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.stop();
    await portal?.stop();
  });
  const open = async (page: Page) => {
    await page.goto(`${portal.origin}/status`);
    return page.getByRole("heading", { level: 1 });
  };

  test("shows without a sign-in that a running platform works, and loads nothing of the portal", async () => {
    const { page, requests, complaints } = await browser.page();
    expect(await (await open(page)).textContent()).toBe("All systems operational");
    const parts = await listParts(page);
    expect(parts.length).toBeGreaterThanOrEqual(10);
    expect(new Set(parts.map(([, status]) => status))).toEqual(new Set(["Operational"]));
    const asked = requests.map((url) => new URL(url).pathname).filter((path) => path.startsWith("/v1/"));
    expect(new Set(asked)).toEqual(new Set(["/v1/health"]));
    expect(requests.every((url) => url.startsWith(portal.origin))).toBe(true);
    expect(listPageErrors(complaints)).toEqual([]);
  });

  test("shows first what does not work, at any width and in both themes, and updates itself", async () => {
    for (const width of [1440, 390]) {
      const { page, close } = await browser.page({ width, height: 900 });
      await page.clock.install();
      await answer(page, 200, DEGRADED);
      const heading = await open(page);
      expect(await heading.textContent()).toBe("Some systems are degraded");
      expect(await listParts(page)).toEqual([
        ["GPUs: light", "Down"],
        ["Certificates", "Degraded"],
        ["API", "Operational"],
        ["a-new-part", "Operational"],
      ]);
      await page.getByText("No GPU worker of the class light is running.").waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.unroute("**/v1/health");
      await answer(page, 200, { status: "ok", parts: [{ name: "api", status: "ok" }], checkedAt: AT });
      await page.clock.fastForward(15_000);
      await page.getByText("All systems operational").waitFor();
      await close();
    }
  });

  test("says that Pegbar is down for a 503, and that it cannot be reached without an answer", async () => {
    const { page } = await browser.page();
    await answer(page, 503, { status: "down", parts: [{ name: "database", status: "down" }], checkedAt: AT });
    expect(await (await open(page)).textContent()).toBe("Pegbar is down");
    await page.unroute("**/v1/health");
    await page.route("**/v1/health", (route) => route.abort());
    expect(await (await open(page)).textContent()).toBe("Can’t reach Pegbar");
  });

  test("is linked from the account menu, and from errors of the platform", async () => {
    const { page } = await browser.page();
    await portal.enter(page, "artist@lumen.example", "/jobs");
    await page.getByRole("button", { name: /artist at/ }).click();
    await page.getByRole("link", { name: "Status of Pegbar" }).waitFor();
    await page.route("**/v1/jobs?**", (route) =>
      route.fulfill({ status: 500, json: { code: "internal", title: "Internal error", detail: "Try again." } }),
    );
    await page.reload();
    const link = page.getByRole("alert").getByRole("link", { name: "Status of Pegbar" });
    await link.click();
    await page.getByText("All systems operational").waitFor();
  });
});
