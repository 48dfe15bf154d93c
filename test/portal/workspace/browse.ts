import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { verify } from "@pegbar/verify";
import type { TestBrowser } from "../../setup/browser.ts";
import { listPageErrors, listSeriousFindingsInBothThemes, type TestPortal } from "../../setup/portal.ts";

const ARTIST = "artist@lumen.example";
const Assets = z.object({
  items: z.array(
    z.object({ id: z.string(), flag: z.string().nullable(), rating: z.number().nullable(), tags: z.array(z.string()) }),
  ),
});

/** Tests on three pictures of one shot and one of another, whose prompts contain "gulls". */
export function describeBrowsing(get: () => { portal: TestPortal; browser: TestBrowser }): void {
  describe("browsing", () => {
    let page: Page;
    let complaints: readonly string[];
    const soon = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });
    const tiles = () => page.getByRole("list", { name: "Pictures" }).locator("[data-index]");
    const names = async () => (await tiles().all()).length;
    const bar = () => page.getByRole("toolbar", { name: "Selected pictures" });
    /** The marks of the four pictures, oldest first. */
    const readMarks = async () => {
      const artist = await get().portal.as(ARTIST);
      const { items } = Assets.parse(await artist.json("GET", "/v1/assets?q=gulls"));
      return items.toReversed().map(({ flag, rating, tags }) => ({ flag, rating, tags }));
    };
    const none = { flag: null, rating: null, tags: [] };

    beforeAll(async () => {
      const { portal, browser } = get();
      const artist = await portal.as(ARTIST);
      for (const [seed, shot] of ["sq010/sh030", "sq010/sh030", "sq010/sh030", "sq020/sh010"].entries())
        await artist.json("POST", "/v1/jobs", {
          shot: `HARBOR/${shot}`,
          workflow: "paint-text",
          parameters: { prompt: "gulls", seed },
        });
      ({ page, complaints } = await browser.page());
      page.setDefaultTimeout(20_000);
      await portal.enter(page, ARTIST, "/pictures?q=gulls");
      // They appear as their jobs end.
      await tiles().nth(3).waitFor({ timeout: 60_000 });
    }, 120_000);
    afterAll(async () => {
      expect(listPageErrors(complaints)).toEqual([]);
      await page.context().close();
    });

    test("the focused picture is flagged and rated by keys, and the marks filter the gallery", async () => {
      await tiles().nth(0).focus();
      await page.keyboard.press("f");
      await page.keyboard.press("4");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("r");
      await page.getByRole("button", { name: /favourite, 4 of 5 stars$/ }).waitFor();
      await page.getByRole("button", { name: /rejected$/ }).waitFor();
      await soon(readMarks).toEqual([
        none,
        none,
        { ...none, flag: "rejected" },
        { ...none, flag: "favourite", rating: 4 },
      ]);
      await page.getByLabel("Marked").selectOption("Hide rejected");
      await soon(names).toBe(3);
      await page.getByLabel("Marked").selectOption("Favourites");
      await soon(names).toBe(1);
      await page.getByRole("button", { name: "More filters" }).click();
      await page.getByLabel("Rating", { exact: true }).selectOption("5 ★");
      await page.getByRole("heading", { name: "No matches" }).waitFor();
      await page.getByLabel("Rating", { exact: true }).selectOption("4 ★ or more");
      await soon(names).toBe(1);
      await page.getByLabel("Rating", { exact: true }).selectOption("Any");
      await page.getByLabel("Marked").selectOption("All");
      await soon(names).toBe(4);
      // The same key again removes the flag.
      await tiles().nth(1).focus();
      await page.keyboard.press("r");
      await soon(async () => (await readMarks())[2]).toEqual(none);
    });

    test("several pictures are selected, tagged, compared, and used as input", async () => {
      await tiles().nth(0).focus();
      await page.keyboard.press("s");
      // While something is selected, every picture has its checkbox.
      await page
        .getByRole("checkbox", { name: /^Select / })
        .nth(3)
        .check();
      await bar().getByText("2 selected").waitFor();
      await tiles()
        .nth(1)
        .click({ modifiers: ["Shift"] });
      await bar().getByText("4 selected").waitFor();
      expect(await bar().getByRole("button", { name: "Compare" }).isDisabled()).toBe(true);
      await bar().getByRole("button", { name: "Add tag" }).click();
      const dialog = page.getByRole("dialog", { name: "Tag 4 pictures" });
      await dialog.getByRole("combobox").fill("Pier, birds");
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.keyboard.press("Enter");
      await page.getByText("4 pictures tagged.").waitFor();
      await soon(async () => (await readMarks()).map(({ tags }) => tags.join())).toEqual(Array(4).fill("birds,pier"));
      await page.keyboard.press("Escape");
      await bar().waitFor({ state: "detached" });

      await tiles()
        .nth(0)
        .click({ modifiers: ["Control"] });
      await tiles().nth(1).click();
      await bar().getByRole("button", { name: "Compare" }).click();
      await page.getByRole("img", { name: "Other picture" }).waitFor();
      await page.keyboard.press("Escape");
      await soon(() => page.url()).not.toContain("open=");
      await bar().getByRole("button", { name: "Use as input" }).click();
      await page.getByRole("alert").getByText("Choose a workflow to use 2 pictures as input.").waitFor();
      await page.getByText("Paint from words").first().click();
      await page.getByRole("alert").getByText("No input of this workflow takes these files.").waitFor();
      await page.getByText("Scale a picture").click();
      await page.getByText(/^2 pictures added to /).waitFor();
      await page.getByText("2 files create 2 jobs, one per file.").first().waitFor();
      await page.goto(new URL("/pictures?q=gulls&tag=pier", get().portal.origin).href);
      await soon(names).toBe(4);
    }, 60_000);

    test("a selection is downloaded as one ZIP whose certificates verify", async () => {
      await page
        .getByRole("button", { name: /^Select / })
        .first()
        .click();
      await bar().getByText("4 selected").waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      const download = page.waitForEvent("download");
      await bar().getByRole("button", { name: "Download" }).click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(/^pictures-\d{4}-\d\d-\d\d\.zip$/);
      const entries = unzipSync(await readFile(await file.path()));
      const pictures = Object.keys(entries).filter((name) => name.endsWith(".png"));
      expect(pictures).toHaveLength(4);
      const artist = await get().portal.as(ARTIST);
      const { logKeys } = z.object({ logKeys: z.array(z.string()) }).parse(await artist.json("GET", "/v1/ledger/key"));
      for (const name of pictures) {
        const certificate = new TextDecoder().decode(entries[`${name}.pegbar.json`]);
        expect(verify(certificate, entries[name] ?? new Uint8Array(), { log: logKeys })).toMatchObject({ valid: true });
      }
      await page.getByText("4 pictures downloaded with certificates.").waitFor();
      await bar().getByRole("button", { name: "Clear" }).click();
    }, 60_000);

    test("pictures are grouped by shot, with captions and other sizes, which this device remembers", async () => {
      await page.getByLabel("Group by").selectOption("Shot");
      const headings = page.getByRole("list", { name: "Pictures" }).getByRole("heading");
      await soon(() => headings.allTextContents()).toEqual(["HARBOR/sq010/sh030", "HARBOR/sq020/sh010"]);
      await page.getByRole("status").getByText("4 pictures", { exact: true }).waitFor();
      const width = async () => (await tiles().first().boundingBox())?.width ?? 0;
      const before = await width();
      await page.getByLabel("Tile size").fill("480");
      await soon(width).toBeGreaterThan(before * 1.3);
      await page.getByLabel("Captions").check();
      await page.reload();
      await soon(names).toBe(4);
      expect(await width()).toBeGreaterThan(before * 1.3);
      expect(await page.getByLabel("Captions").isChecked()).toBe(true);
      await page.getByLabel("Captions").uncheck();
      await page.getByLabel("Tile size").fill("240");
      await page.getByLabel("Jump to").selectOption("HARBOR/sq020/sh010");
    });

    test("the lightbox marks and tags the picture, and J goes on", async () => {
      await tiles().first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("heading", { name: "Settings" }).waitFor();
      const favourite = dialog.getByRole("button", { name: "Favourite" });
      const before = await favourite.getAttribute("aria-pressed");
      await page.keyboard.press("f");
      await soon(() => favourite.getAttribute("aria-pressed")).toBe(before === "true" ? "false" : "true");
      await dialog.getByRole("button", { name: "2 stars" }).click();
      await dialog.getByRole("button", { name: "Remove tag birds" }).click();
      await dialog.getByRole("combobox", { name: "Add tag" }).fill("hero");
      await page.keyboard.press("Enter");
      await soon(async () => (await readMarks()).map(({ tags }) => tags.join()).toSorted()).toEqual([
        "birds,pier",
        "birds,pier",
        "birds,pier",
        "hero,pier",
      ]);
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      const first = page.url();
      await dialog.getByRole("heading", { name: "Settings" }).click();
      await page.keyboard.press("j");
      await soon(() => page.url()).not.toBe(first);
      await page.keyboard.press("Escape");
      // The focus is on the picture that was looked at last.
      await soon(() => page.evaluate(() => document.activeElement?.getAttribute("data-index"))).toBe("1");
    });
  });
}
