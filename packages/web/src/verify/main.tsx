import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { getStoredTheme, applyTheme } from "../shell/theme.ts";
import "../style/index.css";
import "./print.css";
import { VerifyPage } from "./verify-page.tsx";

applyTheme(getStoredTheme());
const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
createRoot(root).render(
  <StrictMode>
    <VerifyPage />
  </StrictMode>,
);
