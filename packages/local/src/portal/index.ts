import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { createPluginDownloads } from "./plugins.ts";

interface Options {
  /** Folder of the built portal. */
  folder: string;
  /** The portal's own address, for plug-ins. */
  url: string;
  /** Other origins that the portal calls: the identity provider and the store. */
  issuer: string;
  store: string;
}

/** Paths of the public page that verifies a frame. */
const VERIFY = ["/verify", "/verify.html"];

/** Creates the portal as a static site: a page's path returns `index.html`, whose router takes over; a missing file is a 404. */
export function createPortal({ folder, url, issuer, store }: Options): Hono {
  const app = new Hono();
  const site = buildHeaders({
    imgSrc: ["'self'", "blob:", store],
    mediaSrc: ["blob:", store],
    // Textures of 3D models are read from blob URLs.
    connectSrc: ["'self'", "blob:", issuer, store],
  });
  // Files dropped on this page are private: the policy keeps the page from sending anything.
  const verifying = buildHeaders({ imgSrc: ["'self'", "blob:"], connectSrc: ["'none'"] });
  app.use((c, next) => (VERIFY.includes(c.req.path) ? verifying(c, next) : site(c, next)));
  app.on(
    "GET",
    VERIFY,
    serveStatic({ root: folder, path: "verify.html", onFound: (_file, c) => c.header("cache-control", "no-cache") }),
  );
  app.route("/plugins", createPluginDownloads(url));
  const files = serveStatic({
    root: folder,
    // Names of built files contain a hash of their content.
    onFound: (file, c) =>
      c.header("cache-control", file.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"),
  });
  app.get("*", files);
  // Paths of pages have no extension. A request for a missing file must not return a page.
  app.get("*", (c, next) => (/\.[^/]*$/.test(c.req.path) ? Promise.resolve(c.notFound()) : next()));
  app.get(
    "*",
    serveStatic({ root: folder, path: "index.html", onFound: (_file, c) => c.header("cache-control", "no-cache") }),
  );
  return app;
}

/** Builds the security headers of a page that runs only its own files, plus the sources in `allowed`. */
const buildHeaders = (allowed: Record<"imgSrc" | "connectSrc", string[]> & { mediaSrc?: string[] }) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      ...allowed,
      workerSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    strictTransportSecurity: false,
    // Pictures are served by the store, which is another origin.
    crossOriginEmbedderPolicy: false,
    referrerPolicy: "no-referrer",
  });
