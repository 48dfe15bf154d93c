import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { TestBrowser } from "../../setup/browser.ts";
import { listPageErrors, listSeriousFindingsInBothThemes, type TestPortal } from "../../setup/portal.ts";
import { createSafetensors } from "../../setup/safetensors.ts";

const Models = z.object({
  items: z.array(
    z.object({ fileName: z.string(), status: z.string(), licence: z.string(), clearedShowIds: z.array(z.string()) }),
  ),
});

/** Tests that leave one revoked model behind. */
export function describeModels(get: () => { portal: TestPortal; browser: TestBrowser }): void {
  describe("models and audit log", () => {
    let portal: TestPortal;
    let page: Page;
    let complaints: readonly string[];
    const row = () => page.getByRole("row").filter({ hasText: "ink.safetensors" });
    const read = async () =>
      Models.parse(await (await portal.as("admin@lumen.example")).json("GET", "/v1/models?limit=200")).items.find(
        ({ fileName }) => fileName === "ink.safetensors",
      );
    beforeAll(async () => {
      ({ portal } = get());
      ({ page, complaints } = await get().browser.page());
      page.setDefaultTimeout(20_000);
      await portal.enter(page, "admin@lumen.example", "/admin/models");
      await page.getByRole("heading", { name: "Models", exact: true }).waitFor();
    });
    afterAll(async () => {
      expect(listPageErrors(complaints)).toEqual([]);
      await page.context().close();
    });

    test("a file that is no safetensors file is refused before the upload", async () => {
      await page.getByRole("button", { name: "Upload model" }).click();
      const dialog = page.getByRole("dialog", { name: "Upload model" });
      await dialog.getByLabel("Model file").setInputFiles({
        name: "ink.ckpt",
        mimeType: "application/octet-stream",
        buffer: Buffer.from("no"),
      });
      await dialog.getByText("Choose a file whose name ends in .safetensors.").waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await dialog.getByRole("button", { name: "Cancel" }).click();
    });

    test("a model is uploaded, and cleared for shows in the next step", async () => {
      await page.getByRole("button", { name: "Upload model" }).click();
      const dialog = page.getByRole("dialog", { name: "Upload model" });
      await dialog.getByLabel("Model file").setInputFiles({
        name: "ink.safetensors",
        mimeType: "application/octet-stream",
        buffer: Buffer.from(createSafetensors()),
      });
      expect(await dialog.getByRole("textbox", { name: "Name" }).inputValue()).toBe("ink");
      await dialog.getByRole("textbox", { name: "Family" }).fill("sd15");
      await dialog.getByRole("textbox", { name: "Licence" }).fill("own work");
      await dialog.getByRole("button", { name: "Upload" }).click();
      const clearance = page.getByRole("dialog", { name: "Shows that may use ink" });
      await clearance.getByRole("checkbox", { name: /^HARBOR/ }).check();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await clearance.getByRole("button", { name: "Save" }).click();
      await page.getByText("ink is cleared for 1 show.").waitFor();
      await row().getByText("HARBOR").waitFor();
      expect(await read()).toMatchObject({
        status: "active",
        licence: "own work",
        clearedShowIds: [expect.any(String)],
      });
    });

    test("its usage is listed, and revoking says what happens", async () => {
      await row().getByRole("button", { name: "Usage ink" }).click();
      const uses = page.getByRole("dialog", { name: "Usage of ink" });
      await uses.getByText("No job has used this model.").waitFor();
      await uses.getByRole("button", { name: "Close" }).click();
      await row().getByRole("button", { name: "Revoke… ink" }).click();
      const confirm = page.getByRole("dialog", { name: "Revoke ink?" });
      await confirm.getByText("Queued jobs that use it are held").waitFor();
      await confirm.getByRole("button", { name: "Revoke model" }).click();
      await page.getByText("ink revoked. 0 jobs held.").waitFor();
      await row().getByText("Revoked").waitFor();
      expect(await row().getByRole("button", { name: "Revoke… ink" }).count()).toBe(0);
      expect(await read()).toMatchObject({ status: "revoked" });
    });

    test("the audit log has the actions with their changes, filtered by action, member and object", async () => {
      await page.getByRole("link", { name: "Audit log" }).click();
      const entries = page.getByRole("list", { name: "Audit log" }).getByRole("listitem");
      await entries.filter({ hasText: "Revoked a model" }).first().waitFor();
      await page.getByLabel("Action", { exact: true }).selectOption("Cleared a model for shows");
      await expect.poll(() => entries.count()).toBe(1);
      const model = (await entries.locator(".font-mono").first().innerText()).trim();
      await entries.locator("summary").click();
      await entries.getByText(/sho_/).waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.getByLabel("Action", { exact: true }).selectOption("All actions");
      await page.getByRole("searchbox", { name: "ID of the object" }).fill(model);
      await expect
        .poll(async () => (await entries.allInnerTexts()).map((text) => /[A-Z]\w+ (a|an) \w+/.exec(text)?.[0]))
        .toEqual(["Revoked a model", "Cleared a model", "Added a model"]);
      await page.getByLabel("By", { exact: true }).selectOption("Noa Lindqvist");
      await page.getByText("No matches").waitFor();
      await page.goto(new URL("/admin/models", portal.origin).href);
      await row().waitFor();
    });

    test("axe finds nothing serious at both widths", async () => {
      for (const [width, height] of [
        [1440, 900],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await listSeriousFindingsInBothThemes(page), `${width}`).toEqual([]);
      }
    });
  });
}
