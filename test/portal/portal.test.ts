import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { verify } from "@pegbar/verify";
import type { Client } from "@pegbar/local/client/index.ts";
import { isChromiumInstalled, startBrowser, type TestBrowser } from "../setup/browser.ts";
import {
  listPageErrors,
  listSeriousFindings,
  listSeriousFindingsInBothThemes,
  navigate,
  startPortal,
  type TestPortal,
} from "../setup/portal.ts";

const ARTIST = "artist@lumen.example";
const SUPERVISOR = "supervisor@lumen.example";

describe.skipIf(!isChromiumInstalled())("the portal", () => {
  let portal: TestPortal;
  let browser: TestBrowser;
  let artist: Client;
  const opened: Awaited<ReturnType<TestBrowser["page"]>>[] = [];
  beforeAll(async () => {
    [portal, browser] = await Promise.all([startPortal({ paceMs: 1500 }), startBrowser()]);
    artist = await portal.as(ARTIST);
  });
  afterAll(async () => {
    await browser.stop();
    await portal.stop();
  });
  afterEach(async () => {
    for (const { complaints, close } of opened.splice(0)) {
      await close();
      expect(listPageErrors(complaints)).toEqual([]);
    }
  });

  async function open(address: string, email = ARTIST, options: Parameters<TestBrowser["page"]>[0] = {}) {
    const one = await browser.page({ profile: email, ...options });
    opened.push(one);
    one.page.setDefaultTimeout(20_000);
    await portal.enter(one.page, email, address);
    return one.page;
  }
  const submit = async (over: Record<string, unknown> = {}): Promise<string> =>
    z.object({ id: z.string() }).parse(
      await artist.json("POST", "/v1/jobs", {
        shot: "HARBOR/sq010/sh010",
        workflow: "paint-text",
        parameters: { prompt: "a lamp", seed: 1 },
        ...over,
      }),
    ).id;
  const ended = (id: string) =>
    vi.waitFor(async () => expect(await artist.json("GET", `/v1/jobs/${id}`)).toMatchObject({ state: "succeeded" }), {
      timeout: 60_000,
      interval: 200,
    });
  const row = (page: Page, text: string) =>
    page.getByRole("list", { name: "Jobs" }).getByRole("listitem").filter({ hasText: text });

  /** Set by the first test that signs out; the last test of the file uses it, because the API caches who a token is for 30 s. */
  let signedOutToken = "";

  describe("sign-in", () => {
    test("returns to the requested page, shows the user, and needs no second sign-in after a reload", async () => {
      const page = await open("/jobs?state=held");
      expect(new URL(page.url()).search).toBe("?state=held");
      await expect.poll(() => page.getByRole("banner").textContent()).toContain("artist at Lumen Pictures");
      await page.reload();
      await page.getByRole("heading", { name: "Jobs", exact: true }).waitFor();
      expect(new URL(page.url()).search).toBe("?state=held");
    });

    test("leaves no token in storage or URL, and contacts no other host", async () => {
      const page = await open("/jobs");
      await page.getByRole("heading", { name: "Jobs", exact: true }).waitFor();
      const stored = await page.evaluate(() =>
        JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
      );
      expect(stored).not.toMatch(/eyJ|refresh|access_token/);
      expect(page.url()).not.toMatch(/code=|token/);
      const hosts = new Set(opened[0]?.requests.map((url) => new URL(url).hostname));
      expect([...hosts]).toEqual(["127.0.0.1"]);
    });

    test("sign-out ends the session", async () => {
      const page = await open("/jobs", SUPERVISOR);
      const request = page.waitForRequest(/\/v1\/me$/);
      await page.reload();
      signedOutToken = (await request).headers()["authorization"] ?? "";
      await page.getByText("supervisor at Lumen Pictures").click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page
        .getByRole("heading", { name: /signed out|Sign-out|sign out/i })
        .first()
        .waitFor();
    });

    test("the CSP allows only the portal's own scripts and styles", async () => {
      const response = await fetch(`${portal.origin}/jobs`);
      const policy = response.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toMatch(/unsafe|\*/);
      expect(await response.text()).not.toMatch(/<script(?![^>]* src=)|<style|style=/);
    });
  });

  describe("jobs", () => {
    test("the list updates live for every member who sees it", async () => {
      const [mine, theirs] = [await open("/jobs"), await open("/jobs", SUPERVISOR)];
      await theirs.getByRole("heading", { name: "Jobs", exact: true }).waitFor();
      const id = await submit({ parameters: { prompt: "a lighthouse", seed: 2 } });
      for (const page of [mine, theirs]) await row(page, "a lighthouse").waitFor();
      await mine.getByRole("progressbar").first().waitFor();
      await ended(id);
      for (const page of [mine, theirs]) await row(page, "a lighthouse").getByText("Done").waitFor();
      await row(mine, "a lighthouse").locator("img").waitFor();
    }, 60_000);

    test("a job's page shows previews, results and history", async () => {
      const page = await open("/jobs");
      // Other jobs run first, so that the page is open before this one starts.
      for (const seed of [4, 5]) await submit({ parameters: { prompt: "what goes first", seed, steps: 60 } });
      const id = await submit({ parameters: { prompt: "slow clouds", seed: 3, steps: 60 } });
      await row(page, "slow clouds").getByRole("link").click();
      await page.getByAltText("Preview").waitFor({ timeout: 30_000 });
      await ended(id);
      await page.getByAltText("paint, version").waitFor();
      await expect.poll(() => page.getByRole("region", { name: "History" }).textContent()).toContain("Attempt 1: done");
    }, 90_000);

    test("a job of a graph says that it has no form, and offers none", async () => {
      const graph = {
        "1": { class_type: "EmptyImage", inputs: { width: 64, height: 64, batch_size: 1, color: 255 } },
        "2": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "flat" } },
      };
      const { id } = await artist.submit({ shot: "HARBOR/sq010/sh030", graph, labels: { take: "4" } });
      await ended(id);
      const page = await open(`/jobs/${id}`);
      const settings = page.getByRole("region", { name: "Settings" });
      await expect.poll(() => page.getByRole("region", { name: "Labels" }).textContent()).toBe("Labelstake4");
      await expect.poll(() => settings.textContent()).toContain("Submitted as a graph, which has no form.");
      await page.getByText("Nodes: 2 executed, 0 cached").waitFor();
      expect(await page.getByRole("link", { name: "Edit and rerun" }).count()).toBe(0);
    });

    test("a queued job shows its place, and can be cancelled and retried", async () => {
      const first = await submit(waiting(9));
      const id = await submit(waiting(10));
      const page = await open(`/jobs/${id}`);
      await page.getByText("2nd in the queue; no worker").waitFor();
      const supervisor = await open(`/jobs/${id}`, SUPERVISOR);
      await supervisor.getByRole("button", { name: "High priority" }).click();
      await page.getByText("Next in the queue").waitFor();
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("button", { name: "Retry" }).click();
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByText("Cancelled").first().waitFor();
      await artist.json("POST", "/v1/jobs/actions", { action: "cancel", jobIds: [first] });
    }, 90_000);

    test("queued jobs show their places in the list, and move up live", async () => {
      const [first, second] = [await submit(waiting(20)), await submit(waiting(21))];
      const page = await open("/jobs");
      const height = async () => (await row(page, second).boundingBox())?.height;
      await row(page, first).getByText("Next in the queue; no worker").waitFor();
      await row(page, second).getByText("2nd in the queue; no worker").waitFor();
      const before = await height();
      await artist.json("POST", "/v1/jobs/actions", { action: "cancel", jobIds: [first] });
      await row(page, second).getByText("Next in the queue; no worker").waitFor();
      expect(await row(page, first).getByText("in the queue").count()).toBe(0);
      expect(await height()).toBe(before);
      await artist.json("POST", "/v1/jobs/actions", { action: "cancel", jobIds: [second] });
    }, 60_000);

    test("filters are in the URL, and several jobs can be changed at once", async () => {
      const page = await open("/jobs");
      // No worker has this class, so the jobs stay queued.
      for (const seed of [1, 2, 3]) await submit(waiting(seed));
      await page.getByLabel("State").selectOption("queued");
      await expect.poll(() => new URL(page.url()).search).toBe("?state=queued");
      const boxes = page.getByRole("list", { name: "Jobs" }).getByRole("checkbox");
      await expect.poll(() => boxes.count()).toBe(3);
      for (const box of await boxes.all()) await box.check();
      await page.getByText("3 selected").waitFor();
      // Artists can't raise the priority.
      expect(await page.getByRole("button", { name: "High priority" }).count()).toBe(0);
      await page.getByRole("button", { name: "Low priority" }).click();
      await page.getByText("3 jobs updated.").waitFor();
      for (const box of await boxes.all()) await box.check();
      await page.getByRole("button", { name: "Cancel", exact: true }).click();
      await page.getByRole("heading", { name: "No matches" }).waitFor();
    });

    test("an unknown job shows an error with a link to the list", async () => {
      const page = await open("/jobs/job_none");
      await page
        .getByRole("alert")
        .getByText(/No job "job_none"/)
        .waitFor();
      await page.getByRole("link", { name: "Go to jobs" }).click();
      await page.getByRole("heading", { name: "Jobs", exact: true }).waitFor();
    });

    test("a lost connection is shown, and missed updates appear after reconnecting", async () => {
      const page = await open("/jobs");
      await page.context().setOffline(true);
      await page.getByText("Connection lost. This page may be out of date.").waitFor();
      await submit({ parameters: { prompt: "while nobody listened", seed: 4 } });
      await page.context().setOffline(false);
      await row(page, "while nobody listened").waitFor({ timeout: 30_000 });
      await expect.poll(() => page.getByText("Connection lost.").count(), { timeout: 30_000 }).toBe(0);
    }, 90_000);
  });

  describe("batches and versions", () => {
    const submitBatch = async (over: Record<string, unknown> = {}): Promise<string> =>
      z.object({ id: z.string() }).parse(
        await artist.json("POST", "/v1/batches", {
          shot: "HARBOR/sq010/sh030",
          workflow: "paint-text",
          frames: "1-5:2",
          parameters: { prompt: "a lighthouse", width: 256, height: 144, steps: 2 },
          seed: { kind: "perFrame", seed: 1 },
          ...over,
        }),
      ).id;

    test("a batch shows its frames as they are made, and can be paused, resumed and cancelled", async () => {
      const page = await open("/batches");
      await page.getByRole("heading", { name: "Batches", exact: true }).waitFor();
      const id = await submitBatch();
      const list = page.getByRole("list", { name: "Batches" });
      await list.getByText("frames 1-5:2").waitFor();
      await list.getByRole("link", { name: "HARBOR/sq010/sh030" }).first().click();
      await page.getByRole("heading", { name: "HARBOR/sq010/sh030" }).waitFor();
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByText("Paused", { exact: true }).waitFor();
      await page
        .getByRole("link", { name: /frame \d, held/ })
        .first()
        .waitFor();
      await page.getByRole("button", { name: "Resume" }).click();
      await page.getByRole("link", { name: "frame 5, done" }).waitFor({ timeout: 60_000 });
      await page.getByText("3 of 3").waitFor();
      await page.getByText("Done", { exact: true }).waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

      const again = await submitBatch({ frames: "1-9:2" });
      await navigate(page, `/batches/${again}`);
      await page.getByRole("link", { name: "frame 3, done" }).getByText("reused").waitFor();
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Cancel the batch" }).click();
      await page.getByRole("link", { name: "frame 9, cancelled" }).waitFor();
      expect(id).not.toBe(again);
    });

    test("a version is played, drawn on, noted and approved, and says so to its artist", async () => {
      const versions = z.object({ items: z.array(z.object({ id: z.string(), files: z.int() })) });
      const { items } = versions.parse(await artist.json("GET", "/v1/versions?name=paint"));
      const id = items.findLast(({ files }) => files === 3)?.id ?? "";
      const page = await open(`/versions/${id}`, SUPERVISOR);
      await page.getByRole("img", { name: "Frame 1" }).waitFor();
      const slider = page.getByRole("slider", { name: "Frame" });
      await page.getByRole("button", { name: "Next picture" }).click();
      await expect.poll(() => slider.inputValue()).toBe("3");
      await slider.press("ArrowRight");
      await expect.poll(() => slider.inputValue()).toBe("5");
      await page.getByRole("button", { name: "Play", exact: true }).click();
      const seen = new Set<string>();
      await expect.poll(async () => seen.add(await slider.inputValue()).size, { interval: 30 }).toBeGreaterThan(2);
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("button", { name: "Previous picture" }).click();

      const frame = await slider.inputValue();
      await page.getByRole("button", { name: "Draw" }).click();
      const box = await page.getByRole("img", { name: `Frame ${frame}` }).boundingBox();
      if (!box) throw new Error("no picture");
      await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
      await page.mouse.up();
      await page.getByLabel(`Note about frame ${frame}`).fill("Warmer, please.");
      await page.getByRole("button", { name: "Add note" }).click();
      const notes = page.getByRole("region", { name: "Notes" });
      await notes.getByText("Warmer, please.").waitFor();
      await notes.getByText("with a drawing").waitFor();
      const stored = z
        .object({
          items: z.array(
            z.object({ frame: z.int(), drawing: z.array(z.object({ points: z.array(z.array(z.number())) })) }),
          ),
        })
        .parse(await artist.json("GET", `/v1/versions/${id}/notes`));
      expect(stored.items).toMatchObject([{ frame: Number(frame) }]);
      const [first, last] = [stored.items[0]?.drawing[0]?.points[0], stored.items[0]?.drawing[0]?.points.at(-1)];
      expect([first?.[0], first?.[1], last?.[0]].map((value) => Math.round((value ?? 0) * 20) / 20)).toEqual([
        0.25, 0.5, 0.5,
      ]);

      await page.getByRole("button", { name: "Download" }).click();
      await page.getByRole("button", { name: /^Movie \(MP4\) .* kB, 24 fps$/ }).waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.getByLabel("Show version and frame number in movies").check();
      const [movie] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Movie (WebM) Not made yet" }).click(),
      ]);
      expect(movie.suggestedFilename()).toMatch(/^sq010_sh030_paint\.v\d{3}\.burn-in\.webm$/);
      await page.getByRole("button", { name: /^Movie \(WebM\) .* kB, 24 fps$/ }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("dialog").getByLabel("Comment").fill("Final.");
      await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
      await page.getByText(/^Approved by/).waitFor();
      expect(await page.getByRole("button", { name: "Send to retake" }).count()).toBe(0);

      const own = await open(`/versions/${id}`);
      await own.getByText("Final.").waitFor();
      await own.getByRole("button", { name: `frame ${frame}` }).click();
      await expect.poll(() => own.getByRole("slider", { name: "Frame" }).inputValue()).toBe(frame);
      await own.setViewportSize({ width: 390, height: 844 });
      expect(await own.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    });

    test("versions are collected in a playlist, arranged, and played one after the other", async () => {
      const found = z.object({ items: z.array(z.object({ id: z.string() })) });
      const { items } = found.parse(await artist.json("GET", "/v1/versions?name=paint"));
      const page = await open(`/versions/${items[0]?.id ?? ""}`, SUPERVISOR);
      await page.getByRole("button", { name: "Add to playlist" }).click();
      await page.getByRole("dialog").getByLabel("Name").fill("Dailies");
      await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
      await page.getByText("Added to Dailies, which has 1 version now.").waitFor();
      await navigate(page, `/versions/${items[1]?.id ?? ""}`);
      await page.getByRole("button", { name: "Add to playlist" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
      await page.getByText("Added to Dailies, which has 2 versions now.").waitFor();

      await navigate(page, "/playlists");
      await page.getByRole("link", { name: "Dailies" }).click();
      const list = page.getByRole("region", { name: "Versions in this playlist" }).getByRole("listitem");
      await expect.poll(() => list.count()).toBe(2);
      const before = await list.first().textContent();
      await list.first().getByRole("button", { name: /down$/ }).click();
      await expect.poll(() => list.first().textContent()).not.toBe(before);
      await page.getByText("2 of 2").waitFor();
      await page.keyboard.press("PageDown");
      await page.getByText("1 of 2").waitFor();
      await page.getByRole("button", { name: "Play all" }).click();
      await page.getByText("2 of 2").waitFor();
      await page.getByRole("button", { name: "Stop playing all" }).click();
      await page.getByText("No notes yet.").waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    });

    test("a share link opens without a sign-in, once a visit, and says when it has ended", async () => {
      const page = await open("/playlists", SUPERVISOR);
      await page.getByRole("link", { name: "Dailies" }).click();
      await page.getByRole("button", { name: "Share" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Recipient").fill("ACME Pictures");
      await dialog.getByLabel("Contact (optional)").fill("review@lumen.example");
      await dialog.getByRole("button", { name: "Create link" }).click();
      const address = await dialog.getByLabel("Address").inputValue();
      await dialog.getByText("not opened yet").waitFor();
      expect(await listSeriousFindings(page)).toEqual([]);

      const visit = await browser.page();
      opened.push(visit);
      await visit.page.goto(address);
      await visit.page.getByRole("heading", { name: "Dailies" }).waitFor();
      await visit.page.getByText("review@lumen.example").waitFor();
      await visit.page.getByText("1 of 2").waitFor();
      await expect.poll(() => visit.page.getByText(/being prepared|Loading/).count(), { timeout: 30_000 }).toBe(0);
      const slider = visit.page.getByRole("slider", { name: "Frame" });
      const first = await slider.inputValue();
      await visit.page.keyboard.press("PageDown");
      await visit.page.getByText("2 of 2").waitFor();
      await visit.page.keyboard.press("PageUp");
      await visit.page.getByText("1 of 2").waitFor();
      await expect.poll(() => slider.inputValue()).toBe(first);
      expect(await listSeriousFindingsInBothThemes(visit.page)).toEqual([]);
      await visit.page.setViewportSize({ width: 390, height: 844 });
      expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      // No request with the secret in its address but the page itself, none to the issuer, and no cookie.
      const secret = new URL(address).pathname.split("/").at(-1) ?? "";
      expect(visit.requests.filter((url) => url.includes(secret))).toEqual([address]);
      expect(visit.requests.filter((url) => /sign-in|openid|authorize/.test(url))).toEqual([]);
      expect(await visit.page.context().cookies()).toEqual([]);
      expect(await visit.page.locator('meta[name="robots"]').getAttribute("content")).toBe("noindex, nofollow");

      await page.reload();
      await page.getByRole("button", { name: "Share" }).click();
      await dialog.getByText(/1 view, last/).waitFor();
      await dialog.getByRole("button", { name: "Revoke the link of ACME Pictures" }).click();
      await dialog.getByText("revoked").waitFor();
      await visit.page.reload();
      await visit.page.getByRole("heading", { name: "This link has ended" }).waitFor();
      await visit.page.getByText("This link was withdrawn. Ask review@lumen.example for a new one.").waitFor();
      await visit.page.goto(`${address}x`);
      await visit.page.getByRole("heading", { name: "Unknown link" }).waitFor();
      await visit.page.getByText(/^Check that the address is complete/).waitFor();
    });
  });

  describe("pictures", () => {
    let page: Page;
    const cells = () => page.getByRole("list", { name: "Pictures" }).locator("[data-index]");
    beforeAll(async () => {
      for (const [seed, prompt] of ["harbour at dusk", "harbour at dawn", "a market"].entries())
        await ended(await submit({ shot: "HARBOR/sq010/sh020", parameters: { prompt, seed } }));
    }, 90_000);

    test("are found by prompt", async () => {
      page = await open("/pictures");
      await expect.poll(() => cells().count()).toBeGreaterThanOrEqual(3);
      await page.getByRole("searchbox").fill("HARBOUR dawn");
      await expect.poll(() => new URL(page.url()).search).toBe("?q=HARBOUR+dawn");
      await expect.poll(() => cells().count()).toBe(1);
      await page.getByRole("searchbox").fill("nothing of the kind");
      await page.getByRole("heading", { name: "No matches" }).waitFor();
    });

    test("show placeholders of the same size until they are loaded", async () => {
      page = await open("/jobs");
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      await page.route(/\/thumbnails\//, async (route) => {
        await released;
        await route.continue();
      });
      await page.getByRole("link", { name: "Pictures" }).click();
      const cell = cells().first();
      const placeholder = cell.locator("canvas");
      await placeholder.waitFor();
      const seen = await placeholder.evaluate((canvas: HTMLCanvasElement) => ({
        colours: new Set(canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data).size,
        shape: canvas.width / canvas.height,
      }));
      expect(seen.colours).toBeGreaterThan(10);
      const picture = cell.locator("img");
      expect(await picture.evaluate((img) => getComputedStyle(img).opacity)).toBe("0");
      const place = await placeholder.boundingBox();
      release();
      await expect.poll(() => picture.evaluate((img) => getComputedStyle(img).opacity)).toBe("1");
      await expect.poll(() => placeholder.count()).toBe(0);
      expect(await picture.boundingBox()).toEqual(place);
      const shape = await picture.evaluate((img: HTMLImageElement) => img.naturalWidth / img.naturalHeight);
      expect(seen.shape).toBeCloseTo(shape, 1);
    });

    test("can be zoomed, shown with their settings, and compared", async () => {
      page = await open("/pictures?q=harbour");
      await cells().first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("harbour at dawn").waitFor();
      const percent = dialog.getByText(/^\d+ %$/);
      const readPercent = async () => Number.parseInt(await percent.innerText());
      const shown = dialog.getByRole("img").first();
      // Screen pixels per pixel of the picture, as displayed.
      const measure = () =>
        shown.evaluate((img: HTMLImageElement) => {
          const { width, height } = img.getBoundingClientRect();
          return Math.round(100 * Math.min(width / img.naturalWidth, height / img.naturalHeight));
        });
      await percent.waitFor();
      const fit = await readPercent();
      await expect.poll(measure, { timeout: 5000 }).toBe(fit);
      await page.keyboard.press("+");
      // Both are rounded.
      await expect
        .poll(async () => Math.abs((await readPercent()) - fit * 1.25), { timeout: 5000 })
        .toBeLessThanOrEqual(1);
      await page.keyboard.press("1");
      await expect.poll(readPercent, { timeout: 5000 }).toBe(100);
      await expect.poll(measure, { timeout: 5000 }).toBe(100);
      await dialog.getByRole("button", { name: "Fit" }).click();
      await expect.poll(readPercent, { timeout: 5000 }).toBe(fit);
      const entries = await page.evaluate(() => history.length);
      await page.keyboard.press("ArrowRight");
      await dialog.getByText("harbour at dusk").waitFor();
      expect(await page.evaluate(() => history.length)).toBe(entries);
      await dialog.getByLabel("Compare with").selectOption({ index: 1 });
      const slider = dialog.getByRole("slider");
      await slider.fill("20");
      // The edge between the pictures is in the middle of the thumb, which is 32 pixels wide.
      const measureGap = async () => {
        const [track, edge] = await Promise.all([
          slider.boundingBox(),
          slider.locator("xpath=preceding-sibling::div[1]").boundingBox(),
        ]);
        return Math.abs((edge?.x ?? 0) - ((track?.x ?? 0) + 16 + 0.2 * ((track?.width ?? 0) - 32)));
      };
      await expect.poll(measureGap, { timeout: 5000 }).toBeLessThan(2);
      expect(new URL(page.url()).searchParams.get("compare")).toMatch(/^ast_/);
      const address = page.url();
      await page.keyboard.press("Escape");
      await expect.poll(() => page.url()).not.toContain("open=");
      await page.goto(address);
      await page.getByRole("slider").waitFor();
    });

    test("open the workflow that made them, and say whether they were rendered", async () => {
      page = await open("/pictures?q=dusk");
      await cells().first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("Rendered for its job").waitFor();
      const download = page.waitForEvent("download");
      await dialog.getByRole("button", { name: "Open workflow" }).click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(/\.workflow\.json$/);
      const graph = z
        .record(z.string(), z.object({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) }))
        .parse(JSON.parse(await readFile(await file.path(), "utf8")));
      expect(Object.values(graph).map(({ inputs }) => String(inputs["text"]))).toContainEqual(
        expect.stringContaining("dusk"),
      );
      await dialog.getByRole("status").filter({ hasText: "Drag the file into ComfyUI" }).waitFor();
      await dialog.getByRole("link", { name: "View job" }).click();
      await page.getByText(/^Nodes: \d+ executed, \d+ cached$/).click();
      await page.getByText(/^Executed: .*\b9\b/).waitFor();
    });

    test("are downloaded with a certificate that verifies them", async () => {
      page = await open("/pictures?q=dusk");
      await cells().first().click();
      const downloads: { name: string; bytes: Buffer }[] = [];
      page.on("download", (download) => {
        void download
          .path()
          .then(async (file) => downloads.push({ name: download.suggestedFilename(), bytes: await readFile(file) }));
      });
      // The signed file comes first.
      const offers = page.getByRole("region", { name: "Download" }).getByRole("button");
      await expect
        .poll(() => offers.allTextContents(), { timeout: 20_000 })
        .toEqual(["Download signed, with certificate", "Download original, with certificate"]);
      await offers.nth(0).click();
      await expect.poll(() => downloads.length, { timeout: 20_000 }).toBe(2);
      await offers.nth(1).click();
      expect(await page.getByRole("link", { name: "Verify" }).getAttribute("href")).toBe("/verify");
      await expect.poll(() => downloads.length, { timeout: 20_000 }).toBe(4);
      expect(await listSeriousFindings(page)).toEqual([]);
      const { logKeys } = z.object({ logKeys: z.array(z.string()) }).parse(await artist.json("GET", "/v1/ledger/key"));
      const pictures = downloads.filter(({ name }) => name.endsWith(".png"));
      expect(pictures.map(({ name }) => name.includes(".signed."))).toEqual([true, false]);
      for (const { name, bytes } of pictures) {
        const certificate = downloads.find((one) => one.name === `${name}.pegbar.json`);
        expect(verify(certificate?.bytes.toString() ?? "", bytes, { log: logKeys })).toMatchObject({
          valid: true,
          file: { record: { type: name.includes(".signed.") ? "asset.credentialed" : "asset.generated" } },
        });
      }
      const signed = downloads.filter(({ name }) => name.includes(".signed."));
      await page.goto(`${portal.origin}/verify`);
      await page.getByLabel("Log keys").fill(logKeys.join("\n"));
      await page
        .locator("input[type=file]")
        .setInputFiles(
          signed.map(({ name, bytes: buffer }) => ({ name, buffer, mimeType: "application/octet-stream" })),
        );
      await page.getByText("the recorded file with content credentials").waitFor();
      await page.getByText(/^Verified: made by Noa Lindqvist for HARBOR/).waitFor();
      await page.getByRole("heading", { name: "Content credentials added" }).waitFor();
    }, 60_000);

    describe("of a shot", () => {
      const ofShot = () => page.getByRole("region", { name: "HARBOR/sq010/sh020" });
      const certify = () => ofShot().getByRole("button", { name: "Download shot certificate" });

      test("can be filtered, and a supervisor gets one certificate for all of them", async () => {
        page = await open("/pictures", SUPERVISOR);
        await page.getByLabel("Show", { exact: true }).selectOption("HARBOR");
        await page.getByLabel("Shot").selectOption("sq010/sh020");
        await expect.poll(() => cells().count()).toBe(3);
        const download = page.waitForEvent("download");
        await certify().click();
        const saved = await download;
        expect(saved.suggestedFilename()).toBe("HARBOR_sq010_sh020.pegbar.json");
        await ofShot().getByText("Saved HARBOR_sq010_sh020.pegbar.json with 3 results.").waitFor();
        const certificate = await readFile(await saved.path(), "utf8");
        const { logKeys } = z
          .object({ logKeys: z.array(z.string()) })
          .parse(await artist.json("GET", "/v1/ledger/key"));
        const { items } = z
          .object({ items: z.array(z.object({ id: z.string() })) })
          .parse(await artist.json("GET", `/v1/assets?shotId=${new URL(page.url()).searchParams.get("shot")}`));
        expect(items.length).toBe(3);
        for (const { id } of items)
          expect(verify(certificate, await artist.download(id), { log: logKeys })).toMatchObject({
            valid: true,
            about: "shot",
          });
        expect(verify(certificate.replace("dusk", "dawn"), undefined, { log: logKeys })).toMatchObject({
          valid: false,
        });
      }, 60_000);

      test("are linked from a picture; artists see no certificate button", async () => {
        page = await open("/pictures?q=market");
        await cells().first().click();
        await page.getByRole("link", { name: "HARBOR/sq010/sh020" }).click();
        await expect.poll(() => cells().count()).toBe(3);
        expect(await page.getByRole("searchbox").inputValue()).toBe("");
        // The text that was searched for before must not return, as it would once the field stops waiting for more.
        await page.waitForTimeout(500);
        expect(new URL(page.url()).searchParams.has("q")).toBe(false);
        await page.goBack();
        await expect.poll(() => page.getByRole("searchbox").inputValue()).toBe("market");
        await page.goForward();
        await expect.poll(() => cells().count()).toBe(3);
        expect(await page.getByLabel("Show", { exact: true }).locator(":checked").textContent()).toBe("HARBOR");
        expect(await page.getByLabel("Shot").locator(":checked").textContent()).toBe("sq010/sh020");
        expect(await certify().count()).toBe(0);
        await page.getByLabel("Shot").selectOption("All shots");
        await expect.poll(() => new URL(page.url()).searchParams.has("shot")).toBe(false);
      });

      test("show that the certificate is pending, and can be retried", async () => {
        page = await open("/pictures?q=market", SUPERVISOR);
        await cells().first().click();
        await page.getByRole("link", { name: "HARBOR/sq010/sh020" }).click();
        let late = true;
        const { promise: pressed, resolve: release } = Promise.withResolvers<void>();
        await page.route(/\/certificate/, async (route) => {
          if (!late) return route.continue();
          late = false;
          await pressed;
          const problem = {
            code: "certificate_pending",
            title: "The record is not written yet",
            detail: "The shot's list is written within a second. Ask again.",
            status: 409,
            requestId: "req_late",
          };
          return route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify(problem) });
        });
        await certify().click();
        await ofShot().getByText("Writing the list of results to the log").waitFor();
        expect(await certify().isDisabled()).toBe(true);
        release();
        await ofShot().getByRole("alert").getByText("The shot's list is written within a second.").waitFor();
        const download = page.waitForEvent("download");
        await ofShot().getByRole("button", { name: "Try again" }).click();
        await download;
        await expect.poll(() => ofShot().getByRole("alert").count()).toBe(0);
      }, 60_000);

      test("a shot without results has no certificate", async () => {
        page = await open("/pictures", SUPERVISOR);
        await page.getByLabel("Show", { exact: true }).selectOption("HARBOR");
        await page.getByLabel("Shot").selectOption("sq020/sh010");
        const empty = page.getByRole("region", { name: "HARBOR/sq020/sh010" });
        await empty.getByRole("button", { name: "Download shot certificate" }).click();
        await empty.getByRole("alert").getByText("there is nothing to prove").waitFor();
      });
    });

    test.each(["ArrowRight", "ArrowLeft"])("%s moves the focus in the gallery", async (key) => {
      page = await open("/pictures");
      await cells().nth(1).focus();
      await page.keyboard.press(key);
      const focused = await page.evaluate(() => document.activeElement?.getAttribute("data-index"));
      expect(focused).toBe(key === "ArrowRight" ? "2" : "0");
    });
  });

  test("over a slow network a skeleton reserves the space, and nothing shifts when content loads", async () => {
    const page = await open("/jobs");
    const network = await page.context().newCDPSession(page);
    await network.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 400,
      downloadThroughput: 60_000,
      uploadThroughput: 30_000,
    });
    await page.getByRole("link", { name: "Pictures" }).click();
    await page.locator("[aria-busy=true]").first().waitFor();
    const heading = await page.getByRole("heading", { name: "Pictures", exact: true }).boundingBox();
    await page.getByRole("list", { name: "Pictures" }).locator("[data-index]").first().waitFor();
    expect(await page.getByRole("heading", { name: "Pictures", exact: true }).boundingBox()).toEqual(heading);
    await page.getByRole("list", { name: "Pictures" }).locator("img").first().waitFor();
  }, 60_000);

  test("axe finds nothing serious", async () => {
    for (const address of ["/jobs", "/pictures", "/nowhere"]) {
      const page = await open(address);
      await page.getByRole("heading").first().waitFor();
      await page.waitForTimeout(500);
      expect(await listSeriousFindingsInBothThemes(page), address).toEqual([]);
    }
    const page = await open("/pictures");
    await page.getByRole("list", { name: "Pictures" }).locator("[data-index]").first().click();
    await page.getByRole("dialog").getByRole("heading", { name: "Settings" }).waitFor();
    await page.waitForTimeout(500);
    expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
  }, 60_000);

  test("sign-out ends the session at the API, too, within half a minute", async () => {
    expect(signedOutToken).not.toBe("");
    const me = async () =>
      (await fetch(`${portal.origin}/v1/me`, { headers: { authorization: signedOutToken } })).status;
    await expect.poll(me, { timeout: 40_000, interval: 500 }).toBe(401);
  }, 60_000);
});

/** A job of a class that no worker has. */
const waiting = (seed: number) => ({ workflow: undefined, parameters: undefined, class: "xl", graph: graph(seed) });
const graph = (seed: number) => ({
  "1": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "preview.safetensors" } },
  "2": { class_type: "CLIPTextEncode", inputs: { text: `waits ${seed}`, clip: ["1", 1] } },
  "3": { class_type: "EmptyLatentImage", inputs: { width: 512, height: 512, batch_size: 1 } },
  "4": {
    class_type: "KSampler",
    inputs: {
      model: ["1", 0],
      positive: ["2", 0],
      negative: ["2", 0],
      latent_image: ["3", 0],
      seed,
      steps: 4,
      cfg: 7,
      sampler_name: "euler",
      scheduler: "normal",
      denoise: 1,
    },
  },
  "5": { class_type: "VAEDecode", inputs: { samples: ["4", 0], vae: ["1", 2] } },
  "6": { class_type: "SaveImage", inputs: { images: ["5", 0], filename_prefix: "x" } },
});
