import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPlugins, type PluginListing } from "@pegbar/plugins";
import { isChromiumInstalled, startBrowser, type TestBrowser } from "../setup/browser.ts";
import { listPageErrors, listSeriousFindingsInBothThemes, startPortal, type TestPortal } from "../setup/portal.ts";

/** Where each archive has the address that it is set up for. */
const SITE_FILES = { blender: "pegbar/pegbar_site.json", maya: "pegbar/scripts/pegbar_maya/pegbar_site.json" };

describe.skipIf(!isChromiumInstalled())("the page of plug-ins", () => {
  let portal: TestPortal;
  let browser: TestBrowser;
  beforeAll(async () => {
    [portal, browser] = await Promise.all([startPortal(), startBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.stop();
    await portal?.stop();
  });

  test("downloads are set up for the portal's address and have the size and hash that the page shows", async () => {
    const { page, complaints, close } = await browser.page();
    await portal.enter(page, "artist@lumen.example", "/plugins");
    await page.getByText(portal.origin, { exact: true }).waitFor();
    for (const [name, host] of [
      ["Blender 4.2 and later", "blender"],
      ["Blender 3.4 to 4.1", "blender"],
      ["Maya 2024 and later", "maya"],
    ] as const) {
      const card = page.getByRole("region", { name });
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        card.getByRole("link", { name: "Download ZIP" }).click(),
      ]);
      const content = readFileSync(await download.path());
      const sha256 = createHash("sha256").update(content).digest("hex");
      expect(await card.innerText()).toContain(`SHA-256 of ${download.suggestedFilename()}: ${sha256}`);
      const files = unzipSync(content);
      expect(JSON.parse(new TextDecoder().decode(files[SITE_FILES[host]]))).toEqual({ url: portal.origin });
      // The same input gives the same bytes, wherever it is built.
      expect(content.equals(buildPlugins(portal.origin).get(download.suggestedFilename()) ?? Buffer.alloc(0))).toBe(
        true,
      );
    }
    expect(await page.getByLabel("Repository address").inputValue()).toBe(`${portal.origin}/plugins/index.json`);
    expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
    expect(listPageErrors(complaints)).toEqual([]);
    await close();
  });

  test("the version of the files is the one that the API names", async () => {
    const [listing, versions] = await Promise.all(
      ["/plugins/plugins.json", "/v1/plugins"].map(async (path) => (await fetch(portal.origin + path)).json()),
    );
    expect((listing as PluginListing).version).toBe((versions as { version: string }).version);
  });

  test("a narrow screen has the page in the account menu, and it fits", async () => {
    const { page, close } = await browser.page({ width: 390, height: 844 });
    await portal.enter(page, "artist@lumen.example");
    await page.locator("button[popovertarget=account]").click();
    await page.getByRole("link", { name: "Plug-ins for Blender and Maya" }).click();
    await page.getByRole("heading", { name: "Maya 2024 and later" }).waitFor();
    expect(await page.locator("#account").isVisible()).toBe(false);
    expect(await page.locator("#page").evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
    await close();
  });
});
