import type { Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@pegbar/local/client/index.ts";
import { browserIsHere, startBrowser, type TestBrowser } from "../setup/browser.ts";
import { go, seriousFindings as findings, startPortal, type TestPortal } from "../setup/portal.ts";

const OPERATOR = "operator@pegbar.example";

interface Quota {
  subjectId: string;
  limits: Record<string, number | null>;
}

describe.skipIf(!browserIsHere())("the operator's pages, in a browser", () => {
  let portal: TestPortal;
  let browser: TestBrowser;
  let operator: Client;
  let page: Page;
  let complaints: string[];
  let requests: string[];
  beforeAll(async () => {
    [portal, browser] = await Promise.all([startPortal(), startBrowser()]);
    operator = await portal.as(OPERATOR);
    ({ page, complaints, requests } = await browser.page());
    page.setDefaultTimeout(10_000);
    await portal.enter(page, OPERATOR);
    // Where the identity provider's page looks for an icon is not the portal's.
    complaints.length = 0;
  }, 120_000);
  afterAll(async () => {
    await browser?.stop();
    await portal?.stop();
  });

  const studioId = async (slug: string): Promise<string> => {
    const { items } = (await operator.json("GET", `/v1/tenants?slug=${slug}`)) as { items: { id: string }[] };
    return items[0]?.id ?? "";
  };
  const limits = async (slug: string) =>
    ((await operator.json("GET", `/v1/tenants/${await studioId(slug)}/quota`)) as Quota).limits;
  const row = (text: string) => page.getByRole("row").filter({ hasText: text });
  const said = (text: string | RegExp) => page.getByRole("status").filter({ hasText: text }).waitFor();
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const dialog = () => page.getByRole("dialog");

  test("begins at the studios with their numbers, and sees no place but these", async () => {
    await page.waitForURL("**/studios");
    await row("Lumen Pictures").waitFor();
    expect(await row("Lumen Pictures").innerText()).toMatch(/lumen\s+\$0\.00 of \$\d/);
    expect(await page.getByRole("navigation", { name: "Pages" }).getByRole("link").allInnerTexts()).toEqual([
      "Studios",
      "Fleet",
    ]);
    // In no studio there is no stream to follow, and so none that could be broken.
    expect(await page.getByText("No connection").count()).toBe(0);
    expect(await page.getByRole("button", { name: /^Notices/ }).count()).toBe(0);
    await page.getByRole("link", { name: "Pegbar" }).click();
    await page.waitForURL("**/studios");
  });

  test("numbers move by themselves, though no event of a studio's comes here", async () => {
    const artist = await portal.as("artist@lumen.example");
    const job = await artist.submit({
      shot: "HARBOR/sq010/sh010",
      workflow: "paint-text",
      parameters: { prompt: "fog", width: 64, height: 64, steps: 1 },
    });
    await artist.wait(job.id);
    await expect
      .poll(() => row("Lumen Pictures").innerText(), { timeout: 25_000 })
      .toMatch(/(< \$0\.01|\$0\.0[1-9]) of/);
  }, 60_000);

  test("a studio's quota: what it would do is said while one types; saved, undone", async () => {
    const before = await limits("lumen");
    await page.getByRole("link", { name: "Lumen Pictures" }).click();
    await page.getByRole("heading", { name: "Lumen Pictures", level: 1 }).waitFor();
    await page.getByText(/used/).first().waitFor();
    const effects = page.getByRole("region", { name: "What this does now" });
    const storage = page.getByLabel("Storage");
    await storage.fill("lots");
    await page.getByText("Write a number such as 250").waitFor();
    expect(await button("Save limits").isDisabled()).toBe(true);
    await storage.fill("0");
    await effects.getByText("nothing can be uploaded or submitted").waitFor();
    expect(await limits("lumen")).toEqual(before);
    await storage.fill("2");
    await effects.getByText("there is room for more").waitFor();
    await page.getByLabel("Spend a month").fill("750");
    await page.keyboard.press("Enter");
    await said("Lumen Pictures has new limits.");
    expect(await limits("lumen")).toMatchObject({ storageBytes: 2e9, dollarsPerMonth: 750 });
    await button("Undo").click();
    await said("Undone.");
    expect(await limits("lumen")).toEqual(before);
    expect(complaints).toEqual([]);
  });

  test("a stale edit: what is there now and what was typed stay side by side", async () => {
    await page.getByLabel("Spend a month").fill("300");
    await operator.json("PATCH", `/v1/tenants/${await studioId("lumen")}/quota`, { runningJobs: 3 });
    await button("Save limits").click();
    const panel = page.getByRole("alert", { name: "Changed meanwhile" });
    await panel.getByText("by an operator of the platform").waitFor();
    expect(await panel.innerText()).toMatch(/Jobs running at once\s+[\w ]+\s+3\s+–/);
    expect(await findings(page)).toEqual([]);
    expect(await page.getByLabel("Spend a month").inputValue()).toBe("300");
    await panel.getByRole("button", { name: "Go on with what I typed" }).click();
    expect(await page.getByLabel("Jobs running at once").inputValue()).toBe("3");
    await button("Save limits").click();
    await said("Lumen Pictures has new limits.");
    expect(await limits("lumen")).toMatchObject({ dollarsPerMonth: 300, runningJobs: 3 });
    // The refusal is the browser's complaint too, when it was not seen before.
    expect(complaints.splice(0).filter((one) => !one.includes("412"))).toEqual([]);
  });

  test("a studio is made by the keyboard; its first admin comes in; a slug that is taken is said, and nothing is lost", async () => {
    await page.getByRole("link", { name: "Studios" }).first().click();
    await button("New studio").press("Enter");
    await dialog().getByLabel("Name", { exact: true }).fill("Lumen");
    expect(await dialog().getByLabel("Slug").inputValue()).toBe("lumen");
    await dialog().getByLabel("Time zone").selectOption("Asia/Tokyo");
    await dialog().getByLabel("First admin’s name").fill("Ada Okonjo");
    await dialog().getByLabel("First admin’s e-mail").fill("ada@kite.example");
    await page.keyboard.press("Enter");
    await dialog().getByRole("alert").filter({ hasText: "Choose another slug" }).waitFor();
    expect(await findings(page)).toEqual([]);
    expect(complaints.splice(0)).toEqual([expect.stringContaining("409")]);
    expect(await dialog().getByLabel("First admin’s name").inputValue()).toBe("Ada Okonjo");
    await dialog().getByLabel("Name", { exact: true }).fill("The Kite");
    await dialog().getByLabel("Slug").fill("K");
    await dialog().getByText("3 to 32 of").waitFor();
    await dialog().getByLabel("Slug").fill("kite");
    await page.keyboard.press("Enter");
    await said("Created The Kite and invited Ada Okonjo.");
    await page.getByRole("heading", { name: "The Kite", level: 1 }).waitFor();
    expect(await page.getByLabel("About the studio").innerText()).toContain("Asia/Tokyo");
    expect(await page.getByLabel("Spend a month").inputValue()).toBe("500");
    expect(await operator.json("GET", "/v1/tenants?slug=kite")).toMatchObject({
      items: [{ name: "The Kite", timeZone: "Asia/Tokyo" }],
    });
    await page.getByRole("link", { name: "Studios" }).first().click();
    await row("The Kite").waitFor();
  });

  test("a studio's tier is changed where it stands, and taken back", async () => {
    const lumen = await studioId("lumen");
    const tier = async () => ((await operator.json("GET", `/v1/tenants/${lumen}`)) as { tier: string }).tier;
    const before = await tier();
    const other = before === "house" ? "starter" : "house";
    await go(page, `/studios/${lumen}`);
    await page.getByLabel("Tier of Lumen Pictures").selectOption(other);
    await said(`Lumen Pictures is of the tier ${other} now.`);
    expect(await tier()).toBe(other);
    await button("Undo").click();
    await said("Undone.");
    expect(await tier()).toBe(before);
    await expect.poll(() => page.getByLabel("Tier of Lumen Pictures").inputValue()).toBe(before);
  });

  test("the fleet: classes with their load, workers, the image with its custom nodes, the cluster", async () => {
    await page.getByRole("link", { name: "Fleet" }).click();
    await page.getByRole("heading", { name: "Fleet", level: 1 }).waitFor();
    const light = page.getByRole("table", { name: "Classes" }).getByRole("row").filter({ hasText: "light" });
    await expect.poll(() => light.innerText(), { timeout: 15_000 }).toMatch(/^light\s.*\$\d/s);
    const worker = page.getByRole("table", { name: "Workers" }).getByRole("row").nth(1);
    await expect.poll(() => worker.innerText(), { timeout: 15_000 }).toMatch(/light\s+(ready|working)/);
    expect(await page.getByLabel("About the image").innerText()).toMatch(/ComfyUI\s+\d+\.\d+\.\d+/);
    await page.getByText("No custom nodes.").waitFor();
    await page.getByText("One machine, and no cluster.").waitFor();
    expect(await findings(page)).toEqual([]);
    // A deploy brings another image: it is told without a reload.
    const refused = { ImageInvert: "reads the worker’s disk" };
    const pack = { name: "ComfyUI-Pack", repository: "https://git.example/pack", commit: "c".repeat(40), refused };
    const sql = postgres(portal.databaseUrl, { max: 1 });
    await sql`update image set custom_nodes = ${sql.json([pack])}, registered_at = clock_timestamp() where current`;
    await sql.end();
    await page.getByRole("list", { name: "Custom nodes" }).getByText("ComfyUI-Pack").waitFor({ timeout: 25_000 });
    expect(await page.getByRole("list", { name: "Custom nodes" }).innerText()).toContain(
      "ImageInvert may not run: it reads the worker’s disk",
    );
    expect(complaints).toEqual([]);
  }, 90_000);

  test("of a studio's work there is nothing: said in words, and nothing of it is asked for", async () => {
    const asked = requests.length;
    for (const [address, heading] of [
      ["/jobs", "Jobs are seen by the members of their studio"],
      ["/jobs/job_01ARZ3NDEKTSV4RRFFQ69G5FAV", "Jobs are seen by the members of their studio"],
      ["/pictures", "Pictures are seen by the members of their studio"],
      ["/generate", "Jobs are submitted by a studio’s members"],
      ["/admin/members", "There is nothing at this address"],
      ["/studios/ten_01ARZ3NDEKTSV4RRFFQ69G5FAV", "Studio"],
    ] as const) {
      await go(page, address);
      await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
      expect(await findings(page), address).toEqual([]);
    }
    await page.getByRole("alert").waitFor();
    expect(complaints.splice(0).filter((one) => !one.includes("404"))).toEqual([]);
    const api = requests.slice(asked).filter((url) => url.includes("/v1/"));
    expect(api.filter((url) => !url.includes("/v1/tenants"))).toEqual([]);
    await go(page, "/pictures");
    await page.getByRole("link", { name: "To the studios" }).click();
    await page.waitForURL("**/studios");
  });

  test("no page complains, asks others, or is hard to use, in both themes and on a telephone", async () => {
    const lumen = await studioId("lumen");
    for (const [colorScheme, width] of [
      ["light", 1440],
      ["dark", 1440],
      ["light", 390],
      ["dark", 390],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const one of ["/studios", `/studios/${lumen}`, "/fleet"]) {
        await go(page, one);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
        expect(await findings(page), `${one}, ${colorScheme}`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), one).toBeLessThanOrEqual(width);
      }
    }
    expect(complaints).toEqual([]);
    const { hostname } = new URL(portal.origin);
    expect(requests.filter((url) => !url.startsWith("blob:") && new URL(url).hostname !== hostname)).toEqual([]);
  });

  test.each(["artist", "supervisor", "admin"])("a studio's %s is told whose these pages are", async (role) => {
    const visit = await browser.page();
    await portal.enter(visit.page, `${role}@lumen.example`, "/studios");
    await visit.page.getByRole("heading", { name: "Studios are kept by the operator of the platform" }).waitFor();
    expect(await visit.page.getByRole("link", { name: "Studios" }).count()).toBe(0);
    expect(await findings(visit.page)).toEqual([]);
    await go(visit.page, `/studios/${await studioId("lumen")}`);
    await visit.page.getByRole("heading", { name: "Studios are kept by the operator of the platform" }).waitFor();
    expect(visit.requests.filter((url) => url.includes("/v1/tenants"))).toEqual([]);
    await visit.page.getByRole("link", { name: "To the jobs" }).click();
    await visit.page.waitForURL("**/jobs");
    await visit.close();
    const somebody = await portal.as(`${role}@lumen.example`);
    await expect(somebody.json("GET", "/v1/tenants")).rejects.toThrow("forbidden");
  });
});
