/** A peg bar: the bar with three pins that holds animation paper. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className="h-7 w-7 text-accent">
      <rect y="11" width="32" height="10" rx="3" fill="currentColor" />
      <g className="fill-on-accent">
        <rect x="4" y="14" width="5" height="4" rx="1" />
        <circle cx="16" cy="16" r="2.5" />
        <rect x="23" y="14" width="5" height="4" rx="1" />
      </g>
    </svg>
  );
}
