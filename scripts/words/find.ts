/** Words that the style guide replaces, and what to write. Only those that no correct text contains. */
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

export interface Found {
  line: number;
  text: string;
  write: string;
}

/** Every replaced word in a text. */
export const findReplaced = (text: string): Found[] =>
  text
    .split("\n")
    .flatMap((content, at) =>
      REPLACED.flatMap(({ pattern, write }) =>
        [...content.matchAll(pattern)].map(([found]) => ({ line: at + 1, text: found, write })),
      ),
    );
