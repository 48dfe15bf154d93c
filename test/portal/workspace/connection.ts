import { describe, expect, test } from "vitest";
import type { TestBrowser } from "../../setup/browser.ts";
import { listSeriousFindings, listSeriousFindingsInBothThemes, navigate, type TestPortal } from "../../setup/portal.ts";

const ARTIST = "artist@lumen.example";

/** Tests that open pages of their own on a platform without jobs. */
export function describeConnection(get: () => { portal: TestPortal; browser: TestBrowser }): void {
  describe("without a connection, and after signing out elsewhere", () => {
    test("a page that was never visited opens offline, says so, and fills itself when the connection is back", async () => {
      const { portal, browser } = get();
      const { page, close } = await browser.page();
      page.setDefaultTimeout(20_000);
      await portal.enter(page, ARTIST, "/jobs");
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      const countFiles = () => page.evaluate(async () => (await (await caches.open("pegbar.files")).keys()).length);
      // The files of all pages are kept once their number no longer grows.
      let before = -1;
      await expect
        .poll(async () => before === (before = await countFiles()) && before > 20, { interval: 1000, timeout: 20_000 })
        .toBe(true);
      await page.context().setOffline(true);
      await page.getByRole("link", { name: "Playlists" }).click();
      await page.getByRole("heading", { name: "Playlists", exact: true }).waitFor();
      await page.getByText("Connection lost.").waitFor();
      await page.getByRole("alert").getByText("Can’t reach Pegbar.").waitFor();
      expect(await page.getByText("No playlists yet").count()).toBe(0);
      expect(await listSeriousFindings(page)).toEqual([]);
      await page.context().setOffline(false);
      await page.getByText("No playlists yet").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
      await close();
    }, 90_000);

    test("a reload without a connection shows a page of Pegbar, which continues when the connection is back", async () => {
      const { portal, browser } = get();
      const { page, close } = await browser.page();
      page.setDefaultTimeout(20_000);
      await portal.enter(page, ARTIST, "/jobs?state=held");
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      await page.context().setOffline(true);
      await page.reload();
      await page.getByRole("heading", { name: "Can’t reach Pegbar" }).waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.context().setOffline(false);
      await page.getByRole("heading", { name: "Jobs", exact: true }).waitFor();
      expect(new URL(page.url()).search).toBe("?state=held");
      await close();
    }, 60_000);

    test.each(["/pictures", "/jobs", "/batches", "/playlists"])(
      "%s shows the error of a failed request, and neither a proxy's page nor an empty list",
      async (address) => {
        const { portal, browser } = get();
        const { page, close } = await browser.page();
        page.setDefaultTimeout(20_000);
        await page.route(/\/v1\/(assets\/groups|jobs|batches|playlists)\?/, (route) =>
          route.fulfill({ status: 403, contentType: "text/html", body: "<html><h1>nginx says no</h1></html>" }),
        );
        await portal.enter(page, ARTIST, address);
        const alert = page.getByRole("alert");
        await alert.getByText("Pegbar isn’t available right now (HTTP 403). Nothing is lost.").waitFor();
        expect(await page.getByText(/nginx|No .* yet/).count()).toBe(0);
        await page.unrouteAll();
        await alert.getByRole("button", { name: "Try again" }).click();
        await page.getByText(/No .* yet/).waitFor();
        await close();
      },
    );

    test("signing out in one tab empties the others, also their history", async () => {
      const { portal, browser } = get();
      const { page, close } = await browser.page();
      page.setDefaultTimeout(20_000);
      await portal.enter(page, ARTIST, "/jobs");
      const other = await page.context().newPage();
      await other.goto(new URL("/pictures", portal.origin).href);
      await other.getByRole("heading", { name: "Pictures", exact: true }).waitFor();
      await page.locator('[popovertarget="account"]').click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await other.getByRole("heading", { name: "You’re signed out" }).waitFor();
      // The router keeps scroll positions of pages there, by random keys.
      const stored = await other.evaluate(() => Object.keys(sessionStorage));
      expect(stored.filter((key) => !key.startsWith("tsr-scroll"))).toEqual([]);
      // The issuer's page has the style of the sign-in page, and loads nothing from other hosts.
      await page.getByRole("heading", { name: "Sign out of Pegbar?" }).waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "You’re signed out" }).waitFor();
      await other.goBack();
      await other.getByRole("button", { name: "Sign in" }).waitFor();
      expect(await other.getByRole("heading", { name: "Pictures", exact: true }).count()).toBe(0);
      await close();
    }, 60_000);

    test("artists are told who can open a page of the administration", async () => {
      const { portal, browser } = get();
      const { page, close } = await browser.page();
      await portal.enter(page, ARTIST, "/jobs");
      await navigate(page, "/admin/quotas");
      await page.getByRole("heading", { name: "Only admins and supervisors can manage the studio" }).waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await close();
    });

    test("the API reference has enough contrast in both themes", async () => {
      const { portal, browser } = get();
      const { page, close } = await browser.page();
      await page.goto(new URL("/docs", portal.origin).href);
      await page.getByText("Search").first().waitFor();
      await page.waitForTimeout(1500);
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await close();
    }, 60_000);
  });
}
