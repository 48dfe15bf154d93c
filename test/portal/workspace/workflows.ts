import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { TestBrowser } from "../../setup/browser.ts";
import { listPageErrors, listSeriousFindingsInBothThemes, type TestPortal } from "../../setup/portal.ts";

const Workflow = z.object({ version: z.int(), retired: z.boolean() });
const Workflows = z.object({ items: z.array(z.object({ slug: z.string() })) });

const createDraft = (prefix: string, label: string) => ({
  slug: "wf-negative",
  name: "Negative plate",
  class: "light",
  graph: {
    "1": { class_type: "LoadImage", inputs: { image: "plate.png" } },
    "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] } },
    "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: prefix } },
  },
  form: {
    fields: [],
    inputs: [{ name: "plate", label, kind: "image", node: "1", input: "image" }],
    outputs: [{ name: "negative", label: "Negative", node: "3" }],
  },
});

/** Tests that leave one retired workflow behind. */
export function describeWorkflows(get: () => { portal: TestPortal; browser: TestBrowser }): void {
  describe("workflows", () => {
    let page: Page;
    let portal: TestPortal;
    let complaints: readonly string[];
    const admin = () => portal.as("admin@lumen.example");
    const read = async () => Workflow.parse(await (await admin()).json("GET", "/v1/workflows/wf-negative"));
    const row = () => page.getByRole("row").filter({ hasText: "Negative plate" });
    beforeAll(async () => {
      ({ portal } = get());
      const client = await admin();
      await client.json("POST", "/v1/workflows", createDraft("negative", "Plate"));
      await client.json("POST", "/v1/workflows", createDraft("inverted", "Background plate"));
      ({ page, complaints } = await get().browser.page());
      page.setDefaultTimeout(20_000);
      await portal.enter(page, "admin@lumen.example", "/admin/workflows");
      await row().waitFor();
    });
    afterAll(async () => {
      expect(listPageErrors(complaints)).toEqual([]);
      await page.context().close();
    });

    test("the list says who published the newest version, and its row opens the form", async () => {
      // The name is loaded after the row.
      await expect
        .poll(() => row().innerText(), { timeout: 20_000 })
        .toMatch(/wf-negative\s+2\s+Published\s+.*by Ifeoma Adeyemi/);
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await row().getByRole("link").click();
      await page.getByRole("heading", { name: "Form of version 2" }).waitFor();
      const plate = (version: number, label: string) =>
        page
          .getByRole("table", { name: `Form of version ${version}` })
          .getByRole("row")
          .filter({ hasText: label });
      expect(await plate(2, "Background plate").innerText()).toMatch(/image file[^]*1 LoadImage · image/);
      await page.getByRole("button", { name: "Show Version 1" }).click();
      await plate(1, "Plate").waitFor();
      expect(await plate(1, "Background plate").count()).toBe(0);
    });

    test("two versions are compared: form and graph, with both values", async () => {
      const comparison = page.getByRole("region", { name: "Compare versions" });
      const list = (name: string) => comparison.getByRole("table", { name }).getByRole("row").allInnerTexts();
      expect((await list("Form")).slice(1)).toEqual([
        expect.stringMatching(/^Background plate \(plate\) · label\s*Changed\s+Plate\s+Background plate$/),
      ]);
      expect((await list("Graph")).slice(1).map((text) => text.split(/\s*\t\s*/))).toEqual([
        [expect.stringMatching(/^3 SaveImage · filename_prefix\s*Changed$/), "negative", "inverted"],
      ]);
      for (const [width, height] of [
        [1440, 900],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await listSeriousFindingsInBothThemes(page), `${width}`).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await comparison.getByLabel("From").selectOption("Version 2");
      await comparison.getByText("Form and graph are the same in both versions.").waitFor();
    });

    test("it is retired after a dialog that says what happens, restored, and retired again", async () => {
      const retire = page.getByRole("button", { name: "Retire…" });
      const artist = await portal.as("artist@lumen.example");
      const seen = async () =>
        Workflows.parse(await artist.json("GET", "/v1/workflows?limit=200")).items.map((one) => one.slug);
      for (const step of ["retire", "restore", "retire"]) {
        if (step === "restore") {
          await page.getByRole("button", { name: "Restore" }).click();
          await retire.waitFor();
          expect(await seen()).toContain("wf-negative");
          expect(await read()).toEqual({ version: 2, retired: false });
          continue;
        }
        await retire.click();
        const dialog = page.getByRole("dialog", { name: "Retire Negative plate?" });
        await dialog.getByText("accepts no new jobs. Accepted jobs still run.").waitFor();
        expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
        await dialog.getByRole("button", { name: "Retire workflow" }).click();
        await page.getByText("This workflow is retired").waitFor();
        expect(await read()).toEqual({ version: 2, retired: true });
        expect(await seen()).not.toContain("wf-negative");
      }
      await page.getByRole("link", { name: "Workflows" }).first().click();
      await row().getByText("Retired").waitFor();
    });
  });
}
