import { useEffect, useState } from "react";

const DEBOUNCE_MS = 250;

/**
 * The text of a search field whose value is in the URL: written there once the user stops typing, and replaced when the URL
 * changes for another reason, such as a link or the back button.
 * @param value in the URL
 * @param write puts a text into the URL
 */
export function useSearchText(value: string, write: (text: string) => void): [string, (text: string) => void] {
  const [{ text, seen, written }, setState] = useState({ text: value, seen: value, written: value });
  if (value !== seen) setState({ text: value === written ? text : value, seen: value, written: value });
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => {
      setState((before) => ({ ...before, written: text }));
      write(text);
    }, DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text, value, write]);
  return [text, (next) => setState((before) => ({ ...before, text: next }))];
}
