import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

/** Debian's. */
const CHROMIUM = "/usr/bin/chromium";

/** Whether a browser is installed; warns if not. */
export function browserIsHere(): boolean {
  const here = existsSync(CHROMIUM);
  if (!here) console.warn(`skipped: ${CHROMIUM} not found. Install it: apt-get install chromium`);
  return here;
}

interface PageOptions {
  colorScheme?: "light" | "dark";
  width?: number;
  height?: number;
  /** Shows animations. Without a GPU they take most of a core. */
  isAnimated?: boolean;
}

/** A browser with a fresh profile. */
export async function startBrowser() {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  return {
    /** Opens a page in a new profile, and records its requests to other hosts and its console errors. */
    async page(options: PageOptions = {}) {
      const { colorScheme = "light", width = 1440, height = 900, isAnimated = false } = options;
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height },
        reducedMotion: isAnimated ? "no-preference" : "reduce",
      });
      const page = await context.newPage();
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => void requests.push(request.url()));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", (error) => void complaints.push(error.message));
      return { page, requests, complaints, close: () => context.close() };
    },
    stop: () => browser.close(),
  };
}
export type TestBrowser = Awaited<ReturnType<typeof startBrowser>>;
