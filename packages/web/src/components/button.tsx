import type { ComponentProps } from "react";

const variants = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong border-transparent",
  plain: "bg-surface text-text border-line hover:border-edge",
  quiet: "bg-transparent text-text border-transparent hover:bg-sunken",
  danger: "bg-surface text-bad border-line hover:border-bad hover:bg-bad-wash",
} as const;

interface Look {
  variant?: keyof typeof variants;
  size?: "md" | "sm";
}

/** The classes of a button, for links that look like one. */
export function getButtonClass({ variant = "primary", size = "md" }: Look = {}): string {
  const measure = size === "md" ? "min-h-9 px-3.5 text-base" : "min-h-7 px-2.5 text-sm";
  return `inline-flex items-center justify-center gap-2 rounded-md border font-medium transition-colors disabled:opacity-50 ${measure} ${variants[variant]}`;
}

interface Props extends Look, ComponentProps<"button"> {
  /** The action is running: the button is disabled and announced as busy. */
  busy?: boolean;
}

export function Button({ variant = "primary", size = "md", busy = false, className = "", ...rest }: Props) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      {...rest}
      disabled={rest.disabled === true || busy}
      className={`${getButtonClass({ variant, size })} ${className}`}
    />
  );
}
