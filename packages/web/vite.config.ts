import path from "node:path";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** A static site with two pages: the portal and the public verification page. Nothing is inlined, because the CSP allows no inline scripts or styles. */
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
