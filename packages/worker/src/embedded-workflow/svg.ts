/** What ComfyUI's SaveSVGNode adds: indented JSON, in whose texts line breaks are escaped. */
const METADATA = /\s*<metadata>\s*<!\[CDATA\[\s*\{\n[^]*?\n\s*\}\s*\]\]>\s*<\/metadata>/g;

export const isSvg = (head: string): boolean => /<svg[\s>]/i.test(head);

/** Removes the graph that SaveSVGNode adds; other metadata stays. */
export const removeMetadata = (svg: string): string =>
  svg.replaceAll(METADATA, (found) => (found.includes('"class_type"') ? "" : found));
