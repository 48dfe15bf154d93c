import { useEffect, useRef } from "react";

/** Elements that use the keys themselves. */
const OWN_KEYS = "input:not([type=range]), textarea, select, dialog, [contenteditable]";

/**
 * Handles keys of the whole page, whatever has the focus, except where somebody types, and except the space bar on a
 * button.
 * @param handlers by `KeyboardEvent.key`
 */
export function useKeys(handlers: Readonly<Record<string, () => void>>): void {
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const handler = current.current[event.key];
      const { target } = event;
      const isTaken =
        target instanceof Element &&
        (target.closest(OWN_KEYS) !== null || (event.key === " " && target.closest("button, a, summary") !== null));
      if (!handler || isTaken || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      event.preventDefault();
      handler();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}
