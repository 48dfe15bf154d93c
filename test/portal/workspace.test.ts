import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Client } from "@pegbar/local/client/index.ts";
import { isChromiumInstalled, startBrowser, type TestBrowser } from "../setup/browser.ts";
import {
  listPageErrors,
  listSeriousFindings,
  listSeriousFindingsInBothThemes,
  startPortal,
  type TestPortal,
} from "../setup/portal.ts";
import { describeBrowsing } from "./workspace/browse.ts";
import { describeLedger } from "./workspace/ledger.ts";
import { describeErasure } from "./workspace/erasure.ts";
import { describeConnection } from "./workspace/connection.ts";
import { describeKeyboardWalk } from "./workspace/keyboard.ts";
import { describeMedia } from "./workspace/media.ts";
import { describeWebhooks } from "./workspace/webhooks.ts";
import { describeModels } from "./workspace/models.ts";
import { describeWorkflowDraft } from "./workspace/workflow-draft.ts";
import { describeWorkflows } from "./workspace/workflows.ts";

const ARTIST = "artist@lumen.example";
const SHOT = "/generate?show=HARBOR&sequence=sq010&shot=sh010";
const Jobs = z.object({ items: z.array(z.object({ id: z.string(), parameters: z.record(z.string(), z.unknown()) })) });
const Assets = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });

describe.skipIf(!isChromiumInstalled())("the workspace", () => {
  let portal: TestPortal;
  let browser: TestBrowser;
  beforeAll(async () => {
    [portal, browser] = await Promise.all([startPortal(), startBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.stop();
    await portal?.stop();
  });
  // Each needs only the jobs that it submits itself.
  describeConnection(() => ({ portal, browser }));
  describeModels(() => ({ portal, browser }));
  describeWebhooks(() => ({ portal, browser }));
  describeWorkflows(() => ({ portal, browser }));
  describeWorkflowDraft(() => ({ portal, browser }));
  describeBrowsing(() => ({ portal, browser }));
  describeKeyboardWalk(() => ({ portal, browser }));
  describeMedia(() => ({ portal, browser }));
  describeLedger(() => ({ portal, browser }));
  describeErasure(() => ({ portal, browser }));
  describeResults(() => ({ portal, browser }));
});

function describeResults(get: () => { portal: TestPortal; browser: TestBrowser }): void {
  describe("results beside the form", () => {
    let portal: TestPortal;
    let artist: Client;
    let page: Page;
    let complaints: readonly string[];
    const soon = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });
    const attempts = () => page.getByRole("list", { name: "Recent jobs" }).getByRole("listitem");
    const prompt = () => page.getByRole("textbox", { name: "Prompt", exact: true });
    const seeds = async () =>
      Jobs.parse(await artist.json("GET", "/v1/jobs"))
        .items.filter(({ parameters }) => parameters["prompt"] === "lanterns")
        .map(({ parameters }) => parameters["seed"]);

    beforeAll(async () => {
      ({ portal } = get());
      artist = await portal.as(ARTIST);
      ({ page, complaints } = await get().browser.page());
      page.setDefaultTimeout(20_000);
      await portal.enter(page, ARTIST, `${SHOT}&workflow=paint-text`);
      await page.getByText("Your results appear here").waitFor();
    }, 120_000);
    afterAll(async () => {
      expect(listPageErrors(complaints)).toEqual([]);
      await page.context().close();
    });

    test("a result is shown large, and the next seed and four variations are one press each", async () => {
      await prompt().fill("lanterns");
      await page.getByRole("textbox", { name: "Seed" }).fill("7");
      await page.getByRole("button", { name: /^Generate/ }).click();
      const result = page.getByRole("img", { name: "Result of attempt 1 for HARBOR/sq010/sh010" });
      await result.waitFor();
      // The file itself, not its thumbnail.
      await soon(() => result.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1024);
      await page.getByRole("heading", { name: "Recent jobs" }).click();
      await page.keyboard.press("r");
      await soon(() => attempts().count()).toBe(2);
      await page.getByRole("button", { name: "4 variations" }).click();
      await soon(() => attempts().count()).toBe(6);
      await soon(async () => (await seeds()).toSorted()).toEqual([10, 11, 12, 7, 8, 9]);
      await soon(async () => (await attempts().allInnerTexts()).map((text) => /seed \d+/.exec(text)?.[0])).toEqual([
        "seed 12",
        "seed 11",
        "seed 10",
        "seed 9",
        "seed 8",
        "seed 7",
      ]);
      await page.getByRole("img", { name: "Result of attempt 6 for HARBOR/sq010/sh010" }).waitFor();
    }, 60_000);

    test("two results are compared with one zoom, on top of each other and side by side", async () => {
      await page.getByLabel("Compare with").selectOption("Attempt 2");
      const [left, right] = [
        page.getByRole("img", { name: "This picture" }),
        page.getByRole("img", { name: "Other picture" }),
      ];
      await Promise.all([left.waitFor(), right.waitFor()]);
      await page.getByRole("button", { name: "Side by side" }).click();
      const box = await right.boundingBox();
      await page.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + 40);
      await page.mouse.wheel(0, -100);
      const readTransforms = () =>
        Promise.all([left, right].map((img) => img.evaluate((element) => element.style.transform)));
      await soon(async () => (await readTransforms())[0]).toContain("scale(1.25)");
      const [one, other] = await readTransforms();
      expect(one).toBe(other);
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.getByRole("button", { name: "Slider" }).click();
      await page.getByRole("slider", { name: "Visible share of this picture" }).fill("30");
      await page.getByLabel("Compare with").selectOption("nothing");
    });

    test("J and K choose attempts, Ctrl+K runs commands by name, ? lists the keys, / goes to the form", async () => {
      await page.getByRole("heading", { name: "Recent jobs" }).click();
      const chosen = () => page.locator('[aria-label="Recent jobs"] [aria-pressed="true"]').getAttribute("aria-label");
      expect(await chosen()).toBe("Show attempt 6");
      await page.keyboard.press("j");
      await soon(chosen).toBe("Show attempt 5");
      await page.keyboard.press("k");
      await soon(chosen).toBe("Show attempt 6");
      await page.keyboard.press("?");
      const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
      await help.getByText("Next attempt").waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.keyboard.press("/");
      await soon(() => prompt().evaluate((element) => element === document.activeElement)).toBe(true);
      // In a text field keys are text.
      await page.keyboard.press("End");
      await page.keyboard.type("j");
      expect(await prompt().inputValue()).toBe("lanternsj");
      expect(await chosen()).toBe("Show attempt 6");
      await prompt().fill("lanterns");
      await page.keyboard.press("Control+k");
      const palette = page.getByRole("combobox", { name: "Type a command or search pictures" });
      await palette.waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await palette.fill("previous att");
      await page.keyboard.press("Escape");
      await palette.waitFor({ state: "detached" });
      await page.keyboard.press("Control+k");
      await palette.fill("lanterns");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/pictures?q=lanterns");
      await page.goBack();
      await attempts().first().waitFor();
    }, 60_000);

    test("settings are copied from an attempt and pasted into the form, which can be undone", async () => {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: portal.origin });
      await page.getByRole("button", { name: "Show attempt 3", exact: true }).click();
      await page.getByRole("button", { name: "Copy settings" }).click();
      await page.getByText("Settings copied.").waitFor();
      const seed = page.getByRole("textbox", { name: "Seed" });
      expect(await seed.inputValue()).toBe("7");
      await prompt().fill("something else");
      await page.getByRole("heading", { name: "Generate", exact: true }).click();
      await page.keyboard.press("Control+v");
      await soon(() => seed.inputValue()).toBe("9");
      expect(await prompt().inputValue()).toBe("lanterns");
      await page.getByRole("status").getByRole("button", { name: "Undo" }).last().click();
      await soon(() => prompt().inputValue()).toBe("something else");
      await page.evaluate(() => navigator.clipboard.writeText('{"pegbar":"settings","parameters":{"colour":"red"}}'));
      await page.getByRole("heading", { name: "Generate", exact: true }).click();
      await page.keyboard.press("Control+v");
      await page.getByRole("alert").getByText("This workflow has no setting colour.").waitFor();
    });

    test("a result dragged into an input is used there, and a new tab begins with the same shot", async () => {
      await page.getByText("Scale a picture").click();
      await page
        .getByRole("button", { name: "Show attempt 1", exact: true })
        .dragTo(page.getByRole("group", { name: /^Files for/ }));
      await page.getByText(/^Already uploaded · 1024 × \d+$|^Uploaded · 1024 × \d+$/).waitFor();
      const tab = await page.context().newPage();
      await tab.goto(new URL("/generate", portal.origin).href);
      await tab.waitForURL(/shot=sh010/);
      await tab.close();
    });

    test("a picture is cropped to another size and placed, and the result compared with it", async () => {
      await page.getByRole("button", { name: /^Crop or place / }).click();
      const dialog = page.getByRole("dialog", { name: /^Crop or place / });
      const canvas = dialog.getByRole("application");
      await canvas.waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await dialog.getByLabel("Width").fill("5");
      await dialog.getByRole("alert").getByText("Enter whole numbers from 16 to 8,192.").waitFor();
      expect(await dialog.getByRole("button", { name: "Use picture" }).isDisabled()).toBe(true);
      await dialog.getByLabel("Width").fill("400");
      await dialog.getByLabel("Height").fill("400");
      await dialog.getByRole("button", { name: "Fit" }).click();
      await dialog.getByLabel("Around the picture").selectOption("White");
      /** Colour of a pixel of the canvas. */
      const read = (x: number, y: number) =>
        canvas.evaluate(
          (one: HTMLCanvasElement, at) => [...(one.getContext("2d")?.getImageData(at.x, at.y, 1, 1).data ?? [])].join(),
          { x, y },
        );
      // A wide picture that is fitted into a square leaves room above and below.
      await soon(() => read(200, 5)).toBe("255,255,255,255");
      expect(await read(200, 200)).not.toBe("255,255,255,255");
      // Keys and the pointer move it, here to the upper edge.
      await canvas.focus();
      for (let n = 0; n < 4; n++) await page.keyboard.press("Shift+ArrowUp");
      const box = await canvas.boundingBox();
      if (!box) throw new Error("the canvas has no box");
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 - (60 / 400) * box.height, { steps: 3 });
      await page.mouse.up();
      await soon(() => read(200, 5)).not.toBe("255,255,255,255");
      expect(await read(200, 395)).toBe("255,255,255,255");
      await dialog.getByRole("button", { name: "Use picture" }).click();
      await page.getByText("Uploaded · 400 × 400").waitFor();
      await page.getByRole("button", { name: /^Generate/ }).click();
      await page.getByRole("img", { name: /^Result of attempt 7 for/ }).waitFor({ timeout: 40_000 });
      await page.getByLabel("Compare with").selectOption({ label: "Input picture" });
      const other = page.getByRole("img", { name: "Other picture" });
      await soon(() => other.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(400);
      await page.getByLabel("Compare with").selectOption("nothing");
      await page.getByRole("heading", { name: "Recent jobs" }).click();
      const downloads = [page.waitForEvent("download")];
      await page.keyboard.press("d");
      expect((await downloads[0])?.suggestedFilename()).toMatch(/^HARBOR|\.png/);
    }, 90_000);

    test("a mask is painted over the input, inverted, undone, and read by both ways of ComfyUI", async () => {
      const admin = await portal.as("admin@lumen.example");
      const graph = {
        "1": { class_type: "LoadImage", inputs: { image: "plate.png" } },
        "2": { class_type: "LoadImageMask", inputs: { image: "mask.png", channel: "red" } },
        "3": { class_type: "LoadImageMask", inputs: { image: "mask.png", channel: "alpha" } },
        "4": { class_type: "MaskToImage", inputs: { mask: ["2", 0] } },
        "5": { class_type: "MaskToImage", inputs: { mask: ["3", 0] } },
        "6": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "plate" } },
        "7": { class_type: "SaveImage", inputs: { images: ["4", 0], filename_prefix: "red" } },
        "8": { class_type: "SaveImage", inputs: { images: ["5", 0], filename_prefix: "alpha" } },
      };
      const inputs = [
        { name: "plate", label: "Plate", kind: "image", node: "1", input: "image" },
        { name: "mask", label: "Mask", kind: "mask", node: "2", input: "image" },
        { name: "same", label: "Mask again", kind: "mask", node: "3", input: "image" },
      ];
      const outputs = [
        { name: "picture", label: "Picture", node: "6" },
        { name: "red", label: "Red", node: "7" },
        { name: "alpha", label: "Alpha", node: "8" },
      ];
      const draft = { slug: "masks", name: "Show masks", class: "light", graph, form: { fields: [], inputs, outputs } };
      await admin.json("POST", "/v1/workflows", draft);
      await page.reload();
      await page.getByText("Show masks").click();
      const paint = page.getByRole("button", { name: "Paint mask" });
      expect(await paint.first().isDisabled()).toBe(true);
      expect(await paint.first().getAttribute("title")).toBe("Add a picture to Plate first");
      const buffer = await sharp({ create: { width: 96, height: 64, channels: 3, background: "#207040" } })
        .png()
        .toBuffer();
      await page
        .getByLabel("Choose files for Plate")
        .setInputFiles({ name: "plate.png", mimeType: "image/png", buffer });
      await page.getByText("Uploaded · 96 × 64").waitFor();
      for (const index of [0, 1]) {
        await paint.nth(index).click();
        const dialog = page.getByRole("dialog", { name: "Mask for Plate" });
        const box = await dialog.getByRole("img", { name: /^Mask over/ }).boundingBox();
        if (!box) throw new Error("the canvas has no box");
        await dialog.getByRole("slider", { name: /^Feather/ }).fill("0");
        await dialog.getByRole("slider", { name: /^Size/ }).fill("16");
        if (index === 0) {
          expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
          await dialog.getByRole("button", { name: "Use mask" }).click();
          await dialog.getByRole("alert").getByText("Paint something first.").waitFor();
        }
        // From the left edge to the middle, at half the height.
        await page.mouse.move(box.x + 2, box.y + box.height / 2);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
        await page.mouse.up();
        await page.keyboard.press("x");
        await dialog.getByRole("button", { name: "Undo" }).click();
        await dialog.getByRole("button", { name: "Use mask" }).click();
        await soon(() => page.getByText(/ploaded · 96 × 64/).count()).toBe(index + 2);
      }
      await page.getByRole("button", { name: /^Generate/ }).click();
      await page.getByText("Queued.").waitFor();
      const [job] = Jobs.parse(await artist.json("GET", "/v1/jobs")).items;
      const list = async () => Assets.parse(await artist.json("GET", `/v1/assets?jobId=${job?.id}`)).items;
      await soon(async () => (await list()).length).toBe(3);
      for (const name of ["red", "alpha"]) {
        const found = (await list()).find((one) => one.name.startsWith(name));
        const { headers } = await artist.request("GET", `/v1/assets/${found?.id}/download`);
        const response = await fetch(headers.get("location") ?? "");
        const { data, info } = await sharp(Buffer.from(await response.arrayBuffer()))
          .raw()
          .toBuffer({ resolveWithObject: true });
        const at = (x: number, y: number) => data[(y * info.width + x) * info.channels];
        expect([at(10, 32), at(40, 32), at(80, 32), at(10, 5)], name).toEqual([255, 255, 0, 0]);
      }
    }, 90_000);

    test("axe finds nothing serious on a phone", async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await listSeriousFindings(page)).toEqual([]);
    });
  });
}
