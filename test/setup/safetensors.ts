import { randomBytes } from "node:crypto";

/** Creates a safetensors file with one tensor. */
export function createSafetensors(data: Buffer = randomBytes(64)): Buffer {
  const weight = { dtype: "U8", shape: [data.length], data_offsets: [0, data.length] };
  const header = Buffer.from(JSON.stringify({ weight }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, data]);
}
