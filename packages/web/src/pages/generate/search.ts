import { textsIn } from "../../api/search.ts";

/** What the form is for; kept in the address. `from` is a job to take everything from. */
export interface GenerateSearch {
  show?: string;
  sequence?: string;
  shot?: string;
  workflow?: string;
  from?: string;
}

const names = ["show", "sequence", "shot", "workflow", "from"] as const;

export const generateSearch = (search: Record<string, unknown>): GenerateSearch => textsIn(search, names);
