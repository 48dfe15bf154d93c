import type { Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@pegbar/local/client/index.ts";
import { isChromiumInstalled, startBrowser, type TestBrowser } from "../setup/browser.ts";
import {
  navigate,
  listSeriousFindings as findings,
  listSeriousFindingsInBothThemes,
  startPortal,
  type TestPortal,
} from "../setup/portal.ts";

const OPERATOR = "operator@pegbar.example";

interface Quota {
  subjectId: string;
  limits: Record<string, number | null>;
}

describe.skipIf(!isChromiumInstalled())("operator pages", () => {
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
    // The identity provider has no favicon.
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

  test("the home page lists studios with their usage, and the navigation has only studios and fleet", async () => {
    await page.waitForURL("**/studios");
    await row("Lumen Pictures").waitFor();
    expect(await row("Lumen Pictures").innerText()).toMatch(/lumen\s+\$0\.00 of \$\d/);
    expect(await page.getByRole("navigation", { name: "Main" }).getByRole("link").allInnerTexts()).toEqual([
      "Studios",
      "Fleet",
    ]);
    // Without a studio there is no event stream that could be interrupted.
    expect(await page.getByText("Connection lost").count()).toBe(0);
    expect(await page.getByRole("button", { name: /^Notices/ }).count()).toBe(0);
    await page.getByRole("link", { name: "Pegbar" }).click();
    await page.waitForURL("**/studios");
  });

  test("numbers update without studio events", async () => {
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

  test("a studio's quota change shows its effect while typing, and can be saved and undone", async () => {
    const before = await limits("lumen");
    await page.getByRole("link", { name: "Lumen Pictures" }).click();
    await page.getByRole("heading", { name: "Lumen Pictures", level: 1 }).waitFor();
    await page.getByText(/used/).first().waitFor();
    const effects = page.getByRole("region", { name: "Effect of this change" });
    const storage = page.getByLabel("Storage");
    await storage.fill("lots");
    await page.getByText("Enter a number such as 250").waitFor();
    expect(await button("Save limits").isDisabled()).toBe(true);
    await storage.fill("0");
    await effects.getByText("Uploads and new jobs are rejected").waitFor();
    expect(await limits("lumen")).toEqual(before);
    await storage.fill("2");
    await effects.getByText("new jobs can be submitted").waitFor();
    await page.getByLabel("Monthly spend").fill("750");
    await page.keyboard.press("Enter");
    await said("Updated limits for Lumen Pictures.");
    expect(await limits("lumen")).toMatchObject({ storageBytes: 2e9, dollarsPerMonth: 750 });
    await button("Undo").click();
    await said("Undone.");
    expect(await limits("lumen")).toEqual(before);
    expect(complaints).toEqual([]);
  });

  test("an edit conflict shows the current values and the edits", async () => {
    await page.getByLabel("Monthly spend").fill("300");
    await operator.json("PATCH", `/v1/tenants/${await studioId("lumen")}/quota`, { runningJobs: 3 });
    await button("Save limits").click();
    const panel = page.getByRole("alert", { name: "Edit conflict" });
    await panel.getByText("Changed by the platform operator.").waitFor();
    expect(await panel.innerText()).toMatch(/Running jobs\s+[\w ]+\s+3\s+–/);
    expect(await findings(page)).toEqual([]);
    expect(await page.getByLabel("Monthly spend").inputValue()).toBe("300");
    await panel.getByRole("button", { name: "Keep my edits" }).click();
    expect(await page.getByLabel("Running jobs").inputValue()).toBe("3");
    await button("Save limits").click();
    await said("Updated limits for Lumen Pictures.");
    expect(await limits("lumen")).toMatchObject({ dollarsPerMonth: 300, runningJobs: 3 });
    // The browser logs the error response too, unless the conflict was shown before saving.
    expect(complaints.splice(0).filter((one) => !one.includes("412"))).toEqual([]);
  });

  test("a studio can be created with the keyboard; a slug that is taken shows an error and keeps the form", async () => {
    await page.getByRole("link", { name: "Studios" }).first().click();
    await button("New studio").press("Enter");
    await dialog().getByLabel("Name", { exact: true }).fill("Lumen");
    expect(await dialog().getByLabel("Slug").inputValue()).toBe("lumen");
    await dialog().getByLabel("Time zone").selectOption("Asia/Tokyo");
    await dialog().getByLabel("First admin’s name").fill("Ada Okonjo");
    await dialog().getByLabel("First admin’s email").fill("ada@kite.example");
    await page.keyboard.press("Enter");
    await dialog().getByRole("alert").filter({ hasText: "Choose another slug" }).waitFor();
    expect(await findings(page)).toEqual([]);
    expect(complaints.splice(0)).toEqual([expect.stringContaining("409")]);
    expect(await dialog().getByLabel("First admin’s name").inputValue()).toBe("Ada Okonjo");
    await dialog().getByLabel("Name", { exact: true }).fill("The Kite");
    await dialog().getByLabel("Slug").fill("K");
    await dialog().getByText("Use 3 to 32 characters").waitFor();
    await dialog().getByLabel("Slug").fill("kite");
    await page.keyboard.press("Enter");
    await said("Created The Kite and invited Ada Okonjo.");
    await page.getByRole("heading", { name: "The Kite", level: 1 }).waitFor();
    expect(await page.getByLabel("About the studio").innerText()).toContain("Asia/Tokyo");
    expect(await page.getByLabel("Monthly spend").inputValue()).toBe("500");
    expect(await operator.json("GET", "/v1/tenants?slug=kite")).toMatchObject({
      items: [{ name: "The Kite", timeZone: "Asia/Tokyo" }],
    });
    await page.getByRole("link", { name: "Studios" }).first().click();
    await row("The Kite").waitFor();
  });

  test("a studio's tier can be changed and undone", async () => {
    const lumen = await studioId("lumen");
    const tier = async () => ((await operator.json("GET", `/v1/tenants/${lumen}`)) as { tier: string }).tier;
    const before = await tier();
    const other = before === "house" ? "starter" : "house";
    await navigate(page, `/studios/${lumen}`);
    await page.getByLabel("Tier of Lumen Pictures").selectOption(other);
    await said(`Lumen Pictures is now on the ${other} tier.`);
    expect(await tier()).toBe(other);
    await button("Undo").click();
    await said("Undone.");
    expect(await tier()).toBe(before);
    await expect.poll(() => page.getByLabel("Tier of Lumen Pictures").inputValue()).toBe(before);
  });

  test("the fleet page shows classes with load, workers, the image with its custom nodes, and the cluster", async () => {
    await page.getByRole("link", { name: "Fleet" }).click();
    await page.getByRole("heading", { name: "Fleet", level: 1 }).waitFor();
    const light = page.getByRole("table", { name: "Classes" }).getByRole("row").filter({ hasText: "light" });
    await expect.poll(() => light.innerText(), { timeout: 15_000 }).toMatch(/^light\s.*\$\d/s);
    const worker = page.getByRole("table", { name: "Workers" }).getByRole("row").nth(1);
    await expect.poll(() => worker.innerText(), { timeout: 15_000 }).toMatch(/light\s+(ready|working)/);
    expect(await page.getByLabel("About the image").innerText()).toMatch(/ComfyUI\s+\d+\.\d+\.\d+/);
    await page.getByText("No custom nodes.").waitFor();
    await page.getByText("Runs on one machine, without a cluster.").waitFor();
    expect(await findings(page)).toEqual([]);
    // A deployment registers another image: it appears without a reload.
    const classes = {
      ImageInvert: { kind: "not_allowed", reason: "reads the worker’s disk", replacement: "Use LoadImage." },
    };
    const pack = { name: "ComfyUI-Pack", repository: "https://git.example/pack", commit: "c".repeat(40), classes };
    const sql = postgres(portal.databaseUrl, { max: 1 });
    await sql`update image set custom_nodes = ${sql.json([pack])}, registered_at = clock_timestamp() where current`;
    await sql.end();
    await page.getByRole("list", { name: "Custom nodes" }).getByText("ComfyUI-Pack").waitFor({ timeout: 25_000 });
    expect(await page.getByRole("list", { name: "Custom nodes" }).innerText()).toContain(
      "ImageInvert is blocked: it reads the worker’s disk. Use LoadImage.",
    );
    expect(complaints).toEqual([]);
  }, 90_000);

  test("a class without workers says which jobs wait for it, and what to do", async () => {
    const [admin, artist] = [await portal.as("admin@lumen.example"), await portal.as("artist@lumen.example")];
    const sql = postgres(portal.databaseUrl, { max: 1 });
    await sql`update fleet set starts_workers = false where class = 'xl'`;
    await sql.end();
    const graph = {
      "1": { class_type: "EmptyImage", inputs: { width: 64, height: 64, batch_size: 1, color: 0 } },
      "2": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "giant" } },
    };
    const outputs = [{ name: "picture", label: "Picture", node: "2" }];
    const form = { fields: [], inputs: [], outputs };
    await admin.json("POST", "/v1/workflows", { slug: "giant", name: "Giant", class: "xl", graph, form });
    const { id } = (await artist.json("POST", "/v1/jobs", { shot: "HARBOR/sq010/sh010", workflow: "giant" })) as {
      id: string;
    };
    await navigate(page, "/fleet");
    await page
      .getByRole("alert")
      .getByText("1 job of 1 studio can’t start: no worker of class xl is running, and nothing starts one.")
      .waitFor({ timeout: 25_000 });
    const xl = page.getByRole("table", { name: "Classes" }).getByRole("row", { name: /^xl/ });
    expect(await xl.innerText()).toContain("no workers");
    expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
    await artist.cancel(id);
    await page.getByRole("alert").waitFor({ state: "detached", timeout: 25_000 });
    // The fleet is polled as long as it is shown.
    await navigate(page, "/studios");
    await page.getByRole("heading", { name: "Studios", level: 1 }).waitFor();
  }, 90_000);

  test("pages with studio work show no access, and request nothing from the API", async () => {
    const asked = requests.length;
    for (const [address, heading] of [
      ["/jobs", "Only studio members can see jobs"],
      ["/jobs/job_01ARZ3NDEKTSV4RRFFQ69G5FAV", "Only studio members can see jobs"],
      ["/pictures", "Only studio members can see pictures"],
      ["/generate", "Only studio members can submit jobs"],
      ["/admin/members", "Only admins and supervisors can manage the studio"],
      ["/studios/ten_01ARZ3NDEKTSV4RRFFQ69G5FAV", "Studio"],
    ] as const) {
      await navigate(page, address);
      await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
      expect(await findings(page), address).toEqual([]);
    }
    await page.getByRole("alert").waitFor();
    expect(complaints.splice(0).filter((one) => !one.includes("404"))).toEqual([]);
    const api = requests.slice(asked).filter((url) => url.includes("/v1/"));
    expect(api.filter((url) => !url.includes("/v1/tenants"))).toEqual([]);
    await navigate(page, "/pictures");
    await page.getByRole("link", { name: "Go to studios" }).click();
    await page.waitForURL("**/studios");
  });

  test("pages have no console errors, foreign requests, accessibility issues or overflow, in both themes and at 390 px", async () => {
    const lumen = await studioId("lumen");
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const one of ["/studios", `/studios/${lumen}`, "/fleet"]) {
        await navigate(page, one);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
        expect(await listSeriousFindingsInBothThemes(page), `${one}, ${width} px`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), one).toBeLessThanOrEqual(width);
      }
    }
    expect(complaints).toEqual([]);
    const { hostname } = new URL(portal.origin);
    expect(requests.filter((url) => !url.startsWith("blob:") && new URL(url).hostname !== hostname)).toEqual([]);
  });

  test.each(["artist", "supervisor", "admin"])(
    "a studio's %s sees that these pages are for the operator",
    async (role) => {
      const visit = await browser.page();
      await portal.enter(visit.page, `${role}@lumen.example`, "/studios");
      await visit.page.getByRole("heading", { name: "Only the platform operator can manage studios" }).waitFor();
      expect(await visit.page.getByRole("link", { name: "Studios" }).count()).toBe(0);
      expect(await findings(visit.page)).toEqual([]);
      await navigate(visit.page, `/studios/${await studioId("lumen")}`);
      await visit.page.getByRole("heading", { name: "Only the platform operator can manage studios" }).waitFor();
      expect(visit.requests.filter((url) => url.includes("/v1/tenants"))).toEqual([]);
      await visit.page.getByRole("link", { name: "Go to jobs" }).click();
      await visit.page.waitForURL("**/jobs");
      await visit.close();
      const somebody = await portal.as(`${role}@lumen.example`);
      await expect(somebody.json("GET", "/v1/tenants")).rejects.toThrow("forbidden");
    },
  );
});
