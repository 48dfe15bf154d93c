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

/** The portal as a static site: every address that names no file is the page, which finds its own way from there. */
export function portal({ folder, issuer, store }: Options): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "blob:", store],
        mediaSrc: ["blob:", store],
        connectSrc: ["'self'", issuer, store],
        workerSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
      // Pictures come from the store, which is another origin.
      crossOriginEmbedderPolicy: false,
      referrerPolicy: "no-referrer",
    }),
  );
  const files = serveStatic({
    root: folder,
    // The names of built files change with what is in them.
    onFound: (file, c) =>
      c.header("cache-control", file.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"),
  });
  app.get("*", files);
  app.get("/assets/*", (c) => c.notFound());
  app.get(
    "*",
    serveStatic({ root: folder, path: "index.html", onFound: (_file, c) => c.header("cache-control", "no-cache") }),
  );
  return app;
}
