import { existsSync } from "node:fs";
import { chromium, type BrowserContext } from "playwright-core";

/** Path of Debian's package. */
const CHROMIUM = "/usr/bin/chromium";
/** The same engine without the browser's own windows, which take a third of its time; a package of its own. */
const HEADLESS_SHELL = "/usr/bin/chromium-headless-shell";

/**
 * Chromium 156 renders two pages of its address bar for each profile, which takes as long as a test's own page. The other
 * features are from playwright's own list and change the behaviour of pages: only the last such flag takes effect.
 */
const WITHOUT_ADDRESS_BAR =
  "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,PaintHolding," +
  "ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync";

/** Whether a browser is installed; warns if not. */
export function isChromiumInstalled(): boolean {
  const here = existsSync(CHROMIUM) || existsSync(HEADLESS_SHELL);
  if (!here) console.warn(`skipped: ${CHROMIUM} not found. Install it: apt-get install chromium`);
  return here;
}

interface PageOptions {
  colorScheme?: "light" | "dark";
  width?: number;
  height?: number;
  /** Pages with the same value share cookies, storage and compiled scripts. Default: a new profile. */
  profile?: string;
  /** Shows animations. Without a GPU they take most of a core. */
  isAnimated?: boolean;
}

/** Starts a browser with fresh profiles. With `isWhole` it is the browser that people use, if that is installed. */
export async function startBrowser({ isWhole = false } = {}) {
  const choices = isWhole ? [CHROMIUM, HEADLESS_SHELL] : [HEADLESS_SHELL, CHROMIUM];
  const browser = await chromium.launch({
    executablePath: choices.find((file) => existsSync(file)) ?? CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      WITHOUT_ADDRESS_BAR,
    ],
  });
  const profiles = new Map<string, BrowserContext>();
  const createContext = ({ colorScheme = "light", width = 1440, height = 900, isAnimated = false }: PageOptions) =>
    browser.newContext({
      colorScheme,
      viewport: { width, height },
      reducedMotion: isAnimated ? "no-preference" : "reduce",
    });
  return {
    /** Opens a page, and records its requests and its console errors. */
    async page(options: PageOptions = {}) {
      const key = options.profile === undefined ? undefined : JSON.stringify(options);
      const context = (key === undefined ? undefined : profiles.get(key)) ?? (await createContext(options));
      if (key !== undefined) profiles.set(key, context);
      const page = await context.newPage();
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => void requests.push(request.url()));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", (error) => void complaints.push(error.message));
      return { page, requests, complaints, close: () => (key === undefined ? context.close() : page.close()) };
    },
    stop: () => browser.close(),
  };
}
export type TestBrowser = Awaited<ReturnType<typeof startBrowser>>;
