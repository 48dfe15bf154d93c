import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { TestBrowser } from "../../setup/browser.ts";
import { listPageErrors, type TestPortal } from "../../setup/portal.ts";

/** Tests that no step needs a pointer. */
export function describeKeyboardWalk(get: () => { portal: TestPortal; browser: TestBrowser }): void {
  describe("with the keyboard only", () => {
    test("from the sign-in to an approved picture", async () => {
      const { portal, browser } = get();
      const { page, complaints, close } = await browser.page();
      page.setDefaultTimeout(20_000);
      await page.goto(`${portal.origin}/jobs`);
      await tabTo(page, page.getByRole("button", { name: "Sign in" }));
      await page.keyboard.press("Enter");
      await tabTo(page, page.locator('button[value="supervisor@lumen.example"]'));
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Jobs", exact: true }).waitFor();

      await runCommand(page, "go to generate");
      for (const [label, key] of [
        ["Show", "H"],
        ["Sequence", "s"],
        ["Shot", "s"],
      ] as const) {
        const select = page.getByLabel(label, { exact: true });
        await select.waitFor();
        if ((await select.inputValue()) !== "") continue;
        await tabTo(page, select);
        // The first option with this letter.
        await page.keyboard.press(key);
      }
      const workflow = page.getByRole("radio", { name: /Paint from words/ });
      await tabTo(
        page,
        page.locator('#page input[type="radio"]').first(),
        page.locator('#page input[type="radio"]:checked'),
      );
      for (let n = 0; n < 20 && !(await workflow.isChecked()); n++) await page.keyboard.press("ArrowDown");
      await tabTo(page, page.getByRole("textbox", { name: "Prompt", exact: true }));
      await page.keyboard.press("Control+a");
      await page.keyboard.type("a heron, by keyboard");
      await page.keyboard.press("Control+Enter");
      await page.getByRole("img", { name: /^Result of attempt 1 for/ }).waitFor({ timeout: 60_000 });

      await runCommand(page, "go to pictures");
      const tile = page.locator('[data-index="0"]');
      await tile.waitFor();
      await tabTo(page, tile);
      await page.keyboard.press("f");
      await page.keyboard.press("Enter");
      const review = page.getByRole("dialog").getByRole("link", { name: /^Review v\d+/ });
      await review.waitFor();
      await tabTo(page, review);
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/versions\/ver_/);
      const approve = page.getByRole("button", { name: "Approve" });
      await approve.waitFor();
      await tabTo(page, approve);
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      await tabTo(page, dialog.getByRole("button", { name: "Approve" }));
      await page.keyboard.press("Enter");
      await page.getByText(/^Approved by/).waitFor();
      expect(listPageErrors(complaints)).toEqual([]);
      await close();
    }, 150_000);
  });
}

/** Presses Tab until one of the elements has the focus. */
async function tabTo(page: Page, ...targets: Locator[]): Promise<void> {
  const MOST = 80;
  for (let presses = 0; presses < MOST; presses++) {
    for (const target of targets)
      if ((await target.count()) > 0 && (await target.first().evaluate((one) => one === document.activeElement)))
        return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${String(targets[0])} is not reached by Tab within ${MOST} presses`);
}

/** Runs a command of the palette by its name. */
async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Type a command or search pictures" }).waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
}
