import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Client } from "@pegbar/local/client/index.ts";
import { isChromiumInstalled, startBrowser, type TestBrowser } from "../setup/browser.ts";
import { createSafetensors } from "../setup/safetensors.ts";
import { createForeignSigner } from "../setup/foreign-signer.ts";
import { listPageErrors, listSeriousFindings, startPortal, type TestPortal } from "../setup/portal.ts";

const ARTIST = "artist@lumen.example";
const SHOT = "show=HARBOR&sequence=sq010&shot=sh010";
const LAYOUT = new URL("../../examples/layout.png", import.meta.url);
const Jobs = z.object({
  items: z.array(z.object({ id: z.string(), shot: z.string(), parameters: z.record(z.string(), z.unknown()) })),
});
const money = z.object({ dollars: z.number() });
const Quotas = z.object({
  items: z.array(z.object({ subjectId: z.string(), scope: z.string(), used: money, reserved: money })),
});

const Shows = z.object({ items: z.array(z.object({ id: z.string() })) });
const Announced = z.object({
  id: z.string(),
  upload: z.object({ url: z.string(), headers: z.record(z.string(), z.string()) }),
});

const png = async (background: string) => ({
  name: `${background}.png`,
  mimeType: "image/png",
  buffer: await sharp({ create: { width: 96, height: 64, channels: 3, background } })
    .png()
    .toBuffer(),
});

describe.skipIf(!isChromiumInstalled())("upload and generate", () => {
  let portal: TestPortal;
  let browser: TestBrowser;
  let artist: Client;
  let admin: Client;
  const opened: Awaited<ReturnType<TestBrowser["page"]>>[] = [];
  beforeAll(async () => {
    [portal, browser] = await Promise.all([startPortal(), startBrowser()]);
    [artist, admin] = await Promise.all([portal.as(ARTIST), portal.as("admin@lumen.example")]);
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

  async function open(search: string, options: Parameters<TestBrowser["page"]>[0] = {}, email = ARTIST): Promise<Page> {
    const one = await browser.page(options);
    opened.push(one);
    await portal.enter(one.page, email, `/generate?${search}`);
    await one.page.locator("#page h1").waitFor();
    return one.page;
  }
  /** Polls with a timeout for a whole platform on two slow cores. */
  const soon = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });
  const jobs = async () => Jobs.parse(await artist.json("GET", "/v1/jobs?limit=200")).items;
  const quotas = async () => Quotas.parse(await admin.json("GET", "/v1/quotas")).items;
  const generate = (page: Page) => page.getByRole("button", { name: /^Generate/ });
  const price = (page: Page) => page.getByRole("region", { name: "Estimate" }).getByRole("status");
  const choose = (page: Page, files: Parameters<ReturnType<Page["locator"]>["setInputFiles"]>[0]) =>
    page.locator('input[type="file"][multiple]').setInputFiles(files);
  const prompt = (page: Page) => page.getByRole("textbox", { name: "Prompt", exact: true });
  /** Drops or pastes a file on the page. */
  const give = (page: Page, how: "drop" | "paste", bytes: Buffer, name: string, type: string) =>
    page.evaluate(
      ([how, text, name, type]) => {
        const transfer = new DataTransfer();
        const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
        const more = { bubbles: true, cancelable: true };
        document.body.dispatchEvent(
          how === "drop"
            ? new DragEvent("drop", { ...more, dataTransfer: transfer })
            : new ClipboardEvent("paste", { ...more, clipboardData: transfer }),
        );
      },
      [how, bytes.toString("base64"), name, type] as const,
    );

  test("a dropped picture gets a price and becomes a job; pasting it again uploads nothing", async () => {
    const page = await open("");
    await page.getByLabel("Sequence").selectOption("sq010");
    await page.getByLabel("Shot").selectOption("sh020");
    await page.getByText("Paint a layout").click();
    expect(new URL(page.url()).search).toBe("?show=HARBOR&sequence=sq010&shot=sh020&workflow=paint-layout");
    await prompt(page).fill("harbour at dusk");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Add a picture: drop, paste or choose a file.").waitFor();
    expect(await jobs()).toEqual([]);

    const picture = readFileSync(LAYOUT);
    await give(page, "drop", picture, "layout.png", "image/png");
    await page.getByText("Uploaded · 1920 × 1080").waitFor();
    await soon(() => price(page).innerText()).toMatch(/^\$0\.\d+ – \$0\.\d+$/);
    const before = await price(page).innerText();
    await page.getByRole("textbox", { name: "Steps", exact: true }).fill("60");
    await soon(() => price(page).innerText()).not.toBe(before);
    expect(await page.getByLabel("Budgets this month").innerText()).toMatch(
      /Lumen Pictures\s+\$500.00 left of \$500.00/,
    );
    await page.getByText("cleared for HARBOR", { exact: true }).waitFor();

    await give(page, "paste", picture, "image.png", "image/png");
    await page.getByText("Already uploaded · 1920 × 1080").waitFor();
    await page.getByRole("button", { name: "Remove image.png" }).click();
    await page.getByRole("textbox", { name: "Steps", exact: true }).fill("4");
    // A double press submits once.
    await page.keyboard.press("Control+Enter");
    await page.keyboard.press("Control+Enter");
    // A third press as soon as the result is there: within the time of a double press, also on a slow machine.
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const press = () => {
            if (!document.body.innerText.includes("Queued.")) return void requestAnimationFrame(press);
            const enter = new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true });
            document.activeElement?.dispatchEvent(enter);
            resolve();
          };
          press();
        }),
    );
    await page.getByRole("link", { name: "View job" }).click();
    await page.getByRole("heading", { name: "HARBOR/sq010/sh020" }).waitFor();
    const made = await jobs();
    expect(made.map(({ shot, parameters }) => [shot, parameters["prompt"], parameters["steps"]])).toEqual([
      ["sh020", "harbour at dusk", 4],
    ]);
    await artist.wait(made[0]?.id ?? "");
  });

  test("an upload shows its content credentials", async () => {
    const page = await open("show=HARBOR&sequence=sq010&shot=sh020&workflow=paint-layout");
    const plain = await sharp({ create: { width: 320, height: 180, channels: 3, background: "olive" } })
      .png()
      .toBuffer();
    const signed = await (await createForeignSigner()).sign(plain, "image/png");
    const changed = Buffer.from(signed);
    const at = changed.indexOf("Camera firmware");
    changed[at] = 0x58;
    await choose(page, [
      { name: "camera.png", mimeType: "image/png", buffer: signed },
      { name: "changed.png", mimeType: "image/png", buffer: changed },
    ]);
    await page.getByText("Signed by Camera Works (not trusted) · Declared source: camera capture").waitFor();
    await page.getByText("Content credentials invalid: the file changed after signing").waitFor();
    expect(await listSeriousFindings(page)).toEqual([]);
    for (const name of ["camera.png", "changed.png"])
      await page.getByRole("button", { name: `Remove ${name}` }).click();
  });

  test("cleared models can be selected; others show why not", async () => {
    const bytes = createSafetensors();
    const fileName = "own-painter.safetensors";
    const { id, upload } = Announced.parse(
      await admin.json("POST", "/v1/models", {
        fileName,
        kind: "checkpoint",
        name: "Own painter",
        sha256: createHash("sha256").update(bytes).digest("hex"),
        bytes: bytes.length,
        family: "sd15",
        licence: "own work",
      }),
    );
    await fetch(upload.url, { method: "PUT", headers: upload.headers, body: new Uint8Array(bytes) });
    await admin.json("POST", `/v1/models/${id}/complete`);
    const page = await open(`${SHOT}&workflow=paint-text`);
    const model = page.getByRole("combobox", { name: "Model", exact: true });
    await page.getByText("Licence: Apache-2.0").waitFor();
    expect(await model.locator("option:checked").innerText()).toBe("Preview painter");
    const other = model.locator("option", { hasText: "Own painter" });
    expect(await other.innerText()).toBe("Own painter – not cleared for HARBOR: ask an admin");
    expect(await other.isDisabled()).toBe(true);
    expect(await listSeriousFindings(page)).toEqual([]);

    const { items } = Shows.parse(await admin.json("GET", "/v1/shows"));
    await admin.json("PUT", `/v1/models/${id}/shows`, { showIds: items.map((show) => show.id) });
    await page.reload();
    await model.selectOption({ label: "Own painter" });
    await page.getByText("Licence: own work").waitFor();
    await prompt(page).fill("painted with our own");
    await soon(() => price(page).innerText()).toMatch(/^\$/);
    await generate(page).click();
    await page.getByText("Queued.").waitFor();
    const made = (await jobs()).find(({ parameters }) => parameters["prompt"] === "painted with our own");
    expect(made?.parameters["model"]).toBe(fileName);
    await artist.request("POST", `/v1/jobs/${made?.id}/cancel`);
    // Revoked while the form is open: the field shows the API's error.
    await admin.json("POST", `/v1/models/${id}/revoke`);
    await page.getByRole("textbox", { name: "Steps", exact: true }).fill("5");
    await page.getByText(`${fileName} has been revoked.`).first().waitFor();
    await soon(() => model.getAttribute("aria-invalid")).toBe("true");
    await page.getByRole("button", { name: "Reset Model to default" }).click();
    await soon(() => price(page).innerText()).toMatch(/^\$/);
  });

  test("fields show their valid range, invalid files are rejected, and several files create several jobs", async () => {
    const page = await open(`${SHOT}&workflow=paint-text`);
    const width = page.getByRole("textbox", { name: "Width" });
    await width.fill("1025");
    await page.getByText("Must be a multiple of 8: 1,024 or 1,032.").waitFor();
    expect(await width.getAttribute("aria-invalid")).toBe("true");
    await generate(page).click();
    expect(await width.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole("button", { name: "Square" }).click();
    expect(await width.inputValue()).toBe("768");
    await page.getByRole("slider", { name: "Steps" }).fill("2");
    await page.getByRole("button", { name: /New random value/ }).click();
    expect(await page.getByRole("textbox", { name: "Seed" }).inputValue()).not.toBe("1");
    await page.getByLabel("Random each time").check();

    await page.getByText("Scale a picture").click();
    await choose(page, [
      await png("#a04030"),
      await png("#30a040"),
      await png("#3040a0"),
      { name: "notes.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") },
    ]);
    await page.getByText("Unsupported file type. Export it as PNG, JPEG, WebP, EXR").waitFor();
    const damaged = await png("#ffffff");
    await choose(page, [{ ...damaged, name: "damaged.png", buffer: damaged.buffer.subarray(0, 60) }]);
    await page.getByText(/damaged and cannot be decoded/).waitFor();
    await soon(() => page.getByText("Uploaded · 96 × 64").count()).toBe(3);
    await page.getByText("3 files create 3 jobs, one per file.").waitFor();
    const before = (await jobs()).length;
    await page.getByRole("button", { name: "Generate 3 jobs" }).click();
    await page.getByText("3 jobs queued.").waitFor();
    expect((await jobs()).length).toBe(before + 3);
    expect(await page.getByRole("heading", { name: "Recent jobs" }).isVisible()).toBe(true);

    // Budgets update when jobs are submitted elsewhere.
    const left = page.getByLabel("Budgets this month");
    const was = await left.innerText();
    await artist.submit({
      shot: "HARBOR/sq010/sh010",
      workflow: "paint-text",
      parameters: { width: 2048, height: 2048 },
    });
    await soon(() => left.innerText()).not.toBe(was);
  });

  test("an upload can be paused, resumed and cancelled; a submit waits for uploads", async () => {
    const page = await open(`${SHOT}&workflow=scale`);
    /** Uploads that wait at the store, each with the function that continues it. */
    const held: (() => void)[] = [];
    let hold = true;
    await page.route(/\/inputs\/inp_/, async (route) => {
      if (hold && route.request().method() === "PUT") await new Promise<void>((resolve) => held.push(resolve));
      // An aborted request can't continue.
      await route.continue().catch(() => undefined);
    });
    const arrived = (count: number) => soon(() => held.length).toBe(count);
    await choose(page, [await png("#102030")]);
    await arrived(1);
    await page.getByRole("button", { name: "Pause #102030.png" }).click();
    await page.getByText("Paused", { exact: true }).waitFor();
    held[0]?.();
    hold = false;
    await page.getByRole("button", { name: "Resume #102030.png" }).click();
    await page.getByText("Uploaded · 96 × 64").waitFor();
    await page.getByRole("button", { name: "Remove #102030.png" }).click();

    hold = true;
    await choose(page, [await png("#405060")]);
    await arrived(2);
    await page.getByRole("button", { name: "Cancel #405060.png" }).click();
    await page.getByText("#405060.png").waitFor({ state: "detached" });

    const before = (await jobs()).length;
    await choose(page, [await png("#708090")]);
    await arrived(3);
    // A reload, as after a sign-in: the upload continues.
    await page.reload();
    await arrived(4);
    await page.getByTitle("#708090.png").waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByRole("button", { name: "Waiting for uploads…" }).waitFor();
    held.forEach((go) => go());
    await page.getByText("Queued.").waitFor();
    expect((await jobs()).length).toBe(before + 1);
  });

  test("a folder is an image sequence: checked before the upload, resumed, and only new files are sent", async () => {
    const plates = await mkdtemp(path.join(tmpdir(), "pegbar-plates-"));
    const write = async (frame: number, width = 96) =>
      writeFile(
        path.join(plates, `plate.${frame}.png`),
        await sharp({ create: { width, height: 64, channels: 3, background: { r: frame % 256, g: 90, b: 10 } } })
          .png()
          .toBuffer(),
      );
    for (let frame = 1001; frame <= 1024; frame++) if (frame !== 1010) await write(frame, frame === 1003 ? 48 : 96);
    const page = await open(`${SHOT}&workflow=scale`);
    let sent = 0;
    let held: (() => void)[] | undefined;
    await page.route(/\/inputs\/inp_/, async (route) => {
      if (route.request().method() === "PUT") {
        sent++;
        if (held) await new Promise<void>((resolve) => held?.push(resolve));
      }
      // An aborted request can't continue.
      await route.continue().catch(() => undefined);
    });
    const chooseFolder = () => page.getByLabel(/^Choose a folder for/).setInputFiles(plates);
    await chooseFolder();
    await page.getByText("23 files, frames 1001-1009, 1011-1024").waitFor();
    await page.getByText("No file for frame 1010.").waitFor();
    await page
      .getByText("The pictures have 2 sizes: 96 × 64 in 22 frames")
      .or(page.getByText(/The pictures have 2 sizes: 96 × 64 in frames .*, 48 × 64 in frame 1003/))
      .waitFor();
    expect(sent).toBe(0);
    const range = page.getByRole("textbox", { name: "Frame range" });
    expect(await range.inputValue()).toBe("1001-1009, 1011-1024");
    await page.getByRole("button", { name: /^Allow mixed sizes/ }).click();
    await page.getByText("Uploaded", { exact: true }).waitFor();
    expect(sent).toBe(23);

    // The gap is filled and the size corrected: two files are new. An upload that is paused continues.
    await Promise.all([write(1010), write(1003)]);
    held = [];
    await chooseFolder();
    await soon(() => held?.length).toBe(2);
    await page.getByRole("button", { name: "Pause plate.####.png" }).click();
    await page.getByText("Paused", { exact: true }).waitFor();
    const stopped = held;
    held = undefined;
    stopped.forEach((go) => go());
    await page.getByRole("button", { name: "Resume plate.####.png" }).click();
    await page.getByText("Uploaded 2 new files · 96 × 64").waitFor();
    expect(await page.getByText("plate.####.png", { exact: true }).count()).toBe(1);
    await rm(plates, { recursive: true });

    await range.fill("1001-1026:5");
    await page.getByText("has no picture for 1 of 6 frames: 1026.").waitFor();
    expect(await listSeriousFindings(page)).toEqual([]);
    await range.fill("1001-1024:9");
    await page.getByRole("button", { name: "Generate 3 jobs" }).click();
    await page.getByText("Batch queued.").waitFor();
    const { items } = z
      .object({ items: z.array(z.object({ id: z.string(), pattern: z.string(), count: z.int() })) })
      .parse(await artist.json("GET", "/v1/image-sequences?sort=created"));
    expect(items.map(({ pattern, count }) => [pattern, count])).toEqual([
      ["plate.####.png", 23],
      ["plate.####.png", 24],
    ]);
    const [batch] = z
      .object({ items: z.array(z.object({ id: z.string() })) })
      .parse(await artist.json("GET", "/v1/batches")).items;
    const request = JSON.stringify(await artist.json("GET", `/v1/batches/${batch?.id}`));
    expect(request).toContain("1001-1024:9");
    await artist.json("POST", `/v1/batches/${batch?.id}/actions`, { action: "cancel" });
    await range.fill("");
    await page.getByText("plate.####.png is an image sequence. Enter the frames to make, or remove it.").waitFor();
  });

  test("an earlier result can be an input; an earlier job fills the form, which can be undone", async () => {
    const page = await open(`${SHOT}&workflow=paint-layout`);
    await page.getByRole("button", { name: /Choose from studio/ }).click();
    await page.getByRole("dialog").getByText("layout.png").waitFor();
    await soon(() =>
      page.locator("dialog img").evaluateAll((all) => all.every((one) => (one as HTMLImageElement).naturalWidth > 0)),
    ).toBe(true);
    const shelf = page.getByRole("dialog").getByRole("list");
    const search = page.getByRole("dialog").getByRole("searchbox");
    await search.fill("LAYO");
    await soon(() => shelf.getByRole("listitem").allInnerTexts()).toEqual([expect.stringContaining("layout.png")]);
    // The selection is kept during a search.
    await shelf.getByText("layout.png").click();
    await search.fill("no such_file%");
    await page.getByText("No matches for “no such_file%”").waitFor();
    expect(await listSeriousFindings(page)).toEqual([]);
    expect(await page.getByRole("dialog").getByText("layout.png").innerText()).toBe("layout.png");
    await search.fill("layout");
    await shelf.getByRole("checkbox", { checked: true }).waitFor();
    await shelf.getByText("layout.png").click();
    await page.getByText("Results", { exact: true }).click();
    await search.fill("harbour DUSK");
    await page.getByRole("dialog").getByText("HARBOR/sq010/sh020").first().click();
    await page.getByRole("button", { name: "Use picture" }).click();
    await page.getByText(/(Uploaded|Already uploaded) · 1920/).waitFor();

    await prompt(page).fill("typed before");
    const [made] = (await jobs()).filter(({ shot }) => shot === "sh020");
    await page.getByRole("link", { name: "Jobs", exact: true }).click();
    await page.getByRole("link", { name: "HARBOR/sq010/sh020" }).click();
    await page.getByRole("link", { name: "Edit and rerun" }).click();
    await page.getByText("Filled from").waitFor();
    expect(new URL(page.url()).searchParams.get("shot")).toBe("sh020");
    expect(await prompt(page).inputValue()).toBe("harbour at dusk");
    await page.getByText("Already uploaded · 1920 × 1080").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await prompt(page).inputValue()).toBe("typed before");
    await page.getByRole("button", { name: "Recent texts for Prompt" }).click();
    await page.getByRole("list", { name: "Recent texts for Prompt" }).getByText("harbour at dusk").click();
    expect(await prompt(page).inputValue()).toBe("harbour at dusk");
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await prompt(page).inputValue()).toBe("typed before");
    expect(made).toBeDefined();
  });

  test("an exhausted quota, an uncleared model and an unreachable API show what to do, and keep the form", async () => {
    const page = await open(`${SHOT}&workflow=paint-text`);
    const show = (await quotas()).find(({ scope }) => scope === "show")?.subjectId ?? "";
    await admin.json("PATCH", `/v1/quotas/${show}`, { dollarsPerMonth: 0.0001 });
    await prompt(page).fill("a lamp");
    await soon(() => price(page).innerText()).toMatch(/\$/);
    await generate(page).click();
    const alert = page.getByRole("alert").filter({ hasText: "Not enough budget. Your settings are saved." });
    await alert.waitFor();
    await soon(() => alert.innerText()).toMatch(
      /The show has \$0\.0\d* left of \$0\.0001 this month.*The limit renews on \w+ 1, \d{4}, 00:00 \([A-Z]\w+\/\w+\)\..*Ask an admin to raise the show’s limit\./s,
    );
    await soon(() => page.getByLabel("Budgets this month").innerText()).toMatch(/HARBOR\s+\$0\.0\d* left/);
    expect(await prompt(page).inputValue()).toBe("a lamp");
    await admin.json("PATCH", `/v1/quotas/${show}`, { dollarsPerMonth: null });

    const models = z
      .object({ items: z.array(z.object({ id: z.string(), name: z.string(), clearedShowIds: z.array(z.string()) })) })
      .parse(await admin.json("GET", "/v1/models")).items;
    const painter = models.find(({ name }) => name === "Preview painter");
    const clear = (showIds: string[]) => admin.json("PUT", `/v1/models/${painter?.id}/shows`, { showIds });
    await clear([]);
    await page.reload();
    await page.getByText("not cleared for HARBOR: ask an admin", { exact: true }).waitFor();
    await page.getByText("preview.safetensors is not cleared for this show.").waitFor();
    // The reload went through a sign-in, and the form kept its values.
    expect(await prompt(page).inputValue()).toBe("a lamp");
    await clear(painter?.clearedShowIds ?? []);

    // Responses are lost, but the submit arrives: submitting again must not create a second job.
    const before = (await jobs()).length;
    await page.route("**/v1/**", async (route) => {
      if (route.request().method() === "POST" && route.request().url().endsWith("/v1/jobs")) await route.fetch();
      await route.abort();
    });
    await prompt(page).fill("a lamp in the rain");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Can’t reach Pegbar").waitFor({ timeout: 20_000 });
    await soon(() => generate(page).isEnabled()).toBe(true);
    await page.unroute("**/v1/**");
    await soon(() => price(page).innerText()).toMatch(/\$/);
    expect(await prompt(page).inputValue()).toBe("a lamp in the rain");
    await generate(page).click();
    await page.getByText("Queued.").waitFor();
    expect((await jobs()).length).toBe(before + 1);
    expect((await jobs())[0]?.parameters["prompt"]).toBe("a lamp in the rain");
  }, 60_000);

  test("if a limit stops some of several jobs, their files stay in the form", async () => {
    const page = await open(`${SHOT}&workflow=scale`);
    await choose(page, [await png("#110011"), await png("#220022"), await png("#330033")]);
    await soon(() => page.getByText("Uploaded · 96 × 64").count()).toBe(3);
    const { items: inputs } = z
      .object({ items: z.array(z.object({ id: z.string() })) })
      .parse(await artist.json("GET", "/v1/inputs?limit=1"));
    const body = { shot: "HARBOR/sq010/sh010", workflow: "scale", inputs: { picture: inputs[0]?.id } };
    const { dollars } = z
      .object({ dollars: z.object({ high: z.number() }) })
      .parse(await artist.json("POST", "/v1/estimates", body));
    const quota = (await quotas()).find(({ scope }) => scope === "show");
    const limit = (dollarsPerMonth: number | null) =>
      admin.json("PATCH", `/v1/quotas/${quota?.subjectId}`, { dollarsPerMonth });
    const taken = (quota?.used.dollars ?? 0) + (quota?.reserved.dollars ?? 0);
    const before = (await jobs()).length;
    await limit(Number((taken + dollars.high).toFixed(6)));
    await page.getByRole("button", { name: "Generate 3 jobs" }).click();
    await page.getByText("1 job queued. The other files are still in the form.").waitFor();
    await page.getByRole("alert").filter({ hasText: "Not enough budget" }).waitFor();
    await limit(null);
    await page.getByRole("button", { name: "Generate 2 jobs" }).click();
    await page.getByText("2 jobs queued.").waitFor();
    expect((await jobs()).length).toBe(before + 3);
  });

  test("members without a show see whom to ask, retired workflows are hidden, and operators can't submit", async () => {
    const boss = await portal.as("admin@orrery.example");
    const first = async (path: string) =>
      z
        .object({ items: z.array(z.object({ id: z.string(), email: z.string().optional() })) })
        .parse(await boss.json("GET", path)).items;
    const [show] = await first("/v1/shows");
    const member = (await first("/v1/members")).find(({ email }) => email === "artist@orrery.example");
    await boss.request("POST", "/v1/workflows/scale/retire");
    const offered = await open("", {}, "artist@orrery.example");
    await offered.getByText("Paint a layout").waitFor();
    expect(await offered.getByText("Scale a picture").count()).toBe(0);
    await boss.request("DELETE", `/v1/shows/${show?.id}/members/${member?.id}`);
    await offered.reload();
    await offered.getByRole("heading", { name: "No shows yet" }).waitFor();

    const operator = await open("", {}, "operator@pegbar.example");
    await operator.getByRole("heading", { name: "Only studio members can submit jobs" }).waitFor();
    expect(await operator.getByRole("link", { name: "Generate" }).count()).toBe(0);
  });

  test("without a workflow, artists see whom to ask and admins how to publish one; the form appears live", async () => {
    const boss = await portal.as("admin@orrery.example");
    const items = z.object({ items: z.array(z.object({ id: z.string(), slug: z.string().optional() })) });
    const [show] = items.parse(await boss.json("GET", "/v1/shows")).items;
    const { member } = z
      .object({ member: z.object({ id: z.string() }) })
      .parse(await (await portal.as("artist@orrery.example")).json("GET", "/v1/me"));
    await boss.request("PUT", `/v1/shows/${show?.id}/members/${member.id}`);
    const { items: workflows } = items.parse(await boss.json("GET", "/v1/workflows"));
    for (const { slug } of workflows) await boss.request("POST", `/v1/workflows/${slug}/retire`);

    const artist = await open("", {}, "artist@orrery.example");
    await artist.getByRole("heading", { name: "No workflows yet" }).waitFor();
    await artist.getByText("Ask an admin to publish one").waitFor();
    expect(await artist.getByText("/v1/workflows").count()).toBe(0);
    expect(await listSeriousFindings(artist)).toEqual([]);
    const admin = await open("", { width: 390, colorScheme: "dark" }, "admin@orrery.example");
    await admin.getByText("POST /v1/workflows/proposals").waitFor();
    expect(await admin.getByText("Ask an admin").count()).toBe(0);
    expect(await listSeriousFindings(admin)).toEqual([]);
    expect(await admin.evaluate("document.documentElement.scrollWidth")).toBe(390);

    await boss.request("POST", "/v1/workflows/scale/restore");
    for (const page of [artist, admin]) await page.getByText("Scale a picture").first().waitFor();
  });

  test.each([
    ["light", 1440],
    ["dark", 390],
  ] as const)("axe finds nothing serious in the %s theme at %i px, without overflow", async (colorScheme, width) => {
    const page = await open("", { colorScheme, width });
    expect(await listSeriousFindings(page)).toEqual([]);
    await page.goto(`${portal.origin}/generate?${SHOT}&workflow=paint-layout`);
    await choose(page, [
      await png("#abcdef"),
      { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no") },
    ]);
    await page.getByText(/96 × 64/).waitFor();
    await page.getByRole("textbox", { name: "Steps", exact: true }).fill("900");
    await page.getByText("900 is out of range").waitFor();
    expect(await listSeriousFindings(page)).toEqual([]);
    await page.getByRole("textbox", { name: "Steps", exact: true }).fill("9");
    await soon(() => price(page).innerText()).toMatch(/\$/);
    expect(await listSeriousFindings(page)).toEqual([]);
    await page.getByRole("button", { name: /Choose from studio/ }).click();
    await page.getByRole("dialog").getByText("layout.png").waitFor();
    expect(await listSeriousFindings(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
  });
});
