import { pickStrings } from "../../api/search-params.ts";

/** Shot and workflow of the form, stored in the URL. `from` is the id of a job to copy. */
export interface GenerateSearch {
  show?: string;
  sequence?: string;
  shot?: string;
  workflow?: string;
  from?: string;
}

const names = ["show", "sequence", "shot", "workflow", "from"] as const;

export const parseGenerateSearch = (search: Record<string, unknown>): GenerateSearch => pickStrings(search, names);
