/** Parses a URL, as `URL.parse` does, which Node 20 does not have. */
export const parseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);
