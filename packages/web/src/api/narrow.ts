/** What a list was narrowed to, with a change; what is empty is left out of the address. */
export const narrow = <Search extends object>(before: Search, change: { [Name in keyof Search]?: string }): Search =>
  Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== "")) as Search;
