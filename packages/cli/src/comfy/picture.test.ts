import { decode, encode } from "fast-png";
import { expect, test } from "vitest";
import { PictureError, replaceAlpha, selectChannel } from "./picture.ts";

const rgba = (width: number, height: number, pixel: readonly number[], text = {}) =>
  new Uint8Array(
    encode({
      width,
      height,
      channels: 4,
      text,
      data: Uint8Array.from({ length: width * height * 4 }, (_, at) => pixel[at % 4] ?? 0),
    }),
  );

test("gives a picture the alpha of another one, and keeps its colours and texts", async () => {
  const masked = decode(await replaceAlpha(rgba(3, 2, [10, 20, 30, 255], { note: "kept" }), rgba(3, 2, [0, 0, 0, 64])));
  expect([...masked.data.subarray(0, 4)]).toEqual([10, 20, 30, 64]);
  expect(masked.text).toEqual({ note: "kept" });
});

test.each([
  ["grey of 8 bits", { channels: 1, depth: 8, data: new Uint8Array([7, 9]) }, [7, 7, 7]],
  ["grey of 16 bits with alpha", { channels: 2, depth: 16, data: new Uint16Array([512, 65_535, 1, 1]) }, [2, 2, 2]],
  ["colours of 16 bits", { channels: 3, depth: 16, data: new Uint16Array([256, 512, 768, 0, 0, 0]) }, [1, 2, 3]],
] as const)("reads %s", async (_name, { channels, depth, data }, expected) => {
  const bytes = new Uint8Array(encode({ width: 2, height: 1, channels, depth, data }));
  const converted = decode((await selectChannel(bytes, "rgb")).bytes);
  expect([...converted.data.subarray(0, 3)]).toEqual(expected);
});

test("refuses what it cannot mask, and says why", async () => {
  const picture = rgba(2, 2, [1, 2, 3, 4]);
  await expect(replaceAlpha(picture, rgba(3, 2, [0, 0, 0, 0]))).rejects.toThrow(/3×2 pixels and the picture 2×2/);
  await expect(replaceAlpha(new Uint8Array([0xff, 0xd8, 0xff]), picture)).rejects.toThrow(/PNG/);
  await expect(replaceAlpha(picture.slice(0, 40), picture)).rejects.toBeInstanceOf(PictureError);
});

test("shows alpha only, as black, and colours without texts", async () => {
  const png = rgba(1, 1, [1, 2, 3, 4], { workflow: "secret" });
  expect([...decode((await selectChannel(png, "a")).bytes).data]).toEqual([0, 0, 0, 4]);
  const colours = decode((await selectChannel(png, "rgb")).bytes);
  expect([[...colours.data], colours.text]).toEqual([[1, 2, 3], {}]);
});

test("returns other types as they are, and refuses a damaged PNG", async () => {
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
  expect(await selectChannel(jpeg, "a")).toEqual({ bytes: jpeg, type: "image/jpeg" });
  const cut = rgba(2, 2, [1, 2, 3, 4]).slice(0, 40);
  await expect(selectChannel(cut, "rgb")).rejects.toBeInstanceOf(PictureError);
});
