// The package names its ES module only for bundlers, so that Node needs its path.
declare module "opentype.js/dist/opentype.mjs" {
  export * from "opentype.js";
}
