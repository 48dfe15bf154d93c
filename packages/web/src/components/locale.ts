/**
 * Locale for dates, numbers and money: the portal's language is English, and the reader's region decides the order of day
 * and month, the clock and the separators.
 */
export const locale = findLocale(navigator.languages);

/** English of the first region that the reader prefers. */
export function findLocale(languages: readonly string[]): string {
  for (const language of languages) {
    try {
      const { region } = new Intl.Locale(language).maximize();
      if (region !== undefined) return `en-${region}`;
    } catch {
      // Not a language tag: the next one decides.
    }
  }
  return "en";
}
