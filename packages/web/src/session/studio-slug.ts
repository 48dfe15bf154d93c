const KEY = "pegbar.studio";

/** Slug of this tab's studio; undefined for the user's default studio. */
export const getStudioSlug = (): string | undefined => sessionStorage.getItem(KEY) ?? undefined;
export const setStudioSlug = (slug: string): void => sessionStorage.setItem(KEY, slug);
