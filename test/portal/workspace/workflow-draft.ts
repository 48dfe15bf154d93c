import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { TestBrowser } from "../../setup/browser.ts";
import { createComfyPng } from "../../setup/comfy-png.ts";
import { listPageErrors, listSeriousFindingsInBothThemes, type TestPortal } from "../../setup/portal.ts";

const Versions = z.object({
  items: z.array(
    z.object({
      version: z.int(),
      graph: z.record(z.string(), z.object({ inputs: z.record(z.string(), z.unknown()) })),
      form: z.object({ fields: z.array(z.record(z.string(), z.unknown())) }),
    }),
  ),
});

const createGraph = (model: string) => ({
  "1": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: model } },
  "2": { class_type: "CLIPTextEncode", inputs: { text: "harbour", clip: ["1", 1] } },
  "3": { class_type: "CLIPTextEncode", inputs: { text: "", clip: ["1", 1] } },
  "4": { class_type: "EmptyLatentImage", inputs: { width: 512, height: 512, batch_size: 1 } },
  "5": {
    class_type: "KSampler",
    inputs: {
      seed: 1,
      steps: 20,
      cfg: 7,
      sampler_name: "euler",
      scheduler: "normal",
      denoise: 1,
      model: ["1", 0],
      positive: ["2", 0],
      negative: ["3", 0],
      latent_image: ["4", 0],
    },
  },
  "6": { class_type: "VAEDecode", inputs: { samples: ["5", 0], vae: ["1", 2] } },
  "7": { class_type: "SaveImage", inputs: { images: ["6", 0], filename_prefix: "harbour" } },
});

/** Tests that leave the workflow "harbour" behind, active. */
export function describeWorkflowDraft(get: () => { portal: TestPortal; browser: TestBrowser }): void {
  describe("drafts of workflows", () => {
    let portal: TestPortal;
    let page: Page;
    let complaints: readonly string[];
    const choose = (name: string, buffer: Buffer) =>
      page.getByLabel("File with a workflow").locator("input").setInputFiles({ name, mimeType: "", buffer });
    const chooseGraph = (name: string, graph: object) => choose(name, Buffer.from(JSON.stringify(graph)));
    const item = (list: string, text: string) =>
      page.getByRole("list", { name: list }).getByRole("listitem").filter({ hasText: text });
    const readVersions = async () =>
      Versions.parse(await (await portal.as("admin@lumen.example")).json("GET", "/v1/workflows/harbour/versions"))
        .items;
    const discard = async () => {
      await page.getByRole("button", { name: "Discard draft…" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Discard draft" }).click();
      await page.getByRole("button", { name: "Choose file" }).waitFor();
    };
    beforeAll(async () => {
      ({ portal } = get());
      ({ page, complaints } = await get().browser.page());
      page.setDefaultTimeout(20_000);
      await portal.enter(page, "admin@lumen.example", "/admin/workflows");
      await page.getByRole("link", { name: "Import workflow" }).click();
      await page.getByRole("button", { name: "Choose file" }).waitFor();
    });
    afterAll(async () => {
      expect(listPageErrors(complaints)).toEqual([]);
      await page.context().close();
    });

    test("a file without a workflow is refused with what to choose instead", async () => {
      await choose("notes.txt", Buffer.from("not a workflow"));
      await page.getByText("notes.txt isn’t a file that can contain a workflow.").waitFor();
      await chooseGraph("broken.json", { "1": 5 });
      await page.getByRole("alert").filter({ hasNotText: "notes.txt" }).waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
    });

    test("what the graph needs is listed: classes that are missing with what to do, and models that are not registered", async () => {
      const graph = createGraph("elsewhere.safetensors");
      const fancy = { class_type: "FancyUpscale", inputs: { image: ["6", 0] } };
      const save = { ...graph["7"], inputs: { ...graph["7"].inputs, images: ["8", 0] } };
      await chooseGraph("fancy.json", { ...graph, "7": save, "8": fancy });
      await item("Node classes", "FancyUpscale").getByText("Needs a change").waitFor();
      await item("Node classes", "FancyUpscale").getByText("This image has no node class").waitFor();
      await item("Node classes", "KSampler").getByText("Available").waitFor();
      await item("Models", "elsewhere.safetensors").getByText("Not registered").waitFor();
      expect(await page.getByRole("link", { name: "Upload it in Models" }).getAttribute("href")).toBe("/admin/models");
      expect(await page.getByRole("button", { name: "Publish workflow" }).isDisabled()).toBe(true);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await listSeriousFindingsInBothThemes(page), `${width}`).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await discard();
    });

    test("a picture's workflow gets another model, survives a reload, and is published", async () => {
      await choose("Harbour.png", await createComfyPng(createGraph("elsewhere.safetensors")));
      await page.getByLabel("Replace elsewhere.safetensors").selectOption("preview.safetensors");
      await item("Models", "preview.safetensors").getByText("Licence:").waitFor();
      await page.getByRole("textbox", { name: "Description" }).fill("Boats");
      // A field is changed, moved by the keyboard, and another one removed and added.
      const steps = () => item("Fields", "KSampler · steps");
      const preview = page.getByRole("region", { name: "Preview" });
      await steps().locator("summary").click();
      await steps().getByRole("textbox", { name: "Label" }).fill("Passes");
      await preview.getByText("Passes").waitFor();
      await steps().getByRole("textbox", { name: "Maximum" }).fill("10");
      await steps().getByText("20 is out of range").waitFor();
      expect(await page.getByRole("button", { name: "Publish workflow" }).isDisabled()).toBe(true);
      expect(await preview.getByText("Passes").count()).toBe(0);
      await steps().getByRole("textbox", { name: "Default" }).fill("8");
      await steps().getByRole("textbox", { name: "Help" }).fill("More is slower");
      await preview.getByText("More is slower").waitFor();
      await steps().getByRole("button", { name: "Move Passes up" }).focus();
      const readOrder = () => page.getByRole("list", { name: "Fields" }).locator("summary .font-mono").allInnerTexts();
      const before = await readOrder();
      await page.keyboard.press("Enter");
      await expect.poll(async () => (await readOrder()).indexOf("steps")).toBe(before.indexOf("steps") - 1);
      await page.getByRole("button", { name: "Remove Sampler from the form" }).click();
      expect(await readOrder()).not.toContain("sampler");
      await page.getByLabel("Add a field").selectOption({ label: "Sampler (5)" });
      await expect.poll(async () => (await readOrder()).at(-1)).toBe("sampler");
      await item("Results", "SaveImage").locator("summary").click();
      await item("Results", "SaveImage").getByRole("textbox", { name: "Name in the API" }).fill("steps");
      await item("Results", "SaveImage").getByText("Another field, input or result has this name.").waitFor();
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await listSeriousFindingsInBothThemes(page), `${width}`).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await item("Results", "SaveImage").getByRole("textbox", { name: "Name in the API" }).fill("harbour");
      await page.reload();
      await item("Models", "preview.safetensors").waitFor();
      expect(await page.getByRole("textbox", { name: "Description" }).inputValue()).toBe("Boats");
      expect(await page.getByRole("textbox", { name: "Name in URLs and commands" }).inputValue()).toBe("harbour");
      await page.getByRole("button", { name: "Publish workflow" }).click();
      await page.getByRole("heading", { name: "Form of version 1" }).waitFor();
      const [version] = await readVersions();
      expect(version?.graph["1"]?.inputs["ckpt_name"]).toBe("preview.safetensors");
      expect(version?.form.fields.find(({ name }) => name === "steps")).toMatchObject({
        label: "Passes",
        help: "More is slower",
        maximum: 10,
        default: 8,
      });
      expect(version?.form.fields.at(-1)).toMatchObject({ name: "sampler", label: "Sampler" });
    }, 60_000);

    test("what the API says about a field stands at the field", async () => {
      await page.goto(new URL("/admin/workflows/import/draft", portal.origin).href);
      await chooseGraph("harbour.json", createGraph("preview.safetensors"));
      const steps = item("Fields", "KSampler · steps");
      await steps.locator("summary").click();
      await steps.getByRole("textbox", { name: "Maximum" }).fill("20000");
      await page.getByRole("button", { name: "Publish version 2" }).click();
      await steps.getByText("Has an error").waitFor();
      await steps.locator('[id$="-error"]').waitFor();
      expect(await steps.getByRole("textbox", { name: "Maximum" }).getAttribute("aria-invalid")).toBe("true");
      await steps.getByRole("textbox", { name: "Maximum" }).fill("30");
      await expect.poll(() => steps.getByText("Has an error").count()).toBe(0);
      await page.getByRole("button", { name: "Publish version 2" }).click();
      await page.getByRole("heading", { name: "Form of version 2" }).waitFor();
      expect((await readVersions()).map(({ version }) => version)).toEqual([2, 1]);
    });

    test("a version is edited as a new one, and a draft is not replaced without asking", async () => {
      await page.getByRole("button", { name: "Edit as new version" }).click();
      await page.getByRole("heading", { name: "Draft of harbour version 2" }).waitFor();
      const steps = item("Fields", "KSampler · steps");
      await steps.locator("summary").click();
      expect(await steps.getByRole("textbox", { name: "Maximum" }).inputValue()).toBe("30");
      expect(await page.getByLabel("Publish as").inputValue()).toBe("harbour");
      await page.locator("#page").getByRole("link", { name: "Workflows", exact: true }).last().click();
      await page.getByRole("link", { name: "Paint from words" }).click();
      await page.getByRole("button", { name: "Edit as new version" }).click();
      const confirm = page.getByRole("dialog", { name: "Replace your draft?" });
      await confirm.getByText("The draft of harbour version 2 and its changes are deleted.").waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await confirm.getByRole("button", { name: "Replace draft" }).click();
      await page.getByRole("heading", { name: "Draft of Paint from words version 1" }).waitFor();
      await discard();
    });
  });
}
