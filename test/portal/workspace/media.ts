import { readFileSync } from "node:fs";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Page } from "playwright-core";
import postgres from "postgres";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { BUCKET } from "@pegbar/local/platform/resources.ts";
import { buildClientConfig } from "@pegbar/local/store/access.ts";
import type { TestBrowser } from "../../setup/browser.ts";
import { createGlb } from "../../setup/glb.ts";
import { listPageErrors, listSeriousFindingsInBothThemes, type TestPortal } from "../../setup/portal.ts";
import { createWav } from "../../setup/wav.ts";

const ARTIST = "artist@lumen.example";
const Assets = z.object({ items: z.array(z.object({ id: z.string(), thumbnailUrl: z.string().optional() })) });
/** Two frames at 24 frames per second, as ComfyUI's SaveWEBM wrote them. */
const WEBM = new URL("../../../packages/worker/test/outputs/save-webm.webm", import.meta.url);

/** The preview renderer makes no video, so that a stored picture becomes one: its file and what is known about it. */
async function replaceFile({ databaseUrl, storeUrl }: TestPortal, id: string, file: Buffer, columns: object) {
  const sql = postgres(databaseUrl, { max: 1 });
  const s3 = new S3Client({ ...buildClientConfig(storeUrl), forcePathStyle: true });
  const [row] = await sql<{ key: string }[]>`select key from asset where id = ${id}`;
  if (!row) throw new Error(`no asset ${id}`);
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: row.key, Body: file }));
  await sql`update asset set ${sql({ bytes: file.length, ...columns })} where id = ${id}`;
  s3.destroy();
  await sql.end();
}

/** Tests on three results of their own, which become a video, a sound and a 3D model. */
export function describeMedia(get: () => { portal: TestPortal; browser: TestBrowser }): void {
  describe("video, sound and 3D models", () => {
    let page: Page;
    let complaints: readonly string[];
    const soon = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });
    const dialog = () => page.getByRole("dialog");
    const open = async (id: string) => {
      await page.goto(new URL(`/pictures?q=cliffs&open=${id}`, get().portal.origin).href);
      await dialog().waitFor();
    };
    let ids: string[] = [];

    beforeAll(async () => {
      const { portal, browser } = get();
      const artist = await portal.as(ARTIST);
      for (const seed of [1, 2, 3])
        await artist.json("POST", "/v1/jobs", {
          shot: "HARBOR/sq010/sh030",
          workflow: "paint-text",
          parameters: { prompt: "cliffs", seed },
        });
      ({ page, complaints } = await browser.page());
      page.setDefaultTimeout(20_000);
      await portal.enter(page, ARTIST, "/pictures?q=cliffs");
      await page.locator("li [data-index] img").nth(2).waitFor({ timeout: 60_000 });
      ids = Assets.parse(await artist.json("GET", "/v1/assets?q=cliffs")).items.map(({ id }) => id);
      const [video = "", sound = "", model = ""] = ids;
      const frameRate = { numerator: 24, denominator: 1 };
      const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#d04020" } })
        .png()
        .toBuffer();
      await replaceFile(portal, video, readFileSync(WEBM), {
        content_type: "video/webm",
        filename: "cliffs.webm",
        frames: 2,
        duration_ms: 83,
        facts: JSON.stringify({
          codec: "vp9",
          frames: 2,
          durationMs: 83,
          frameRate,
          channels: null,
          audioChannels: null,
          sampleRate: null,
          bitDepth: null,
          colourProfile: null,
          warnings: [],
        }),
      });
      await replaceFile(portal, sound, createWav(2), {
        content_type: "audio/wav",
        filename: "cliffs.wav",
        duration_ms: 2000,
      });
      await replaceFile(portal, model, createGlb(png), { content_type: "model/gltf-binary", filename: "cliffs.glb" });
    }, 120_000);
    afterAll(async () => {
      expect(listPageErrors(complaints)).toEqual([]);
      await page.context().close();
    });

    test("a video plays, and steps frame by frame with its own rate", async () => {
      await open(ids[0] ?? "");
      const video = dialog().locator("video");
      await soon(() => video.evaluate((one: HTMLVideoElement) => one.videoWidth)).toBe(16);
      const time = () => video.evaluate((one: HTMLVideoElement) => one.currentTime);
      await dialog().getByText("Frame 1 of 2").waitFor();
      await page.keyboard.press(".");
      await dialog().getByText("Frame 2 of 2").waitFor();
      await soon(time).toBeCloseTo(1.5 / 24, 3);
      // There is no third one, and the video does not jump to its start.
      await dialog().getByRole("button", { name: "Next frame" }).click();
      await page.waitForTimeout(300);
      expect(await time()).toBeGreaterThan(1 / 24);
      await dialog().getByText("Frame 2 of 2").waitFor();
      await page.keyboard.press(",");
      await dialog().getByText("Frame 1 of 2").waitFor();
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
      await video.evaluate((one: HTMLVideoElement) => one.play());
    });

    test("sound plays", async () => {
      await open(ids[1] ?? "");
      const audio = dialog().locator("audio");
      await soon(() => audio.evaluate((one: HTMLAudioElement) => one.duration)).toBe(2);
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
    });

    test("a 3D model is shown with its texture, and turns", async () => {
      await open(ids[2] ?? "");
      await dialog()
        .getByRole("img", { name: /^3D model cliffs\.glb/ })
        .waitFor();
      const canvas = dialog().locator("canvas");
      await canvas.waitFor();
      /** Average colour of the middle of the canvas, on the page's background. */
      const readMiddle = async () => {
        const { data } = await sharp(await canvas.screenshot())
          .resize(3, 3)
          .raw()
          .toBuffer({ resolveWithObject: true });
        return [...data.subarray(4 * 3, 4 * 3 + 3)];
      };
      await soon(async () => {
        const [red = 0, green = 0] = await readMiddle();
        return red - green;
      }).toBeGreaterThan(40);
      const before = await canvas.screenshot();
      const box = await canvas.boundingBox();
      const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 150, y, { steps: 5 });
      await page.mouse.up();
      await soon(async () => (await canvas.screenshot()).equals(before)).toBe(false);
      expect(await listSeriousFindingsInBothThemes(page)).toEqual([]);
    });
  });
}
