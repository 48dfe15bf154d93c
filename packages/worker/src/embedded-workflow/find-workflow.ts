import { createReadStream } from "node:fs";

/** Part of every graph in API format. */
const CLASS_TYPE = "class_type";

/**
 * Whether a file contains the graph of an attempt as readable text. The graph contains the attempt's id in the prefixes of
 * its saving nodes, which the worker has set.
 */
export async function containsWorkflow(file: string, attemptId: string): Promise<boolean> {
  const missing = [attemptId, CLASS_TYPE].map(encode);
  const overlap = Math.max(...missing.flat().map(({ length }) => length)) - 1;
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const text = Buffer.concat([rest, chunk]);
    for (const [index, forms] of missing.entries()) if (forms.some((form) => text.includes(form))) missing[index] = [];
    if (missing.every((forms) => forms.length === 0)) return true;
    rest = text.subarray(Math.max(0, text.length - overlap));
  }
  return false;
}

/** UTF-8, and UTF-16 in both byte orders, as in EXIF comments. */
const encode = (text: string): Buffer[] => [
  Buffer.from(text),
  Buffer.from(text, "utf16le"),
  Buffer.from(text, "utf16le").swap16(),
];
