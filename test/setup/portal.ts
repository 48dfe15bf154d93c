import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { Client, signIn } from "@pegbar/local/client/index.ts";
import { startTestPlatform } from "./platform.ts";

/** Starts the whole platform with its portal on free ports. Its data are deleted when it stops. */
export async function startPortal({ paceMs = 300, tokenSeconds = 3600 } = {}) {
  const platform = await startTestPlatform("portal", { paceMs, tokenSeconds });
  const { portal, api, issuer } = platform.addresses;
  return {
    origin: portal,
    /** Connection URL of the platform's database as administrator. */
    databaseUrl: Object.assign(new URL(platform.adminUrl), { pathname: new URL(platform.addresses.database).pathname })
      .href,
    /** Address of the platform's object store. */
    storeUrl: platform.addresses.s3,
    /** Calls the API as a person, without the browser. */
    as: async (email: string) => new Client(api, await signIn(issuer, email)),
    /** Opens an address of the portal and, unless the profile is signed in, signs in by one click as a person would. */
    async enter(page: Page, email: string, address = "/"): Promise<void> {
      await page.goto(portal + address);
      const [signIn, ready] = [page.getByRole("button", { name: "Sign in" }), page.locator("#page")];
      await signIn.or(ready).waitFor();
      if (await signIn.isVisible()) {
        await signIn.click();
        await page.locator(`button[value="${email}"]`).click();
      }
      await ready.waitFor();
    },
    stop: () => platform.stop(),
  };
}
export type TestPortal = Awaited<ReturnType<typeof startPortal>>;

/** Navigates to another URL like a link, without reloading the page. */
export const navigate = (page: Page, to: string) =>
  page.evaluate((address) => {
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  }, to);

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
interface Finding {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

/** Lists axe's serious findings. Waits until the page is idle, because reloading content is dimmed. */
export async function listSeriousFindings(page: Page): Promise<string[]> {
  // Evaluated by the browser, so that the page's content security policy does not apply.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  return runAxe(page, "{ resultTypes: ['violations'] }");
}

/** The same in the light theme, and findings about contrast in the dark theme: nothing else differs. */
export async function listSeriousFindingsInBothThemes(page: Page): Promise<string[]> {
  const light = await listSeriousFindings(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await runAxe(page, "{ resultTypes: ['violations'], runOnly: ['color-contrast'] }");
  await page.emulateMedia({ colorScheme: "light" });
  return [...light, ...dark];
}

async function runAxe(page: Page, options: string): Promise<string[]> {
  const isStill = () =>
    !document.querySelector("[aria-busy=true]") &&
    !document.getAnimations().some((one) => one instanceof CSSTransition && one.playState === "running");
  let violations: Finding[] = [];
  // Repeats if the page has changed during the check.
  for (let tries = 0; tries < 5; tries++) {
    await page.waitForFunction(isStill);
    violations = (await page.evaluate(`axe.run(${options}).then(({ violations }) => violations)`)) as Finding[];
    if (await page.evaluate(isStill)) break;
  }
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** Lists console errors except for error responses, which tests check where they expect them. */
export const listPageErrors = (complaints: readonly string[]): string[] =>
  complaints.filter((text) => !text.startsWith("Failed to load resource"));
