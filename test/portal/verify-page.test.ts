import { mkdir } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { formatVerifierKey, parseVerifierKey } from "@pegbar/verify";
import type { Client } from "@pegbar/local/client/index.ts";
import { isChromiumInstalled, startBrowser, type TestBrowser } from "../setup/browser.ts";
import { certify } from "../setup/certify.ts";
import { listPageErrors, listSeriousFindingsInBothThemes, startPortal, type TestPortal } from "../setup/portal.ts";

const PROMPT = "a lighthouse in the fog";

interface Handed {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

describe.skipIf(!isChromiumInstalled())("the verification page", () => {
  let portal: TestPortal;
  let browser: TestBrowser;
  let picture: Handed;
  let certificate: Handed;
  let withheld: Handed;
  let ofShot: Handed;
  let keys: string;
  const opened: Awaited<ReturnType<TestBrowser["page"]>>[] = [];

  beforeAll(async () => {
    [portal, browser] = await Promise.all([startPortal(), startBrowser()]);
    const [artist, supervisor] = [await portal.as("artist@lumen.example"), await portal.as("supervisor@lumen.example")];
    const first = await generate(artist, 1);
    await generate(artist, 2);
    picture = await fileOf(artist, first);
    certificate = await readCertificate(artist, picture, `/v1/assets/${first}/certificate?wait=20`);
    withheld = await readCertificate(
      artist,
      picture,
      `/v1/assets/${first}/certificate?wait=20&withhold=prompts,identity`,
    );
    const asset = z.object({ shotId: z.string() }).parse(await artist.json("GET", `/v1/assets/${first}`));
    ofShot = await readCertificate(supervisor, picture, `/v1/shots/${asset.shotId}/certificate?wait=20`);
    const answer = await fetch(`${portal.origin}/v1/ledger/key`);
    keys = z
      .object({ logKeys: z.array(z.string()) })
      .parse(await answer.json())
      .logKeys.join("\n");
  }, 180_000);
  afterAll(async () => {
    await browser.stop();
    await portal.stop();
  });
  afterEach(async () => {
    for (const { complaints, close } of opened.splice(0)) {
      await close();
      expect(listPageErrors(complaints)).toEqual([]);
    }
  });

  /** Opens the page in a new browser, then goes offline. */
  async function open(options: Parameters<TestBrowser["page"]>[0] = {}) {
    const one = await browser.page(options);
    opened.push(one);
    one.page.setDefaultTimeout(20_000);
    await one.page.goto(`${portal.origin}/verify`, { waitUntil: "networkidle" });
    await one.page.context().setOffline(true);
    return one.page;
  }
  const hand = (page: Page, ...files: Handed[]) => page.locator("input[type=file]").setInputFiles(files);
  const trust = (page: Page, text = keys) => page.getByLabel("Log keys").fill(text);
  const verdict = (page: Page) => page.getByRole("status").getByRole("heading");
  const says = (page: Page, pattern: RegExp) =>
    expect.poll(() => verdict(page).textContent(), { timeout: 20_000 }).toMatch(pattern);
  const line = (page: Page, name: string) =>
    page
      .locator("dl > div")
      .filter({ has: page.getByText(name, { exact: true }) })
      .first()
      .locator("dd");

  test("with trusted keys shows what is verified, by whom, and what isn't, without any request", async () => {
    const page = await open();
    const before = opened[0]?.requests.length;
    await trust(page);
    await hand(page, picture, certificate);
    await says(page, /^Verified: made by .+ for HARBOR \/ sq010 \/ sh010 on .+ UTC\.$/);
    await expect.poll(() => line(page, "Prompt").textContent()).toBe(PROMPT);
    expect(await line(page, "Seed").textContent()).toBe("1");
    expect(await line(page, "Workflow").textContent()).toMatch(/paint-text, version \d+[0-9a-f]{64}/);
    expect(await line(page, "Runtime").textContent()).toContain("ComfyUI");
    expect(await line(page, "Signed by").textContent()).toMatch(/Ed25519.*ML-DSA-44/);
    await page.getByRole("heading", { name: "What this does not prove" }).waitFor();
    await page.getByText("Technical details").click();
    await page
      .getByRole("region", { name: /^Record, leaf/ })
      .first()
      .waitFor();
    const after = opened[0]?.requests.slice(before).filter((url) => !url.startsWith("blob:"));
    expect(after).toEqual([]);
  });

  test("stores the keys for the next visit, and reads them from a file", async () => {
    const page = await open();
    await hand(page, { name: "log.key", mimeType: "text/plain", buffer: Buffer.from(keys) });
    await expect.poll(() => page.getByLabel("Log keys").inputValue()).toBe(keys);
    await page.context().setOffline(false);
    await page.reload();
    expect(await page.getByLabel("Log keys").inputValue()).toBe(keys);
  });

  test("without keys reports consistency only, whatever the order of files", async () => {
    const page = await open();
    await hand(page, picture);
    await says(page, /^Add the certificate to verify this file\.$/);
    await hand(page, certificate);
    await says(page, /^Consistent, but not verified: no trusted keys\.$/);
    await trust(page, keys.slice(0, -20));
    await page.getByText(/keys? (is|are) invalid/).waitFor();
    await says(page, /^Consistent, but not verified/);
    await trust(page);
    await says(page, /^Verified/);
  });

  test("fails for keys of another log, and for witnesses that did not cosign", async () => {
    const page = await open();
    await hand(page, picture, certificate);
    await trust(page, certify({ type: "asset.generated" }).keys);
    await says(page, /^Verification failed: the certificate was made by another log/);
    await trust(page);
    await says(page, /^Verified/);
    await page.getByText("Witnesses", { exact: true }).first().click();
    const [own = ""] = keys.split("\n").slice(-1);
    const key = parseVerifierKey(own);
    if (!key) throw new Error("the platform's key is none");
    await page.getByLabel("Witness keys").fill(formatVerifierKey(key));
    await says(page, /^Verification failed: the certificate is cosigned by 0 trusted witnesses, but 1 are required/);
  });

  test("fails for a changed picture and a changed certificate, with advice", async () => {
    const page = await open();
    await trust(page);
    const bytes = Buffer.from(picture.buffer);
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
    await hand(page, { ...picture, buffer: bytes }, certificate);
    await says(page, /^Verification failed: the file was changed or is another file\.$/);
    await page.getByText(/the file's SHA-256 is [0-9a-f]{64}, but the record is about [0-9a-f]{64}/).waitFor();
    await page.getByText("Ask for the original").waitFor();
    const changed = certificate.buffer.toString().replace(PROMPT, "a lighthouse in the sun");
    await hand(page, picture, { ...certificate, buffer: Buffer.from(changed) });
    await says(page, /^Verification failed: \/generation\/prompts does not match the record's commitment/);
    await hand(page, picture, certificate);
    await says(page, /^Verified/);
  });

  test("invalid certificates show an error, and neither crash nor freeze the page", async () => {
    const page = await open();
    const json = (text: string | Buffer) => ({ ...certificate, buffer: Buffer.from(text) });
    await hand(page, json('{"format":"pegbar-certificate/1"}'));
    await says(page, /format of an early version/);
    await hand(page, json("[".repeat(200_000)));
    await says(page, /nested deeper than 32/);
    await hand(page, json('{"format":'));
    await says(page, /is not JSON/);
    await hand(page, json('{"a":'.repeat(5000) + "1" + "}".repeat(5000)));
    await says(page, /nested deeper than 32/);
    await hand(page, json(" "));
    await page.getByText("is empty").waitFor();
    // Too large for setInputFiles; the page must stay responsive.
    const longest = await page.evaluate(async () => {
      const dataTransfer = new DataTransfer();
      const part = "[1,".repeat(1 << 20);
      dataTransfer.items.add(
        new File(
          Array.from({ length: 20 }, () => part),
          "huge.png.pegbar.json",
        ),
      );
      let [longest, last] = [0, performance.now()];
      const clock = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 20);
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
      await new Promise((resolve) => setTimeout(resolve, 3000));
      clearInterval(clock);
      return longest;
    });
    await says(page, /^Verification failed: the certificate cannot be read exactly/);
    expect(longest).toBeLessThan(1000);
    await hand(page, { ...certificate, name: "other.png.pegbar.json" }, certificate, picture);
    await page.getByText("You added 2 certificates.").waitFor();
    await says(page, /^Consistent, but not verified/);
  });

  test("verifies a pasted certificate alone, and marks withheld values", async () => {
    const page = await open();
    await trust(page);
    await page.getByRole("heading", { level: 1 }).click();
    await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }, withheld.buffer.toString());
    await says(page, /^Verified: made by a person with a withheld name/);
    expect(await line(page, "Prompt").textContent()).toMatch(/^withheld/);
    await page.getByText("No file was compared").waitFor();
    expect(await page.getByText(PROMPT).count()).toBe(0);
  });

  test("a shot's certificate lists all results, and marks the file", async () => {
    const page = await open();
    await trust(page);
    await hand(page, ofShot);
    await says(page, /^Verified: HARBOR \/ sq010 \/ sh010 has 2 results, all listed here, including rejects\.$/);
    await hand(page, picture);
    await says(page, /^Verified: made by/);
    await expect.poll(() => page.getByRole("row").filter({ hasText: "this file" }).count()).toBe(1);
  });

  test("the CSP allows no requests, and only the page's own scripts", async () => {
    const response = await fetch(`${portal.origin}/verify`);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|http/);
    expect(await response.text()).not.toMatch(/<script(?![^>]* src=)|<style|style=/);
  });

  test("axe finds nothing serious, without overflow at 390 px", async () => {
    const shots = process.env["PEGBAR_SCREENSHOTS"];
    if (shots) await mkdir(shots, { recursive: true });
    for (const width of [1440, 390]) {
      const page = await open({ width });
      const shoot = async (name: string) => {
        if (!shots) return;
        for (const colorScheme of ["dark", "light"] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: `${shots}/${name}-${colorScheme}-${width}.png`, fullPage: true });
        }
      };
      const look = async (name: string) => {
        expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await shoot(name);
      };
      await look("empty");
      await hand(page, picture, certificate);
      await says(page, /^Consistent, but not verified/);
      await look("no-key");
      await trust(page);
      await says(page, /^Verified/);
      await look("good");
      await page.emulateMedia({ media: "print" });
      expect(await page.getByLabel("Log keys").isVisible()).toBe(false);
      await shoot("print");
      await page.emulateMedia({ media: null });
      await hand(page, ofShot);
      await page.getByText("including rejects").first().waitFor();
      await look("shot");
      await hand(page, { ...picture, buffer: Buffer.from("another") });
      await says(page, /^Verification failed/);
      await look("refused");
    }
  }, 90_000);
});

async function generate(artist: Client, seed: number): Promise<string> {
  const { id } = await artist.submit({
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    parameters: { prompt: PROMPT, seed },
  });
  await artist.wait(id);
  const [asset] = await artist.assets(id);
  if (!asset) throw new Error("the job has no result");
  return asset.id;
}

async function fileOf(artist: Client, id: string): Promise<Handed> {
  const { filename } = z.object({ filename: z.string() }).parse(await artist.json("GET", `/v1/assets/${id}`));
  return { name: filename, mimeType: "image/png", buffer: Buffer.from(await artist.download(id)) };
}

async function readCertificate(who: Client, { name }: Handed, address: string): Promise<Handed> {
  const text = JSON.stringify(await who.json("GET", address));
  return { name: `${name}.pegbar.json`, mimeType: "application/json", buffer: Buffer.from(text) };
}
