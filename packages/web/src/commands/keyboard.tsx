import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useMe } from "../api/me.ts";
import { navItems } from "../shell/navigation.ts";
import { sections } from "../pages/admin/sections.ts";
import { strings } from "../strings/commands.ts";
import { isTyping } from "./is-typing.ts";
import { getCommands, useCommands, useRegisteredCommands } from "./commands.ts";

// Loaded when they are first opened.
const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));
const KeyHelp = lazy(async () => ({ default: (await import("./key-help.tsx")).KeyHelp }));

/** Keyboard shortcuts of all pages, the command palette (Ctrl+K) and the list of keys (`?`). */
export function Keyboard() {
  const { may, can } = useMe();
  const navigate = useNavigate();
  const [open, setOpen] = useState<"palette" | "help">();
  useCommands([
    ...navItems
      .filter(({ permission }) => permission in may)
      .map(({ to, name }) => ({ id: to, name: strings.goTo(name), run: () => void navigate({ to }) })),
    ...sections
      .filter(({ permission }) => (may[permission] ?? "own") !== "own")
      .map(({ to, name }) => ({ id: to, name: strings.goTo(name), run: () => void navigate({ to }) })),
    { id: "focus-search", name: strings.focusSearch, keys: "/", run: focusSearch },
    { id: "help", name: strings.help, keys: "?", run: () => setOpen("help") },
  ]);
  const commands = useRegisteredCommands();
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        if (!document.querySelector("dialog[open]")) setOpen("palette");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      const command = getCommands().find(({ keys, isEnabled = true }) => isEnabled && keys === event.key.toLowerCase());
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    addEventListener("keydown", handleKey);
    return () => removeEventListener("keydown", handleKey);
  }, []);
  const close = () => setOpen(undefined);
  return (
    <Suspense>
      {open === "palette" && <Palette commands={commands} canSearch={can("asset.read")} onClose={close} />}
      {open === "help" && <KeyHelp commands={commands} onClose={close} />}
    </Suspense>
  );
}

/** The page's search field, else its first long text such as a prompt, else its first text field. */
function focusSearch(): void {
  const selectors = ['#page input[type="search"]', "#page textarea", '#page input[type="text"]'];
  selectors
    .map((selector) => document.querySelector<HTMLElement>(selector))
    .find((field) => field !== null)
    ?.focus();
}
