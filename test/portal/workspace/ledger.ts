import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit } from "@pegbar/verify";
import type { TestBrowser } from "../../setup/browser.ts";
import { listPageErrors, listSeriousFindingsInBothThemes, type TestPortal } from "../../setup/portal.ts";

/** Tests that only read the log, after one upload of their own. */
export function describeLedger(get: () => { portal: TestPortal; browser: TestBrowser }): void {
  describe("the ledger", () => {
    let page: Page;
    let complaints: readonly string[];
    const exportButton = () => page.getByRole("button", { name: "Export", exact: true });
    const valid = () => page.getByText("Signatures verified in your browser");
    beforeAll(async () => {
      const { portal, browser } = get();
      const artist = await portal.as("artist@lumen.example");
      const plate = await sharp({ create: { width: 40, height: 40, channels: 3, background: "#123456" } })
        .png()
        .toBuffer();
      await artist.upload(new Uint8Array(plate), "for_the_ledger.png");
      ({ page, complaints } = await browser.page());
      page.setDefaultTimeout(20_000);
      await portal.enter(page, "admin@lumen.example", "/admin/ledger");
    });
    afterAll(async () => {
      expect(listPageErrors(complaints)).toEqual([]);
      await page.context().close();
    });

    test("shows size, checkpoint, signers and anchor, and says that no witness has signed", async () => {
      await valid().waitFor();
      await page
        .getByText(/^\d+ records?$/)
        .first()
        .waitFor();
      await page.getByText(/^[A-Za-z0-9+/]{43}=$/).waitFor();
      await page.getByText("ML-DSA-44 (post-quantum)").waitFor();
      await page.getByText(/^[0-9a-f]{64}\/\d{16}$/).waitFor();
      await page.getByText("No witness has signed yet").waitFor();
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    });

    test("the export is a copy of the log that can be verified offline", async () => {
      const [download] = await Promise.all([page.waitForEvent("download"), exportButton().click()]);
      await page.getByText(/^\d+ records? exported and verified\.$/).waitFor();
      const files = unzipSync(new Uint8Array(await readFile(await download.path())));
      const read = (name: string) => new TextDecoder().decode(files[name]);
      const keys = read("log.key").trim().split("\n");
      expect(keys).toHaveLength(2);
      const size = Number(/^ledger-[0-9a-f]+-(\d+)\.zip$/.exec(download.suggestedFilename())?.[1]);
      expect(size).toBeGreaterThan(0);
      expect(await audit(read("checkpoint"), keys, async (path) => files[path])).toMatchObject({ valid: true, size });
    });

    test("a record or a checkpoint that was changed is refused", async () => {
      await page.route("**/v1/ledger/logs/*/tile/entries/**", async (route) => {
        const response = await route.fetch();
        const body = await response.body();
        body[body.length - 2] = (body[body.length - 2] ?? 0) ^ 1;
        await route.fulfill({ response, body });
      });
      await exportButton().click();
      await page.getByRole("alert").getByText("Nothing was saved, because the ledger is not valid").waitFor();
      await page.unroute("**/v1/ledger/logs/*/tile/entries/**");
      await page.route("**/v1/ledger/logs/*/checkpoint", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replace(/\n(\d+)\n/, "\n9$1\n") });
      });
      await page.reload();
      await page
        .getByRole("alert")
        .getByText(/^The checkpoint is not valid: /)
        .waitFor();
      expect(await valid().count()).toBe(0);
      await page.unroute("**/v1/ledger/logs/*/checkpoint");
      await page.getByRole("button", { name: "Try again" }).click();
      await valid().waitFor();
    });
  });
}
