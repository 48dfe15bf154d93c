import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client } from "@pegbar/local/client/index.ts";
import { isChromiumInstalled, startBrowser, type TestBrowser } from "../setup/browser.ts";
import { navigate, listSeriousFindings as findings, startPortal, type TestPortal } from "../setup/portal.ts";

const sections = [
  "members",
  "shows",
  "quotas",
  "models",
  "workflows",
  "usage",
  "notices",
  "audit",
  "ledger",
  "erasure",
  "tokens",
  "webhooks",
  "settings",
];

interface Quota {
  subjectId: string;
  scope: string;
  name: string;
  limits: Record<string, number | null>;
}

describe.skipIf(!isChromiumInstalled())("studio administration pages", () => {
  let portal: TestPortal;
  let browser: TestBrowser;
  let admin: Client;
  let page: Page;
  let complaints: string[];
  let requests: string[];
  beforeAll(async () => {
    [portal, browser] = await Promise.all([startPortal(), startBrowser()]);
    admin = await portal.as("admin@lumen.example");
    ({ page, complaints, requests } = await browser.page());
    page.setDefaultTimeout(10_000);
    await portal.enter(page, "admin@lumen.example");
    // The identity provider has no favicon.
    complaints.length = 0;
  }, 120_000);
  afterAll(async () => {
    await browser?.stop();
    await portal?.stop();
  });

  const list = async <T>(path: string) => ((await admin.json("GET", path)) as { items: T[] }).items;
  const quota = async (name: string): Promise<Quota> => {
    const found = (await list<Quota>("/v1/quotas")).find((one) => one.name === name);
    if (!found) throw new Error(`no quota of ${name}`);
    return found;
  };
  const limits = async (name: string) => (await quota(name)).limits;
  const row = (text: string) => page.getByRole("row").filter({ hasText: text });
  const said = (text: string | RegExp) => page.getByRole("status").filter({ hasText: text }).waitFor();
  const setInvitedAt = async (email: string, at: Date) => {
    const sql = postgres(portal.databaseUrl, { max: 1 });
    await sql`update member set invited_at = ${at} where email = ${email}`;
    await sql.end();
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
  const dialog = () => page.getByRole("dialog");

  test("members can be invited, given another role and removed; the last admin can't", async () => {
    await page.getByRole("link", { name: "Studio" }).click();
    await page.waitForURL("**/admin/members");
    await button("Invite").click();
    await dialog().getByLabel("Email").fill("ada@lumen.example");
    await dialog().getByLabel("Name").fill("Ada Okonjo");
    await dialog().getByRole("button", { name: "Invite" }).click();
    await page.getByRole("heading", { name: "Ada Okonjo invited" }).waitFor();
    expect(await dialog().getByLabel("Link").inputValue()).toBe(`${portal.origin}/invitations`);
    expect(await findings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "Done" }).click();
    expect(await row("Ada Okonjo").innerText()).toContain("invited");
    expect(await button("Invite").evaluate((one) => one === document.activeElement)).toBe(true);

    const roleOf = async (name: string) =>
      (await list<{ name: string; role: string }>("/v1/members")).find((one) => one.name === name)?.role;
    await page.getByLabel("Role of Ada Okonjo").selectOption("supervisor");
    await said("Changed Ada Okonjo’s role to supervisor.");
    expect(await roleOf("Ada Okonjo")).toBe("supervisor");
    await button("Undo").click();
    await said("Undone.");
    expect(await roleOf("Ada Okonjo")).toBe("artist");

    await page.getByLabel("State").selectOption("invited");
    await page.waitForURL("**/admin/members?status=invited");
    await expect.poll(() => row("Ifeoma Adeyemi").count()).toBe(0);
    await row("Ada Okonjo")
      .getByText(/^Expires \w+ \d+, \d{4}, \d\d:\d\d .+$/)
      .last()
      .waitFor();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: portal.origin });
    await button("Copy link for Ada Okonjo").click();
    await said("Link copied.");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${portal.origin}/invitations`);
    expect(await findings(page)).toEqual([]);
    await setInvitedAt("ada@lumen.example", new Date(Date.now() - 31 * 86_400_000));
    await page.reload();
    await row("Ada Okonjo")
      .getByText(/^Expired /)
      .last()
      .waitFor();
    await button("Invite again: Ada Okonjo").click();
    await said("Invited Ada Okonjo again. Send them the link.");
    await button("Withdraw the invitation of Ada Okonjo").click();
    await page.keyboard.press("Escape");
    await button("Withdraw the invitation of Ada Okonjo").click();
    await dialog().getByRole("button", { name: "Withdraw" }).click();
    await said("Withdrew Ada Okonjo’s invitation.");
    await expect.poll(() => row("Ada Okonjo").count()).toBe(0);
    await page.getByLabel("Kind").selectOption("service");
    await page.getByRole("heading", { name: "No matches" }).waitFor();
    await page.getByLabel("Kind").selectOption("");

    await page.getByLabel("State").selectOption("");
    await page.getByLabel("Role of Ifeoma Adeyemi").selectOption("artist");
    await button("Change role").click();
    expect(await dialog().getByRole("alert").innerText()).toContain("only active admin");
    expect(await findings(page)).toEqual([]);
    // The browser logs the error response too.
    expect(complaints.splice(0)).toEqual([expect.stringContaining("409")]);
    await button("Cancel").click();
    expect(await page.getByLabel("Role of Ifeoma Adeyemi").inputValue()).toBe("admin");
  });

  test("an invitation has no effect until it is accepted; then both studios are in the account menu", async () => {
    const invited = "artist@orrery.example";
    await admin.json("POST", "/v1/members", { email: invited, name: "Guest", role: "supervisor" });
    const guest = await browser.page();
    guest.page.setDefaultTimeout(10_000);
    await portal.enter(guest.page, invited);
    const account = guest.page.locator("button[popovertarget=account]");
    await expect.poll(() => account.innerText()).toContain("artist at Orrery");
    await guest.page.getByRole("link", { name: "View invitation" }).click();
    await guest.page.getByText("Lumen Pictures invited you to join as supervisor").waitFor();
    expect(await findings(guest.page)).toEqual([]);
    await guest.page.getByRole("button", { name: "Accept the invitation to Lumen Pictures" }).click();
    await guest.page.getByRole("status").filter({ hasText: "You joined Lumen Pictures." }).waitFor();
    expect(await account.innerText()).toContain("artist at Orrery");
    await account.click();
    await guest.page.getByRole("radio", { name: "Lumen Pictures" }).click();
    await guest.page.waitForURL("**/jobs");
    await expect.poll(() => account.innerText()).toContain("supervisor at Lumen Pictures");
    await guest.close();
    // Another browser opens the studio that was selected last.
    const later = await browser.page();
    await portal.enter(later.page, invited);
    const there = later.page.locator("button[popovertarget=account]");
    await expect.poll(() => there.innerText()).toContain("supervisor at Lumen Pictures");
    await later.close();
  });

  test("a user without a studio sees only invitations, and can use the portal after accepting one", async () => {
    const email = "supervisor@orrery.example";
    const orrery = await portal.as("admin@orrery.example");
    const { items } = (await orrery.json("GET", "/v1/members")) as { items: { id: string; email: string }[] };
    await orrery.json("DELETE", `/v1/members/${items.find((one) => one.email === email)?.id}`);
    await admin.json("POST", "/v1/members", { email, name: "Guest", role: "artist" });
    const guest = await browser.page();
    guest.page.setDefaultTimeout(10_000);
    await guest.page.goto(`${portal.origin}/invitations`);
    await guest.page.getByRole("button", { name: "Sign in" }).click();
    await guest.page.locator(`button[value="${email}"]`).click();
    await guest.page.getByRole("heading", { name: "You’re invited" }).waitFor();
    await guest.page.getByText("From Ifeoma Adeyemi").waitFor();
    expect(await guest.page.getByRole("navigation").count()).toBe(0);
    expect(await findings(guest.page)).toEqual([]);
    await guest.page.getByRole("button", { name: "Accept the invitation to Lumen Pictures" }).click();
    await guest.page.locator("#page").waitFor();
    await expect
      .poll(() => guest.page.locator("button[popovertarget=account]").innerText())
      .toContain("artist at Lumen Pictures");
    await guest.close();
  });

  test("shows can be created and filled with shots; members can be added and removed", async () => {
    await page.getByRole("link", { name: "Shows" }).click();
    await button("New show").click();
    await dialog().getByLabel("Code").fill("KITE");
    await dialog().getByLabel("Name").fill("The Kite");
    await button("Create").click();
    await page.getByRole("heading", { name: "KITE", level: 1 }).waitFor();
    await button("Add shots").click();
    const text = dialog().getByLabel("Shots, one per line");
    await text.fill("sq010/sh020..sh010");
    await dialog()
      .getByText(/^Line 1:/)
      .waitFor();
    await text.fill("sq010/sh010..sh200/10 1001-1048\nsq020/sh010");
    await dialog().getByText("21 shots").waitFor();
    expect(await findings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "Add shots" }).click();
    await said("Added 21 shots.");
    expect(await page.getByRole("list", { name: "Shots of sq010" }).getByRole("listitem").count()).toBe(20);

    await page.getByLabel("Add a member").selectOption({ label: "Noa Lindqvist, artist" });
    await button("Add").click();
    await said("Added Noa Lindqvist to the show.");
    await button("Remove Noa Lindqvist").click();
    await said("Removed Noa Lindqvist from the show.");
    await button("Undo").click();
    await button("Remove Noa Lindqvist").waitFor();
  });

  test("a quota change shows its effect while typing, and can be undone", async () => {
    await page.getByRole("link", { name: "Quotas" }).click();
    await page.getByRole("link", { name: "Lumen Pictures" }).click();
    await page.getByText("The platform operator sets the studio’s limits").waitFor();
    expect(await page.getByRole("textbox").count()).toBe(0);

    const artist = await portal.as("artist@lumen.example");
    const job = await artist.submit({
      shot: "HARBOR/sq010/sh010",
      workflow: "paint-text",
      parameters: { prompt: "fog", width: 64, height: 64, steps: 1 },
    });
    await artist.wait(job.id);
    await page.getByRole("navigation", { name: "Studio" }).getByRole("link", { name: "Quotas" }).click();
    await page.getByRole("link", { name: "HARBOR" }).click();
    const storage = page.getByLabel("Storage");
    await storage.fill("lots");
    await page.getByText("Enter a number such as 250").waitFor();
    expect(await button("Save limits").isDisabled()).toBe(true);
    await storage.fill("0");
    const effects = page.getByRole("region", { name: "Effect of this change" });
    await effects.getByText("Uploads and new jobs are rejected").waitFor();
    await page.getByText(/B over the limit$/).waitFor();
    expect((await limits("HARBOR"))["storageBytes"]).toBeNull();
    await storage.fill("2");
    await effects.getByText("new jobs can be submitted").waitFor();
    await page.getByLabel("Monthly GPU time").fill("1.5");
    await page.keyboard.press("Enter");
    await said("Updated limits for HARBOR.");
    expect(await limits("HARBOR")).toMatchObject({ storageBytes: 2e9, gpuSecondsPerMonth: 5400 });
    await button("Undo").click();
    await said("Undone.");
    expect(await limits("HARBOR")).toMatchObject({ storageBytes: null, gpuSecondsPerMonth: null });
    expect(await storage.inputValue()).toBe("");
  });

  test("an edit conflict shows who made the other change, the current values and the edits", async () => {
    const { subjectId } = await quota("HARBOR");
    await page.getByLabel("Monthly spend").fill("300");
    await page.getByLabel("Queued jobs").fill("40");
    await admin.json("PATCH", `/v1/quotas/${subjectId}`, { dollarsPerMonth: 500, runningJobs: 3 });
    await button("Save limits").click();
    const panel = page.getByRole("alert", { name: "Edit conflict" });
    await panel.getByText("by Ifeoma Adeyemi").waitFor();
    expect(await panel.evaluate((one) => one === document.activeElement)).toBe(true);
    const words = await panel.innerText();
    expect(words).toMatch(/Monthly spend\s+no limit\s+\$500\.00\s+\$300/);
    expect(words).toMatch(/Running jobs\s+no limit\s+3\s+–/);
    expect(await findings(page)).toEqual([]);
    expect(await page.getByLabel("Monthly spend").inputValue()).toBe("300");
    await panel.getByRole("button", { name: "Keep my edits" }).click();
    expect(await page.getByLabel("Running jobs").inputValue()).toBe("3");
    await button("Save limits").click();
    await said("Updated limits for HARBOR.");
    expect(await limits("HARBOR")).toMatchObject({ dollarsPerMonth: 300, waitingJobs: 40, runningJobs: 3 });
    expect(complaints.splice(0)).toEqual([expect.stringContaining("412")]);
  });

  test("a new notice appears live at the bell, with a link to the quota", async () => {
    await page.getByRole("button", { name: "Notices", exact: true }).waitFor();
    const { subjectId } = await quota("Noa Lindqvist");
    await admin.json("PATCH", `/v1/quotas/${subjectId}`, { storageBytes: 1 });
    await button("Notices, 1 new").click();
    await page.getByRole("link", { name: /^Noa Lindqvist: storage limit reached/ }).waitFor();
    await page.getByRole("link", { name: "View all notices" }).click();
    const notices = page.getByRole("list", { name: "Notices" });
    expect(await notices.getByRole("listitem").first().innerText()).toContain(
      "New jobs are rejected until files are deleted",
    );
    await page.getByRole("button", { name: "Notices", exact: true }).waitFor();
    await admin.json("PATCH", `/v1/quotas/${subjectId}`, { storageBytes: null });
  });

  test("usage is shown by day with keyboard navigation, by artist, and as CSV", async () => {
    await page.getByRole("link", { name: "Usage" }).click();
    await page.getByRole("group", { name: /^Spend by day/ }).focus();
    await page.keyboard.press("Home");
    const day = new Intl.DateTimeFormat("en", { day: "numeric", timeZone: "Europe/Berlin" }).format();
    for (let i = 1; i < Number(day); i++) await page.keyboard.press("ArrowRight");
    await page.getByText(/: .*of GPU time, 1 job$/).waitFor();
    await page.getByRole("link", { name: "Artist" }).click();
    await page.waitForURL("**/admin/usage?by=member");
    expect(await row("Noa Lindqvist").innerText()).toMatch(/\t1\t/);
    const [download] = await Promise.all([page.waitForEvent("download"), button("Download CSV").click()]);
    expect(download.suggestedFilename()).toMatch(/^usage-\d{4}-\d\d-by-member\.csv$/);
    expect(readFileSync(await download.path(), "utf8")).toMatch(/^member,member_name,.*\nmem_\w+,Noa Lindqvist,1,/);
    await page.getByRole("link", { name: "Model", exact: true }).click();
    await row("Preview painter").waitFor();
  });

  test("an API token shows its secret once, and can be revoked", async () => {
    await page.getByRole("link", { name: "API tokens" }).click();
    await button("New token").first().click();
    await dialog().getByLabel("Name").fill("render farm");
    await dialog().getByLabel("Acts as").selectOption("artist");
    expect(await button("Create token").isDisabled()).toBe(true);
    await dialog().getByLabel("HARBOR").check();
    await button("Create token").click();
    const secret = await page.getByLabel("Secret", { exact: true }).inputValue();
    await page.keyboard.press("Escape");
    expect(await page.getByLabel("Secret", { exact: true }).isVisible()).toBe(true);
    expect(await findings(page)).toEqual([]);
    await button("I’ve stored it").click();
    const farm = new Client(portal.origin, secret);
    expect(await farm.json("GET", "/v1/shows")).toMatchObject({ items: [{ code: "HARBOR" }] });
    expect(await page.content()).not.toContain(secret);
    expect(await row("render farm").innerText()).toContain("10 permissions");
    await button("Revoke render farm").click();
    await dialog().getByRole("button", { name: "Revoke" }).click();
    await said("Revoked render farm.");
    const revoked = await list<{ revokedAt: string | null }>("/v1/tokens");
    expect(revoked.map(({ revokedAt }) => revokedAt === null)).toEqual([false]);
  });

  test("settings can be saved, also after a connection failure, and undone", async () => {
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByLabel("Name").fill("Lumen Features");
    await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
    await page.getByLabel(/^Allow members to run raw graphs/).uncheck();
    await page.context().setOffline(true);
    await button("Save").click();
    await page.getByRole("alert").filter({ hasText: "Can’t reach Pegbar. Nothing is lost" }).waitFor();
    await page.context().setOffline(false);
    expect(complaints.splice(0).filter((one) => !one.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
    expect(await page.getByLabel("Name").inputValue()).toBe("Lumen Features");
    await button("Save").click();
    await said("Settings saved.");
    expect(await admin.json("GET", "/v1/tenant")).toMatchObject({
      name: "Lumen Features",
      timeZone: "Asia/Tokyo",
      rawGraphs: false,
    });
    await page.getByText("admin at Lumen Features").waitFor();
    await button("Undo").click();
    await said("Undone.");
    expect(await admin.json("GET", "/v1/tenant")).toMatchObject({
      name: "Lumen Pictures",
      timeZone: "Europe/Berlin",
      rawGraphs: true,
    });
  });

  test("pages have no console errors, foreign requests, accessibility issues or overflow, in both themes and at 390 px", async () => {
    const { subjectId } = await quota("HARBOR");
    const [show] = await list<{ id: string }>("/v1/shows");
    const pages = [...sections, `quotas/${subjectId}`, `shows/${show?.id}`, "usage?by=member"];
    for (const [colorScheme, width] of [
      ["light", 1440],
      ["dark", 390],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const one of pages) {
        await navigate(page, `/admin/${one}`);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
        expect(await findings(page), `${one}, ${colorScheme}`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), one).toBeLessThanOrEqual(width);
      }
    }
    expect(complaints).toEqual([]);
    // The issuer and the store have the same hostname.
    const { hostname } = new URL(portal.origin);
    expect(requests.filter((url) => !url.startsWith("blob:") && new URL(url).hostname !== hostname)).toEqual([]);
  });

  test("artists can't open administration pages; supervisors see shows and usage", async () => {
    const visit = await browser.page();
    await portal.enter(visit.page, "artist@lumen.example", "/admin/members");
    await visit.page.getByRole("heading", { name: "Only admins and supervisors can manage the studio" }).waitFor();
    expect(await visit.page.getByRole("link", { name: "Studio" }).count()).toBe(0);
    expect(await visit.page.getByRole("button", { name: /^Notices/ }).count()).toBe(0);
    const asked = visit.requests.length;
    for (const section of ["", ...sections]) {
      await navigate(visit.page, `/admin/${section}`);
      await visit.page.getByRole("heading", { name: "Only admins and supervisors can manage the studio" }).waitFor();
    }
    expect(visit.requests.slice(asked).filter((url) => url.includes("/v1/"))).toEqual([]);
    await visit.close();

    const artist = await portal.as("artist@lumen.example");
    await expect(artist.json("GET", "/v1/notices")).rejects.toThrow("forbidden");
    await expect(artist.json("POST", "/v1/shows", { code: "MINE", name: "Mine" })).rejects.toThrow("forbidden");

    const second = await browser.page();
    await portal.enter(second.page, "supervisor@lumen.example", "/admin");
    const tabs = second.page.getByRole("navigation", { name: "Studio" }).getByRole("link");
    await tabs.first().waitFor();
    expect(await tabs.allInnerTexts()).toEqual(["Shows", "Usage"]);
    expect(await second.page.getByRole("button", { name: "New show" }).count()).toBe(0);
    await navigate(second.page, "/admin/quotas");
    await second.page.getByRole("heading", { name: "Only admins can open Quotas" }).waitFor();
    await second.close();
  });
});
