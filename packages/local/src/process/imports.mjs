// `node --import` this for a faster start. Node 24 parses the `exports` of a package.json anew for every import of the package;
// drizzle-orm's has 180 kB, its files are many, and each table imports it: together most of a second. Its files import each other by
// their names, and what Pegbar's own files import from a package is resolved once.
import { registerHooks } from "node:module";

const INSIDE_DRIZZLE = /\/node_modules\/drizzle-orm\/.+\.js$/;
/** A package's name or one of its files; not a path, an address, or one of Node's own modules. */
const PACKAGE = /^(?!node:)(@[\w.-]+\/)?[\w.-]+(\/|$)/;

/** What was resolved, by importing folder below `packages`, conditions and specifier. */
const resolved = new Map();

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL = "", conditions } = context;
    if (specifier.startsWith(".")) {
      if (!specifier.endsWith(".js") || !INSIDE_DRIZZLE.test(parentURL)) return next(specifier, context);
      return { url: new URL(specifier, parentURL).href, format: "module", shortCircuit: true };
    }
    // Packages import what is next to them, in versions of their own.
    if (parentURL.includes("/node_modules/") || !PACKAGE.test(specifier)) return next(specifier, context);
    const own = /\/packages\/[^/]+\//.exec(parentURL)?.[0] ?? "";
    const key = `${own} ${conditions.join()} ${specifier}`;
    const known = resolved.get(key);
    if (known) return known;
    const { url, format } = next(specifier, context);
    const found = { url, format, shortCircuit: true };
    resolved.set(key, found);
    return found;
  },
});
