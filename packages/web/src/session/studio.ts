const KEY = "pegbar.studio";

/** Slug of the studio that somebody who belongs to several has chosen in this tab. */
export const studio = (): string | undefined => sessionStorage.getItem(KEY) ?? undefined;
export const chooseStudio = (slug: string): void => sessionStorage.setItem(KEY, slug);
