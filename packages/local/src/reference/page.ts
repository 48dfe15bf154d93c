import { html } from "hono/html";

/** Icon: a bar with three pins. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect y='11' width='32' height='10' rx='3' fill='%23b4541a'/%3E%3Cg fill='white'%3E%3Crect x='4' y='14' width='5' height='4' rx='1'/%3E%3Ccircle cx='16' cy='16' r='2.5'/%3E%3Crect x='23' y='14' width='5' height='4' rx='1'/%3E%3C/g%3E%3C/svg%3E";

/** The page that Scalar's script renders into. */
export const page = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Pegbar API</title>
      <link rel="icon" href="${ICON}" />
    </head>
    <body>
      <div id="reference"></div>
      <noscript>This page draws itself from <a href="/v1/openapi.json">openapi.json</a> with JavaScript.</noscript>
      <script src="/docs/scalar.js"></script>
      <script src="/docs/start.js"></script>
    </body>
  </html>`;

/** Script that starts Scalar: no account, no assistant, no other host. */
export const start = (document: string): string =>
  `const configuration = ${JSON.stringify({
    url: document,
    pageTitle: "Pegbar API",
    theme: "none",
    customCss: STYLE,
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    showDeveloperTools: "never",
    hideClientButton: true,
    // Schemas are shown where they are used; Scalar's list would call them models.
    hideModels: true,
    documentDownloadType: "none",
    defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
    hiddenClients: {
      ...Object.fromEntries(OTHER_LANGUAGES.map((name) => [name, true])),
      shell: ["httpie", "wget"],
      node: ["axios", "ofetch", "undici"],
      python: ["aiohttp", "httpx_async", "httpx_sync", "requests"],
    },
  })};
// Examples name the API that served the page.
Scalar.createApiReference("#reference", { ...configuration, servers: [{ url: location.origin }] });
`;

/** Languages to hide; examples are for the shell, JavaScript and Python, which pipelines use. */
const OTHER_LANGUAGES =
  "c clojure csharp dart fsharp go http java js kotlin objc ocaml php powershell r ruby rust swift".split(" ");

/** Scalar's own grey and green fail the contrast of WCAG 2.1 AA in the light theme, its grey also in the dark one. */
const STYLE = `
:root {
  --scalar-font: system-ui, "Segoe UI", Roboto, sans-serif;
  --scalar-font-code: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
  --scalar-radius: 4px;
  --scalar-radius-lg: 6px;
}
.light-mode {
  --scalar-color-accent: #a34a12;
  --scalar-background-accent: #a34a121a;
  --scalar-color-yellow: #8a6100;
  --scalar-color-orange: #a34a12;
  --scalar-color-3: #666;
  --scalar-sidebar-search-color: #666;
  --scalar-color-green: #00693f;
  --scalar-color-blue: #0059b8;
  --scalar-color-red: #b3172b;
}
.dark-mode {
  --scalar-color-accent: #f0a06a;
  --scalar-background-accent: #f0a06a1f;
  --scalar-color-3: #9a9a9a;
  --scalar-sidebar-search-color: #9a9a9a;
}
a[href^="https://www.scalar.com"], a[href^="https://scalar.com"] { display: none; }
`;
