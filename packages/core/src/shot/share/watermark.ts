/**
 * Characters that the watermark's font has: Latin, Greek and Cyrillic letters, digits and punctuation.
 * packages/functions/src/media/lettering draws them.
 */
const DRAWN = String.raw`\u0020-\u007E\u00A0-\u00FF\u0100-\u017F\u0386-\u038A\u038C\u038E-\u03A1\u03A3-\u03CE\u0400-\u045F\u0490\u0491\u1EA0-\u1EF9\u2013\u2014\u2018-\u201A\u201C-\u201E\u2022\u2026`;
export const DRAWN_TEXT = new RegExp(`^[${DRAWN}]*$`, "u");

/** Whether the whole text can be drawn into pictures. */
export const isDrawn = (text: string): boolean => DRAWN_TEXT.test(text.normalize("NFC"));

interface Watermark {
  studio: { name: string; slug: string };
  recipient: string;
  createdAt: Date;
  linkId: string;
}

/** Text of the pictures of a link: studio, recipient, date, and the end of the link's id, to find it again. */
export function buildWatermark({ studio, recipient, createdAt, linkId }: Watermark): string {
  const name = isDrawn(studio.name) ? studio.name : studio.slug;
  const parts = [name, recipient, createdAt.toISOString().slice(0, 10), linkId.slice(-6)];
  return parts.join(" · ").normalize("NFC");
}
