import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright-core";
import { isChromiumInstalled, startBrowser } from "../test/setup/browser.ts";
import { defineBenchmark } from "./benchmark.ts";
import { copyRow } from "./copy-row.ts";
import { Scope } from "./scope.ts";
import { runOnStand, type Stand } from "./stand.ts";
import { computeMedian, round } from "./statistics.ts";

/** Pixels per frame: four screens per second. */
const SCROLL_STEP = 60;
/** A frame that takes longer than this multiple of the usual time means at least one dropped frame. */
const LATE = 1.5;

/**
 * Measures the portal in Chromium: gzipped bytes of script until the first page is shown, largest contentful paint, and
 * the share of frames that are dropped while the gallery scrolls.
 */
export const portal = defineBenchmark({
  full: { assets: 10_000, visits: 7, scrollMs: 6000, paceMs: 1000 },
  small: { assets: 200, visits: 2, scrollMs: 500, paceMs: 250 },
  count: "assets",
  measure: async ({ paceMs, ...size }) => {
    if (!isChromiumInstalled()) throw new Error("Chromium not found. Install it: apt-get install chromium");
    return runOnStand((stand) => measure(stand, size), { paceMs, workers: 1 });
  },
});

interface Size {
  assets: number;
  visits: number;
  scrollMs: number;
}

async function measure(stand: Stand, { assets, visits, scrollMs }: Size) {
  await createManyPictures(stand, assets);
  await using scope = new Scope();
  const browser = await startBrowser({ isWhole: true });
  scope.defer(() => browser.stop());
  const { page } = await browser.page({ isAnimated: true });
  const { portal: origin } = stand.platform.addresses;
  await page.goto(`${origin}/jobs`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator('button[value="artist@lumen.example"]').click();
  await page.locator("#page h1").waitFor();

  const script = await measureScripts(page, `${origin}/jobs`);
  const paints: number[] = [];
  for (let visit = 0; visit < visits; visit++) paints.push(await measureLargestPaint(page, `${origin}/jobs`));
  console.log(`script ${script} bytes, largest paint ${paints.map((ms) => round(ms, 0)).join(", ")} ms`);

  await page.goto(`${origin}/pictures`);
  await page.getByRole("list", { name: "Pictures" }).locator("[data-index]").first().waitFor();
  const dropped = await scroll(page, scrollMs);
  console.log(`${round(dropped * 100)} % of the frames dropped`);
  return {
    script_gzip_bytes: script,
    lcp_ms: round(computeMedian(paints), 0),
    gallery_assets: assets,
    scroll_dropped_percent: round(dropped * 100),
  };
}

/** Creates one asset with a job, and copies it until there are `count` assets. */
async function createManyPictures(stand: Stand, count: number): Promise<void> {
  const { client } = stand;
  const { id } = (await client.json("POST", "/v1/jobs", {
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    parameters: { prompt: "harbour at dusk", seed: 1 },
  })) as { id: string };
  const listAssets = async () => (await client.json("GET", `/v1/assets?jobId=${id}`)) as { items: Asset[] };
  let [asset] = (await listAssets()).items;
  while (asset?.thumbnailUrl === undefined) {
    await sleep(200);
    [asset] = (await listAssets()).items;
  }
  console.log(`${count} assets …`);
  await copyRow(stand, "asset", asset.id, count, {
    id: "'ast_00' || lpad(n::text, 24, '0')",
    key: "key || n",
    version: "version + n",
    // The asset may be signed already, and signed files must be unique too.
    credentialed_key: "null",
    credentialed_sha256: "null",
    credentialed_bytes: "null",
  });
}
interface Asset {
  id: string;
  thumbnailUrl?: string;
}

/** Measures the gzipped bytes of script that a page loads until it is shown. */
async function measureScripts(page: Page, address: string): Promise<number> {
  const urls = new Set<string>();
  const recordScript = (response: Response) => void (response.url().endsWith(".js") && urls.add(response.url()));
  page.on("response", recordScript);
  await page.goto(address);
  await page.locator("#page h1").waitFor();
  page.off("response", recordScript);
  const sizes = [...urls].map(async (url) => gzipSync(await (await fetch(url)).bytes()).length);
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}

/** Measures milliseconds from navigation to largest contentful paint, including sign-in with the issuer's session. */
async function measureLargestPaint(page: Page, address: string): Promise<number> {
  const began = performance.now();
  await page.goto(address);
  await page.locator("#page li").first().waitFor();
  const arrived = performance.now() - began;
  const painted = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
          type: "largest-contentful-paint",
          buffered: true,
        });
      }),
  );
  // The last of three documents painted it; the first two redirected the browser.
  const redirectMs = await page.evaluate((total) => Math.max(0, total - performance.now()), arrived);
  return redirectMs + painted;
}

/** Scrolls the gallery. @returns the share of dropped frames */
const scroll = (page: Page, ms: number): Promise<number> =>
  page.evaluate(
    ({ ms, step, late }) =>
      new Promise<number>((resolve) => {
        const scroller = document.querySelector("#page ul[aria-label=Pictures]")?.parentElement;
        const took: number[] = [];
        const began = performance.now();
        let before = began;
        const frame = (now: number) => {
          took.push(now - before);
          before = now;
          scroller?.scrollBy(0, step);
          if (now - began < ms) return void requestAnimationFrame(frame);
          const usual = took.toSorted((a, b) => a - b)[Math.floor(took.length / 4)] ?? 16.7;
          const dropped = took.reduce((sum, one) => sum + (one > usual * late ? Math.round(one / usual) - 1 : 0), 0);
          resolve(dropped / (took.length + dropped));
        };
        requestAnimationFrame(frame);
      }),
    { ms, step: SCROLL_STEP, late: LATE },
  );
