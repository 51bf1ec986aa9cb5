/** The longest name or title that is passed on. */
const MOST_CHARACTERS = 200;

/** Spaces, and characters that show nothing: controls, marks of direction, tags, private ones. */
const UNSEEN = /[\s\p{C}]+/gu;

/**
 * A text that people wrote into a file or a form. It stays in a field of its own, short and without characters that
 * nobody sees, so that it cannot pose as part of our own words.
 */
export function fileText(text: string, most = MOST_CHARACTERS): string {
  const seen = text.replace(UNSEEN, " ").trim();
  return seen.length > most ? `${seen.slice(0, most - 1)}…` : seen;
}
