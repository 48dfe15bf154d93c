import path from "node:path";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** A static site of two pages: the portal, and the one where anybody verifies a frame. Nothing is inlined: the portal's policy lets no script or style run that is not a file of its own. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwind()],
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    rollupOptions: { input: ["index.html", "verify.html"].map((page) => path.join(import.meta.dirname, page)) },
  },
});
