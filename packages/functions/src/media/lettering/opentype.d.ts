/** The package's main file is CommonJS without named exports for Node. */
declare module "opentype.js/dist/opentype.mjs" {
  export { parse, type Font } from "opentype.js";
}
