import { InputError } from "../../errors";

/** An identifier between `mark`s, which are doubled inside. Throws InputError for a name with a NUL. */
export function quotedName(name: string, mark: '"' | "`"): string {
  if (name.includes("\0"))
    throw new InputError(
      `The query has a column named ${JSON.stringify(name)}, with a NUL in it. Rename it with AS.`,
    );
  return mark + name.replaceAll(mark, mark + mark) + mark;
}

/** A literal in single quotes, which are doubled inside: for dialects in which a backslash means nothing there. */
export function quotedText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Characters that a text loses at both ends: all up to the blank, but for NUL, which no engine keeps in a text. */
export const blanks = String.fromCharCode(...Array.from({ length: 32 }, (_, i) => i + 1));
