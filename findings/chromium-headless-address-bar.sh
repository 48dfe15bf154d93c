#!/usr/bin/env bash
# Chromium 156 (Debian's chromium 156.0.8078.108), headless, driven by playwright-core: each browser context that has a page
# also loads two pages of the browser's own address bar, chrome://omnibox-popup.top-chrome, although no window is shown.
#
# They are not among the pages that playwright lists. In a suite that opens a new context for each test they took as much
# processor time as the pages under test: 13 of 32 s for twelve contexts that load a small page twice. Of the features
# below, WebUIOmniboxPopup disables one page and WebUIOmniboxAimPopup the other.
#
# Observed: own pages of the browser with 1, 2 and 3 contexts: 2, 4, 6; with both features disabled: 0, 0, 0.
# Pegbar disables both in its tests (test/setup/browser.ts).
set -euo pipefail
chromium=$(command -v chromium) || { echo "skipped: chromium is not installed"; exit 0; }
version=$("$chromium" --version 2> /dev/null)
case "$version" in "Chromium 156."*) ;; *) echo "skipped: observed with Chromium 156, not with $version"; exit 0 ;; esac
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund playwright-core@1.65.1 > /dev/null

cat > count.mjs <<'SCRIPT'
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";

async function count(flags) {
  const browser = await chromium.launch({ executablePath: process.argv[2], args: ["--no-sandbox", "--disable-gpu", ...flags] });
  const session = await browser.newBrowserCDPSession();
  const counts = [];
  for (let contexts = 1; contexts <= 3; contexts++) {
    const page = await (await browser.newContext()).newPage();
    await page.goto("data:text/html,<p>a page");
    await sleep(3000);
    const { targetInfos } = await session.send("Target.getTargets", { filter: [{}] });
    counts.push(targetInfos.filter(({ url }) => url.startsWith("chrome://omnibox-popup.top-chrome")).length);
  }
  await browser.close();
  return counts.join(", ");
}
const usual = await count([]);
const disabled = await count(["--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup"]);
console.log(`own pages of the browser with 1, 2 and 3 contexts: ${usual}; with both features disabled: ${disabled}`);
process.exit(usual === "2, 4, 6" && disabled === "0, 0, 0" ? 0 : 1);
SCRIPT
echo "$version"
node count.mjs "$chromium"
