const KEY = "pegbar.studio";

/** Slug of the studio that this tab works in; undefined for the default one. */
export const studio = (): string | undefined => sessionStorage.getItem(KEY) ?? undefined;
export const setStudio = (slug: string): void => sessionStorage.setItem(KEY, slug);
