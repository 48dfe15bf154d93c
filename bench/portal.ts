import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright-core";
import { isChromiumInstalled, startBrowser } from "../test/setup/browser.ts";
import { defineBenchmark } from "./benchmark.ts";
import { copyRow } from "./copy-row.ts";
import { Scope } from "./scope.ts";
import { runOnStand, type Stand } from "./stand.ts";
import { computeMedian, computeQuantile, round } from "./statistics.ts";

/** Frames per second of a display that drops none. */
const DISPLAY_RATE = 60;
/** A frame that takes longer than this multiple of the usual time means at least one dropped frame. */
const LATE = 1.5;

/**
 * Measures the portal in Chromium: gzipped bytes of script until the first page is shown, largest contentful paint, the share
 * of frames that are dropped while the gallery scrolls from its first to its last asset, the number of assets that were loaded
 * while they were on the screen, and the time from a key to the next picture in full size.
 */
export const portal = defineBenchmark({
  full: { assets: 10_000, visits: 7, scrollMs: 90_000, pictures: 60, paceMs: 1000 },
  small: { assets: 200, visits: 2, scrollMs: 1500, pictures: 5, paceMs: 250 },
  count: "assets",
  measure: async ({ paceMs, ...size }) => {
    if (!isChromiumInstalled()) throw new Error("Chromium not found. Install it: apt-get install chromium");
    return runOnStand((stand) => measure(stand, size), { paceMs, workers: 1 });
  },
});

interface Size {
  assets: number;
  visits: number;
  /** Time to scroll through all assets, in milliseconds. */
  scrollMs: number;
  /** Pictures to step through in the lightbox. */
  pictures: number;
}

async function measure(stand: Stand, { assets, visits, scrollMs, pictures }: Size) {
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
  const scrolled = await scroll(page, scrollMs);
  console.log(`${round(scrolled.dropped * 100)} % of the frames dropped, ${scrolled.assets} assets seen`);
  const steps = await stepThroughPictures(page, pictures);
  return {
    script_gzip_bytes: script,
    lcp_ms: round(computeMedian(paints), 0),
    gallery_assets: assets,
    scrolled_assets: scrolled.assets,
    scroll_dropped_percent: round(scrolled.dropped * 100),
    next_picture_p95_ms: round(computeQuantile(steps, 0.95), 0),
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
    // Files of equal results are stored once.
    reused_asset_id: `'${asset.id}'`,
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

/** Scrolls the gallery from its first to its last asset. @returns the share of dropped frames, and the loaded assets on the screen */
const scroll = (page: Page, ms: number): Promise<{ dropped: number; assets: number }> =>
  page.evaluate(
    ({ ms, late, rate }) =>
      new Promise<{ dropped: number; assets: number }>((resolve) => {
        const list = document.querySelector("#page ul[aria-label=Pictures]");
        const scroller = list?.parentElement;
        if (!list || !scroller) throw new Error("the page has no gallery");
        const took: number[] = [];
        const seen = new Set<string>();
        const collect = () => {
          for (const tile of list.querySelectorAll<HTMLElement>("[data-index]")) seen.add(tile.dataset["index"] ?? "");
        };
        const step = (scroller.scrollHeight - scroller.clientHeight) / ((ms / 1000) * rate);
        let [before, place] = [performance.now(), 0];
        const frame = (now: number) => {
          took.push(now - before);
          before = now;
          place += step;
          scroller.scrollTop = place;
          collect();
          if (scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 1)
            return void requestAnimationFrame(frame);
          // The last ones may be loading.
          setTimeout(() => {
            collect();
            const usual = took.toSorted((a, b) => a - b)[Math.floor(took.length / 4)] ?? 1000 / rate;
            const dropped = took.reduce((sum, one) => sum + (one > usual * late ? Math.round(one / usual) - 1 : 0), 0);
            resolve({ dropped: dropped / (took.length + dropped), assets: seen.size });
          }, 1000);
        };
        requestAnimationFrame(frame);
      }),
    { ms, late: LATE, rate: DISPLAY_RATE },
  );

/** Time to look at a picture before the next one, in which its neighbours are loaded. */
const LOOK_MS = 300;

/** Opens the first picture and steps through the next ones. @returns milliseconds from each key to the picture in full size */
async function stepThroughPictures(page: Page, count: number): Promise<number[]> {
  await page.evaluate(() => document.querySelector("#page ul[aria-label=Pictures]")?.parentElement?.scrollTo(0, 0));
  await page.locator('[data-index="0"]').click();
  await page.locator("dialog img[src^=blob]").waitFor();
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    await sleep(LOOK_MS);
    times.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const find = () => document.querySelector<HTMLImageElement>("dialog[open] img[src^=blob]");
            const before = find()?.src;
            const began = performance.now();
            const look = () => {
              const now = find();
              if (now && now.src !== before && now.complete && now.naturalWidth > 0) resolve(performance.now() - began);
              else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
            document
              .querySelector("dialog[open]")
              ?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
          }),
      ),
    );
  }
  return times;
}
