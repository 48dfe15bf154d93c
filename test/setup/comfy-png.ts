import { crc32 } from "node:zlib";
import sharp from "sharp";

/** Bytes of the signature and the header chunk of a PNG. */
const HEADER_BYTES = 33;

/** A PNG file that contains the graph which made it, as ComfyUI's SaveImage writes it. */
export async function createComfyPng(graph: object): Promise<Buffer> {
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#207040" } })
    .png()
    .toBuffer();
  const body = Buffer.from(`tEXtprompt\0${JSON.stringify(graph)}`, "latin1");
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return Buffer.concat([png.subarray(0, HEADER_BYTES), chunk, png.subarray(HEADER_BYTES)]);
}
