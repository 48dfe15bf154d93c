/** A GLB with one textured triangle. @param png its texture */
export function createGlb(png: Buffer): Buffer {
  const positions = Buffer.from(new Float32Array([-1, -1, 0, 1, -1, 0, 0, 1, 0]).buffer);
  const coordinates = Buffer.from(new Float32Array([0, 0, 1, 0, 0.5, 1]).buffer);
  const bytes = pad(Buffer.concat([positions, coordinates, png]), 0);
  const views = [positions, coordinates, png].map(({ length }, place, all) => ({
    buffer: 0,
    byteOffset: all.slice(0, place).reduce((sum, one) => sum + one.length, 0),
    byteLength: length,
  }));
  const json = {
    asset: { version: "2.0" },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, TEXCOORD_0: 1 }, material: 0 }] }],
    materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 }, metallicFactor: 0 }, doubleSided: true }],
    textures: [{ source: 0 }],
    images: [{ bufferView: 2, mimeType: "image/png" }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 3, type: "VEC3", min: [-1, -1, 0], max: [1, 1, 0] },
      { bufferView: 1, componentType: 5126, count: 3, type: "VEC2" },
    ],
    bufferViews: views,
    buffers: [{ byteLength: bytes.length }],
  };
  const text = pad(Buffer.from(JSON.stringify(json)), 0x20);
  return Buffer.concat([
    Buffer.from("glTF"),
    toUint32(2, 28 + text.length + bytes.length, text.length),
    Buffer.from("JSON"),
    text,
    toUint32(bytes.length),
    Buffer.from("BIN\0"),
    bytes,
  ]);
}

/** Chunks have a multiple of four bytes. */
const pad = (bytes: Buffer, filler: number) =>
  Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4, filler)]);
const toUint32 = (...values: number[]) => Buffer.from(new Uint32Array(values).buffer);
