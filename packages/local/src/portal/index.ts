import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";

interface Options {
  /** Where the built portal lies. */
  folder: string;
  /** Origins that the portal speaks to beside its own: who signs people in, and where files lie. */
  issuer: string;
  store: string;
}

/** The public page where a frame is verified. */
const VERIFY = ["/verify", "/verify.html"];

/** The portal as a static site. Pages are answered with `index.html`, whose router does the rest; files must exist. */
export function createPortal({ folder, issuer, store }: Options): Hono {
  const app = new Hono();
  const site = buildHeaders({
    imgSrc: ["'self'", "blob:", store],
    mediaSrc: ["blob:", store],
    connectSrc: ["'self'", issuer, store],
  });
  // What is dropped there is nobody's business: the browser itself lets the page send nothing.
  const verifying = buildHeaders({ imgSrc: ["'self'", "blob:"], connectSrc: ["'none'"] });
  app.use((c, next) => (VERIFY.includes(c.req.path) ? verifying(c, next) : site(c, next)));
  app.on(
    "GET",
    VERIFY,
    serveStatic({ root: folder, path: "verify.html", onFound: (_file, c) => c.header("cache-control", "no-cache") }),
  );
  const files = serveStatic({
    root: folder,
    // The names of built files change with what is in them.
    onFound: (file, c) =>
      c.header("cache-control", file.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"),
  });
  app.get("*", files);
  // A page's address has no extension: what asks for a file that is not here must not get a page.
  app.get("*", (c, next) => (/\.[^/]*$/.test(c.req.path) ? Promise.resolve(c.notFound()) : next()));
  app.get(
    "*",
    serveStatic({ root: folder, path: "index.html", onFound: (_file, c) => c.header("cache-control", "no-cache") }),
  );
  return app;
}

/** Headers of a page that runs nothing but its own files, with what else its policy allows. */
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
    // Pictures come from the store, which is another origin.
    crossOriginEmbedderPolicy: false,
    referrerPolicy: "no-referrer",
  });
