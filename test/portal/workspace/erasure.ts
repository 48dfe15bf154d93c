import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Client } from "@pegbar/local/client/index.ts";
import type { TestBrowser } from "../../setup/browser.ts";
import { listPageErrors, listSeriousFindingsInBothThemes, type TestPortal } from "../../setup/portal.ts";

const Created = z.object({ id: z.string() });

/** Tests that erase what only they create. */
export function describeErasure(get: () => { portal: TestPortal; browser: TestBrowser }): void {
  describe("erasure", () => {
    let page: Page;
    let supervisor: Client;
    let complaints: readonly string[];
    const checkBothWidths = async () => {
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    };
    beforeAll(async () => {
      const { portal, browser } = get();
      const admin = await portal.as("admin@lumen.example");
      supervisor = await portal.as("supervisor@lumen.example");
      const invitation = { email: "nova@lumen.example", name: "Nova Lind", role: "artist" };
      const { id } = Created.parse(await admin.json("POST", "/v1/members", invitation));
      await admin.request("DELETE", `/v1/members/${id}`);
      const plate = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#804020" } })
        .png()
        .toBuffer();
      await supervisor.upload(new Uint8Array(plate), "licensed_plate.png");
      ({ page, complaints } = await browser.page());
      page.setDefaultTimeout(20_000);
      await portal.enter(page, "admin@lumen.example", "/admin/erasure");
      await page.getByText("Nothing erased yet").waitFor();
    });
    afterAll(async () => {
      expect(listPageErrors(complaints)).toEqual([]);
      await page.context().close();
    });

    test("a file is found by its name, previewed, and erased after its name was typed", async () => {
      await page.getByRole("link", { name: "Erase data…" }).first().click();
      await page.getByRole("radio", { name: "One input file" }).check();
      await page.getByRole("searchbox", { name: "File name" }).fill("no_such_file");
      await page.getByText("No file has this name.").waitFor();
      await page.getByRole("searchbox", { name: "File name" }).fill("licensed");
      await page.getByRole("radio", { name: /^licensed_plate\.png/ }).check();
      await page.getByRole("heading", { name: "What goes" }).waitFor();
      await page.getByText(/^1 input file/).waitFor();
      await page.getByText("1 record of the ledger, with valid proofs").waitFor();
      await page.getByText("The ledger keeps them forever").waitFor();
      await checkBothWidths();
      await page.getByRole("textbox", { name: "Reason" }).fill("The licence ended");
      await page.getByRole("button", { name: "Erase…" }).click();
      const dialog = page.getByRole("dialog", { name: "Erase licensed_plate.png?" });
      const button = dialog.getByRole("button", { name: "Erase permanently" });
      const confirm = dialog.getByRole("textbox", { name: "Type licensed_plate.png to confirm" });
      await checkBothWidths();
      await confirm.fill("licensed_plate");
      expect(await button.isDisabled()).toBe(true);
      await confirm.fill("licensed_plate.png");
      await button.click();
      await page.getByRole("heading", { name: /^Input file inp_/ }).waitFor();
      await page.getByText("The licence ended").waitFor();
      await page.getByText("The reason stays in the ledger and can’t be changed.").waitFor();
      // The janitor finishes it; the page follows without a reload.
      await page.getByText("Done", { exact: true }).waitFor({ timeout: 60_000 });
      await checkBothWidths();
    }, 120_000);

    test("the identity of a former member is erased, but not that of an active one", async () => {
      await page.getByRole("link", { name: "Erasure" }).first().click();
      await page.getByRole("link", { name: "Erase data…" }).first().click();
      const member = page.getByLabel("Member", { exact: true });
      const option = (text: string) => member.locator("option", { hasText: text }).first().getAttribute("value");
      await member.selectOption(await option("Teodor Banks"));
      const identity = page.getByRole("checkbox", { name: /^Identity/ });
      expect(await identity.isDisabled()).toBe(true);
      await page.getByText(/^To erase the identity as well, remove Teodor Banks from the studio first\./).waitFor();
      await member.selectOption(await option("Nova Lind"));
      await identity.check();
      await page.getByText("The member’s ID, role and work").waitFor();
      await page.getByRole("textbox", { name: "Reason" }).fill("Asked for by letter");
      await page.getByRole("button", { name: "Erase…" }).click();
      await page.getByRole("textbox", { name: "Type Nova Lind to confirm" }).fill("Nova Lind");
      await page.getByRole("button", { name: "Erase permanently" }).click();
      await page.getByRole("heading", { name: /^Erased member mem_/ }).waitFor();
      await page.getByText("Also remove the person’s account at your identity provider.").waitFor();
      await page.getByRole("link", { name: "Erasure" }).last().click();
      const rows = page.getByRole("table", { name: "Erasure" }).getByRole("row");
      await expect.poll(() => rows.count()).toBe(3);
      await rows.getByText("Asked for by letter").waitFor();
      await checkBothWidths();
    }, 60_000);

    test("what an open job needs is refused in the preview, with what to do, until the job has ended", async () => {
      const parameters = { prompt: "a slow lamp", seed: 1, steps: 60 };
      const job = await supervisor.submit({ shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters });
      // Held, so that it is still open however long the page takes.
      await supervisor.json("POST", `/v1/jobs/${job.id}/hold`);
      await page.getByRole("link", { name: "Erase data…" }).first().click();
      const member = page.getByLabel("Member", { exact: true });
      await member.selectOption(await member.locator("option", { hasText: "Teodor Banks" }).getAttribute("value"));
      await page.getByRole("checkbox", { name: /^Prompts/ }).check();
      await page.getByRole("alert").getByText("Jobs of this member have not ended: 1. Cancel them or wait").waitFor();
      expect(await page.getByRole("button", { name: "Erase…" }).count()).toBe(0);
      await supervisor.cancel(job.id);
      await expect.poll(async () => (await supervisor.job(job.id)).state, { timeout: 20_000 }).toBe("cancelled");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByText(/^Prompts, settings and graph of \d+ jobs?/).waitFor();
      await page.getByText(/^Cost, times, seed and models of \d+ jobs?/).waitFor();
    }, 60_000);
  });
}
