/** Words that the style guide replaces, with their replacements. Only words that no correct text contains. */
export const REPLACED: readonly { pattern: RegExp; write: string }[] = [
  { pattern: /\btopUp\b/g, write: "issueTickets" },
  { pattern: /\bsendDemand\b|(?<!On-)\bDemand\b/g, write: "DispatchTicket" },
  { pattern: /\bdemandFor\b/g, write: "issueTicketFor" },
  { pattern: /\bintend\(/g, write: "enqueueRecords(" },
  { pattern: /\bunless told\b/gi, write: "default: …" },
  { pattern: /\bnobody starves\b/gi, write: "fair scheduling" },
  { pattern: /\ba queue a class\b/gi, write: "one queue per class" },
  { pattern: /\bone platform a folder\b/gi, write: "one instance per folder" },
  { pattern: /\blate to the party\b/gi, write: "Worker returning after its lease expired" },
  { pattern: /\bThis message is not ours\b/gi, write: "Unknown dispatch ticket" },
  { pattern: /\bThere is no such thing here\b/gi, write: "Not found" },
  { pattern: /\bthis is not for the role\b/gi, write: "Your role (…) can't do this" },
  { pattern: /\bBegins at once\b/gi, write: "Starts immediately" },
  { pattern: /\bbeing reckoned\b|\breckoned from\b/gi, write: "Calculating price… / estimated from" },
  { pattern: /\bLately from here\b/gi, write: "Recent jobs" },
  { pattern: /\bAgain with changes\b/gi, write: "Edit and rerun" },
];

/** Words that documentation must not use, although code still contains some of them in names. */
export const REPLACED_IN_DOCUMENTATION: readonly { pattern: RegExp; write: string }[] = [
  { pattern: /\bbeside\b/gi, write: "next to / in the background / outside" },
  { pattern: /\banew\b/gi, write: "again" },
  { pattern: /\bfor ever\b/gi, write: "forever / permanently" },
  { pattern: /\bmended?\b/gi, write: "fix, fixed" },
  { pattern: /\bvouch(es|ed)?\b/gi, write: "issue / sign / trusted authority" },
  { pattern: /\bin hand\b/gi, write: "current / running" },
  { pattern: /\bone's own\b/gi, write: "your own / own" },
  { pattern: /\bno way out\b/gi, write: "no internet access" },
  { pattern: /\bgoes on elsewhere\b/gi, write: "runs on another worker" },
  { pattern: /\bputs right\b/gi, write: "corrects" },
  { pattern: /\bintended twice\b/gi, write: "enqueued twice" },
  { pattern: /\brepair run\b/gi, write: "reconciler" },
];

export interface Found {
  line: number;
  text: string;
  write: string;
}

/** All replaced words in a text; with `isDocumentation`, also those that only documentation must not use. */
export const findReplaced = (text: string, { isDocumentation = false } = {}): Found[] =>
  text
    .split("\n")
    .flatMap((content, at) =>
      [...REPLACED, ...(isDocumentation ? REPLACED_IN_DOCUMENTATION : [])].flatMap(({ pattern, write }) =>
        [...content.matchAll(pattern)].map(([found]) => ({ line: at + 1, text: found, write })),
      ),
    );
