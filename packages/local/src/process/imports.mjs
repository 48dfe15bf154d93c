// `node --import` this for a faster start. Node 24 parses the `exports` of a package.json anew for every file of the package;
// drizzle-orm's has 180 kB and its files are many: together most of a second. Its files import each other by their names.
import { registerHooks } from "node:module";

const INSIDE = /\/node_modules\/drizzle-orm\/.+\.js$/;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier.startsWith(".") && specifier.endsWith(".js") && INSIDE.test(context.parentURL ?? "")
      ? { url: new URL(specifier, context.parentURL).href, format: "module", shortCircuit: true }
      : next(specifier, context),
});
