import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isChromiumInstalled, startBrowser, type TestBrowser } from "../setup/browser.ts";
import { listPageErrors, startPortal, type TestPortal } from "../setup/portal.ts";

const TOKEN_SECONDS = 4;

describe.skipIf(!isChromiumInstalled())("a sign-in with access tokens that expire after seconds", () => {
  let portal: TestPortal;
  let browser: TestBrowser;
  beforeAll(async () => {
    [portal, browser] = await Promise.all([startPortal({ tokenSeconds: TOKEN_SECONDS }), startBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.stop();
    await portal?.stop();
  });

  test("a token that expires during an upload is refreshed silently: the upload continues, and the form keeps its values", async () => {
    const { page, complaints } = await browser.page();
    page.setDefaultTimeout(20_000);
    await portal.enter(
      page,
      "artist@lumen.example",
      "/generate?show=HARBOR&sequence=sq010&shot=sh010&workflow=paint-layout",
    );
    const tokens: { path: string; token: string }[] = [];
    page.on("request", (request) => {
      const { authorization } = request.headers();
      if (authorization) tokens.push({ path: new URL(request.url()).pathname, token: authorization.slice(7) });
    });
    let goOn: (() => void) | undefined;
    await page.route(/\/inputs\/inp_/, async (route) => {
      if (route.request().method() === "PUT") await new Promise<void>((resolve) => (goOn = resolve));
      await route.continue();
    });
    const prompt = page.getByRole("textbox", { name: "Prompt", exact: true });
    await prompt.fill("typed before the token expired");
    // A reload would lose this marker.
    await page.evaluate(() => Object.assign(globalThis, { stayed: true }));
    const buffer = await sharp({ create: { width: 96, height: 64, channels: 3, background: "#207040" } })
      .png()
      .toBuffer();
    await page
      .locator('input[type="file"][multiple]')
      .setInputFiles({ name: "late.png", mimeType: "image/png", buffer });
    await expect.poll(() => goOn, { timeout: 15_000 }).toBeDefined();
    const announced = tokens.find(({ path }) => path === "/v1/inputs")?.token ?? "";
    await page.waitForTimeout(endOf(announced) - Date.now() + 500);
    goOn?.();
    await page.getByText("Uploaded · 96 × 64").waitFor();

    const completed = tokens.find(({ path }) => /^\/v1\/inputs\/inp_\w+\/complete$/.test(path))?.token ?? "";
    expect(endOf(announced)).toBeLessThan(Date.now());
    expect(endOf(completed)).toBeGreaterThan(endOf(announced));
    expect(await page.evaluate(() => "stayed" in globalThis)).toBe(true);
    expect(await prompt.inputValue()).toBe("typed before the token expired");
    await page.getByRole("button", { name: /^Generate/ }).click();
    await page.getByText("Queued.").waitFor();
    expect(listPageErrors(complaints)).toEqual([]);
  }, 60_000);
});

/** When a token expires, in milliseconds since 1970. */
function endOf(token: string): number {
  const { exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { exp: number };
  return exp * 1000;
}
