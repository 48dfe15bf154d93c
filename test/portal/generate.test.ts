import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Client } from "@pegbar/local/client/index.ts";
import { browserIsHere, startBrowser, type TestBrowser } from "../setup/browser.ts";
import { safetensors } from "../setup/safetensors.ts";
import { foreignSigner } from "../setup/foreign-signer.ts";
import { faults, seriousFindings, startPortal, type TestPortal } from "../setup/portal.ts";

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

describe.skipIf(!browserIsHere())("upload and generate", () => {
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
      expect(faults(complaints)).toEqual([]);
    }
  });

  async function open(search: string, options: Parameters<TestBrowser["page"]>[0] = {}, email = ARTIST): Promise<Page> {
    const one = await browser.page(options);
    opened.push(one);
    await portal.enter(one.page, email, `/generate?${search}`);
    await one.page.locator("#page h1").waitFor();
    return one.page;
  }
  /** Two slow cores and a whole platform: what comes soon may take its time. */
  const soon = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });
  const jobs = async () => Jobs.parse(await artist.json("GET", "/v1/jobs?limit=200")).items;
  const quotas = async () => Quotas.parse(await admin.json("GET", "/v1/quotas")).items;
  const generate = (page: Page) => page.getByRole("button", { name: /^Generate/ });
  const price = (page: Page) => page.getByRole("region", { name: "Estimate" }).getByRole("status");
  const choose = (page: Page, files: Parameters<ReturnType<Page["locator"]>["setInputFiles"]>[0]) =>
    page.locator('input[type="file"]').setInputFiles(files);
  const prompt = (page: Page) => page.getByRole("textbox", { name: "Prompt", exact: true });
  /** Gives a file to the page as the system would: by a drop, or out of the clipboard. */
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

  test("a shot, a workflow, a dropped picture, its price, a job; pasted again it is here already", async () => {
    const page = await open("");
    await page.getByLabel("Sequence").selectOption("sq010");
    await page.getByLabel("Shot").selectOption("sh020");
    await page.getByText("Paint a layout").click();
    expect(new URL(page.url()).search).toBe("?show=HARBOR&sequence=sq010&shot=sh020&workflow=paint-layout");
    await prompt(page).fill("harbour at dusk");
    await page.keyboard.press("Control+Enter");
    await page.getByText("A picture is needed here").waitFor();
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
    await page.getByText("Already here · 1920 × 1080").waitFor();
    await page.getByRole("button", { name: "Remove image.png" }).click();
    await page.getByRole("textbox", { name: "Steps", exact: true }).fill("4");
    // A double press is one press.
    await page.keyboard.press("Control+Enter");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Queued.").waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByRole("link", { name: "Follow it" }).click();
    await page.getByRole("heading", { name: "HARBOR/sq010/sh020" }).waitFor();
    const made = await jobs();
    expect(made.map(({ shot, parameters }) => [shot, parameters["prompt"], parameters["steps"]])).toEqual([
      ["sh020", "harbour at dusk", 4],
    ]);
    await artist.wait(made[0]?.id ?? "");
  });

  test("what a file's own content credentials say is said beside it", async () => {
    const page = await open("show=HARBOR&sequence=sq010&shot=sh020&workflow=paint-layout");
    const plain = await sharp({ create: { width: 320, height: 180, channels: 3, background: "olive" } })
      .png()
      .toBuffer();
    const signed = await (await foreignSigner()).sign(plain, "image/png");
    const changed = Buffer.from(signed);
    const at = changed.indexOf("Camera firmware");
    changed[at] = 0x58;
    await choose(page, [
      { name: "camera.png", mimeType: "image/png", buffer: signed },
      { name: "changed.png", mimeType: "image/png", buffer: changed },
    ]);
    await page.getByText("Signed by Camera Works, whom nobody here vouches for, says taken by a camera").waitFor();
    await page.getByText("Changed since it was signed: its credentials do not hold").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    for (const name of ["camera.png", "changed.png"])
      await page.getByRole("button", { name: `Remove ${name}` }).click();
  });

  test("a model is chosen among those that are cleared; the others say why not", async () => {
    const bytes = safetensors();
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
    await page.getByText("licence Apache-2.0").waitFor();
    expect(await model.locator("option:checked").innerText()).toBe("Preview painter");
    const other = model.locator("option", { hasText: "Own painter" });
    expect(await other.innerText()).toBe("Own painter – not cleared for HARBOR: ask an admin");
    expect(await other.isDisabled()).toBe(true);
    expect(await seriousFindings(page)).toEqual([]);

    const { items } = Shows.parse(await admin.json("GET", "/v1/shows"));
    await admin.json("PUT", `/v1/models/${id}/shows`, { showIds: items.map((show) => show.id) });
    await page.reload();
    await model.selectOption({ label: "Own painter" });
    await page.getByText("licence own work").waitFor();
    await prompt(page).fill("painted with our own");
    await soon(() => price(page).innerText()).toMatch(/^\$/);
    await generate(page).click();
    await page.getByText("Queued.").waitFor();
    const made = (await jobs()).find(({ parameters }) => parameters["prompt"] === "painted with our own");
    expect(made?.parameters["model"]).toBe(fileName);
    await artist.request("POST", `/v1/jobs/${made?.id}/cancel`);
    // Revoked while the form is open: what the API says stands at the field.
    await admin.json("POST", `/v1/models/${id}/revoke`);
    await page.getByRole("textbox", { name: "Steps", exact: true }).fill("5");
    await page.getByText(`${fileName} has been revoked.`).first().waitFor();
    expect(await model.getAttribute("aria-invalid")).toBe("true");
    await page.getByRole("button", { name: "Default of Model" }).click();
    await soon(() => price(page).innerText()).toMatch(/^\$/);
  });

  test("each field says what fits it; what is no picture is said so; several files make several jobs", async () => {
    const page = await open(`${SHOT}&workflow=paint-text`);
    const width = page.getByRole("textbox", { name: "Width" });
    await width.fill("1025");
    await page.getByText("In steps of 8: 1,024 or 1,032.").waitFor();
    expect(await width.getAttribute("aria-invalid")).toBe("true");
    await generate(page).click();
    expect(await width.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole("button", { name: "Square" }).click();
    expect(await width.inputValue()).toBe("768");
    await page.getByRole("slider", { name: "Steps" }).fill("2");
    await page.getByRole("button", { name: /dice/ }).click();
    expect(await page.getByRole("textbox", { name: "Seed" }).inputValue()).not.toBe("1");
    await page.getByLabel("Random each time").check();

    await page.getByText("Scale a picture").click();
    await choose(page, [
      await png("#a04030"),
      await png("#30a040"),
      await png("#3040a0"),
      { name: "notes.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") },
    ]);
    await page.getByText("This is no PNG, JPEG or WebP picture.").waitFor();
    const damaged = await png("#ffffff");
    await choose(page, [{ ...damaged, name: "damaged.png", buffer: damaged.buffer.subarray(0, 60) }]);
    await page.getByText(/damaged and cannot be decoded/).waitFor();
    await soon(() => page.getByText("Uploaded · 96 × 64").count()).toBe(3);
    await page.getByText("3 files: 3 jobs, one for each.").waitFor();
    const before = (await jobs()).length;
    await page.getByRole("button", { name: "Generate 3 jobs" }).click();
    await page.getByText("3 jobs queued.").waitFor();
    expect((await jobs()).length).toBe(before + 3);
    expect(await page.getByRole("heading", { name: "Lately from here" }).isVisible()).toBe(true);

    // What is left moves with what happens elsewhere.
    const left = page.getByLabel("Budgets this month");
    const was = await left.innerText();
    await artist.submit({
      shot: "HARBOR/sq010/sh010",
      workflow: "paint-text",
      parameters: { width: 2048, height: 2048 },
    });
    await soon(() => left.innerText()).not.toBe(was);
  });

  test("an upload pauses, goes on and is cancelled; a submit waits for it", async () => {
    const page = await open(`${SHOT}&workflow=scale`);
    /** Uploads that have come as far as the store's door, each with its key. */
    const held: (() => void)[] = [];
    let hold = true;
    await page.route(/\/inputs\/inp_/, async (route) => {
      if (hold && route.request().method() === "PUT") await new Promise<void>((resolve) => held.push(resolve));
      // One that was broken off meanwhile cannot go on.
      await route.continue().catch(() => undefined);
    });
    const arrived = (count: number) => soon(() => held.length).toBe(count);
    await choose(page, [await png("#102030")]);
    await arrived(1);
    await page.getByRole("button", { name: "Pause #102030.png" }).click();
    await page.getByText("Paused", { exact: true }).waitFor();
    held[0]?.();
    hold = false;
    await page.getByRole("button", { name: "Go on with #102030.png" }).click();
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
    // Away and back, as when a sign-in has to be renewed: it goes on with what it had.
    await page.reload();
    await arrived(4);
    await page.getByTitle("#708090.png").waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByRole("button", { name: "Waits for the files" }).waitFor();
    held.forEach((go) => go());
    await page.getByText("Queued.").waitFor();
    expect((await jobs()).length).toBe(before + 1);
  });

  test("an earlier result becomes an input; an earlier job fills the form, and what was typed comes back", async () => {
    const page = await open(`${SHOT}&workflow=paint-layout`);
    await page.getByRole("button", { name: /From the studio/ }).click();
    await page.getByRole("dialog").getByText("layout.png").waitFor();
    await soon(() =>
      page.locator("dialog img").evaluateAll((all) => all.every((one) => (one as HTMLImageElement).naturalWidth > 0)),
    ).toBe(true);
    const shelf = page.getByRole("dialog").getByRole("list");
    const search = page.getByRole("dialog").getByRole("searchbox");
    await search.fill("LAYO");
    await soon(() => shelf.getByRole("listitem").allInnerTexts()).toEqual([expect.stringContaining("layout.png")]);
    // What was chosen stays so while one looks for more.
    await shelf.getByText("layout.png").click();
    await search.fill("no such_file%");
    await page.getByText("Nothing fits “no such_file%”").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.getByRole("dialog").getByText("layout.png").innerText()).toBe("layout.png");
    await search.fill("layout");
    await shelf.getByRole("checkbox", { checked: true }).waitFor();
    await shelf.getByText("layout.png").click();
    await page.getByText("Results", { exact: true }).click();
    await search.fill("harbour DUSK");
    await page.getByRole("dialog").getByText("HARBOR/sq010/sh020").first().click();
    await page.getByRole("button", { name: "Use it" }).click();
    await page.getByText(/(Uploaded|Already here) · 1920/).waitFor();

    await prompt(page).fill("typed before");
    const [made] = (await jobs()).filter(({ shot }) => shot === "sh020");
    await page.getByRole("link", { name: "Jobs", exact: true }).click();
    await page.getByRole("link", { name: "HARBOR/sq010/sh020" }).click();
    await page.getByRole("link", { name: "Again with changes" }).click();
    await page.getByText("Filled from").waitFor();
    expect(new URL(page.url()).searchParams.get("shot")).toBe("sh020");
    expect(await prompt(page).inputValue()).toBe("harbour at dusk");
    await page.getByText("Already here · 1920 × 1080").waitFor();
    await page.getByRole("button", { name: "Take it back" }).click();
    expect(await prompt(page).inputValue()).toBe("typed before");
    await page.getByRole("button", { name: "Earlier texts for Prompt" }).click();
    await page.getByRole("list", { name: "Earlier texts for Prompt" }).getByText("harbour at dusk").click();
    expect(await prompt(page).inputValue()).toBe("harbour at dusk");
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await prompt(page).inputValue()).toBe("typed before");
    expect(made).toBeDefined();
  });

  test("a full quota, a model that is not cleared, an API that is away: said, with the way out; nothing typed is lost", async () => {
    const page = await open(`${SHOT}&workflow=paint-text`);
    const show = (await quotas()).find(({ scope }) => scope === "show")?.subjectId ?? "";
    await admin.json("PATCH", `/v1/quotas/${show}`, { dollarsPerMonth: 0.0001 });
    await prompt(page).fill("a lamp");
    await soon(() => price(page).innerText()).toMatch(/\$/);
    await generate(page).click();
    const alert = page.getByRole("alert").filter({ hasText: "no room" });
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(
      /The show has \$0\.0\d* left of \$0\.0001 this month.*It renews on \w+ \d+( at [\d:]+)?\..*An admin of your studio can raise/s,
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
    // The page came back through the sign-in, and so did what was typed.
    expect(await prompt(page).inputValue()).toBe("a lamp");
    await clear(painter?.clearedShowIds ?? []);

    // Nobody answers, though a submit arrives: pressed again, it is the same job.
    const before = (await jobs()).length;
    await page.route("**/v1/**", async (route) => {
      if (route.request().method() === "POST" && route.request().url().endsWith("/v1/jobs")) await route.fetch();
      await route.abort();
    });
    await prompt(page).fill("a lamp in the rain");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Pegbar does not answer").waitFor({ timeout: 20_000 });
    await soon(() => generate(page).isEnabled()).toBe(true);
    await page.unroute("**/v1/**");
    await soon(() => price(page).innerText()).toMatch(/\$/);
    expect(await prompt(page).inputValue()).toBe("a lamp in the rain");
    await generate(page).click();
    await page.getByText("Queued.").waitFor();
    expect((await jobs()).length).toBe(before + 1);
    expect((await jobs())[0]?.parameters["prompt"]).toBe("a lamp in the rain");
  }, 60_000);

  test("when a limit lets some of many jobs through, the others stay with their files", async () => {
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
    await page.getByText("1 job is queued; the others still stand here.").waitFor();
    await page.getByRole("alert").filter({ hasText: "no room" }).waitFor();
    await limit(null);
    await page.getByRole("button", { name: "Generate 2 jobs" }).click();
    await page.getByText("2 jobs queued.").waitFor();
    expect((await jobs()).length).toBe(before + 3);
  });

  test("who is in no show is told whom to ask; a retired workflow is not offered; the operator submits nothing", async () => {
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
    await offered.getByRole("heading", { name: "No show yet" }).waitFor();

    const operator = await open("", {}, "operator@pegbar.example");
    await operator.getByRole("heading", { name: "Jobs are submitted by a studio" }).waitFor();
    expect(await operator.getByRole("link", { name: "Generate" }).count()).toBe(0);
  });

  test("a studio without a workflow: an artist reads whom to ask, an admin how one is published; then its form is there", async () => {
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
    await artist.getByRole("heading", { name: "No workflow yet" }).waitFor();
    await artist.getByText("Ask an admin of your studio to publish one.").waitFor();
    expect(await artist.getByText("/v1/workflows").count()).toBe(0);
    expect(await seriousFindings(artist)).toEqual([]);
    const admin = await open("", { width: 390, colorScheme: "dark" }, "admin@orrery.example");
    await admin.getByText("POST /v1/workflows/proposals").waitFor();
    expect(await admin.getByText("Ask an admin").count()).toBe(0);
    expect(await seriousFindings(admin)).toEqual([]);
    expect(await admin.evaluate("document.documentElement.scrollWidth")).toBe(390);

    await boss.request("POST", "/v1/workflows/scale/restore");
    for (const page of [artist, admin]) await page.getByText("Scale a picture").first().waitFor();
  });

  test.each([
    ["light", 1440],
    ["dark", 390],
  ] as const)(
    "nothing serious for axe, %s at %i pixels; the page is as wide as the screen",
    async (colorScheme, width) => {
      const page = await open("", { colorScheme, width });
      expect(await seriousFindings(page)).toEqual([]);
      await page.goto(`${portal.origin}/generate?${SHOT}&workflow=paint-layout`);
      await choose(page, [
        await png("#abcdef"),
        { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no") },
      ]);
      await page.getByText(/96 × 64/).waitFor();
      await page.getByRole("textbox", { name: "Steps", exact: true }).fill("900");
      await page.getByText("900 is out of range").waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole("textbox", { name: "Steps", exact: true }).fill("9");
      await soon(() => price(page).innerText()).toMatch(/\$/);
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole("button", { name: /From the studio/ }).click();
      await page.getByRole("dialog").getByText("layout.png").waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    },
  );
});
