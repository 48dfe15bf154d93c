/** Whether keys are text there. A checkbox or a slider takes none of the shortcuts' keys. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement ||
  (target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button", "file"].includes(target.type)) ||
  (target instanceof HTMLElement && target.isContentEditable);
