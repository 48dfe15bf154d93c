import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestBrowser } from "../../setup/browser.ts";
import { listPageErrors, listSeriousFindingsInBothThemes, type TestPortal } from "../../setup/portal.ts";
import { startReceiver } from "../../setup/receiver.ts";

/** Tests that remove the webhook that they create. */
export function describeWebhooks(get: () => { portal: TestPortal; browser: TestBrowser }): void {
  describe("webhooks", () => {
    let page: Page;
    let complaints: readonly string[];
    let receiver: Awaited<ReturnType<typeof startReceiver>>;
    const deliveries = () => page.getByRole("list", { name: "Deliveries" }).getByRole("listitem");
    const stored = () => page.getByRole("button", { name: "I’ve stored it" });
    beforeAll(async () => {
      const { portal, browser } = get();
      receiver = await startReceiver();
      ({ page, complaints } = await browser.page());
      page.setDefaultTimeout(20_000);
      await portal.enter(page, "admin@lumen.example", "/admin/webhooks");
      await page.getByText("No webhooks yet").waitFor();
    });
    afterAll(async () => {
      expect(listPageErrors(complaints)).toEqual([]);
      await page.context().close();
      await receiver.stop();
    });

    test("one is created with its secret, which is shown once, and tested", async () => {
      await page.getByRole("button", { name: "New webhook" }).first().click();
      const dialog = page.getByRole("dialog", { name: "New webhook" });
      await dialog.getByRole("textbox", { name: "Address" }).fill(receiver.url);
      await dialog.getByRole("textbox", { name: "Description" }).fill("Farm");
      for (const name of [/^Job succeeded/, /^Job failed/]) await dialog.getByRole("checkbox", { name }).uncheck();
      await dialog.getByText("Choose at least one event.").waitFor();
      expect(await dialog.getByRole("button", { name: "Create" }).isDisabled()).toBe(true);
      await dialog.getByRole("checkbox", { name: /^Notice/ }).check();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await dialog.getByRole("button", { name: "Create" }).click();
      expect(await page.getByRole("textbox", { name: "Secret" }).inputValue()).toMatch(/^whsec_/);
      await stored().click();
      await page.getByRole("link", { name: receiver.url }).click();
      await page.getByText("No deliveries").waitFor();
      await page.getByRole("button", { name: "Send test" }).click();
      await deliveries().getByText("Delivered").waitFor();
      expect(receiver.received).toHaveLength(1);
      await deliveries().locator("summary").click();
      await deliveries()
        .getByText(/HTTP 200 · \d+ ms/)
        .waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });
    });

    test("a delivery is replayed, deliveries are filtered by state, and failed ones are looked for", async () => {
      await deliveries().getByRole("button", { name: "Replay" }).click();
      await page.getByText("1 delivery replayed.").waitFor();
      await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(2);
      await deliveries().getByText("2 attempts").waitFor();
      await page.getByLabel("State", { exact: true }).selectOption("Failed");
      await page.getByText("No deliveries").waitFor();
      await page.getByRole("button", { name: "Replay failed ones" }).click();
      await page.getByText("No failed deliveries.").waitFor();
      await page.getByLabel("State", { exact: true }).selectOption("All");
      await deliveries().first().waitFor();
    });

    test("it is changed, disabled, given a new secret, and removed", async () => {
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByRole("textbox", { name: "Description" }).fill("Farm two");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Farm two · Notice").waitFor();
      await page.getByRole("button", { name: "Disable" }).click();
      await page.getByRole("button", { name: "Enable" }).waitFor();
      await page.getByRole("button", { name: "New secret…" }).click();
      await page.getByText("The old secret stays valid for 24 hours").waitFor();
      await page.getByRole("button", { name: "Create secret" }).click();
      expect(await page.getByRole("textbox", { name: "Secret" }).inputValue()).toMatch(/^whsec_/);
      await stored().click();
      await page.getByRole("button", { name: "Remove…" }).click();
      await page.getByRole("button", { name: "Remove webhook" }).click();
      await page.getByText("No webhooks yet").waitFor();
    });
  });
}
