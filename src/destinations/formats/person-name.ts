const TITLE = /^(?:mr|mrs|ms|miss|mx|dr|prof)\.?\s+(?=\S)/i;

/** A name in the two parts that tools ask for. */
export interface NameParts {
  readonly first: string;
  readonly last: string;
}

/**
 * Splits a name as people write it: `Ann van der Berg`, `van der Berg, Ann`, `Dr. Ann Berg`. A single word counts as
 * the first name, because that is what a mail greets people by.
 */
export function nameParts(name: string): NameParts {
  const plain = name.normalize("NFC").replace(/\s+/g, " ").trim().replace(TITLE, "");
  const comma = plain.indexOf(",");
  if (comma > 0) {
    const first = plain.slice(comma + 1).trim();
    const last = plain.slice(0, comma).trim();
    return first === "" ? { first: last, last: "" } : { first, last };
  }
  const space = plain.indexOf(" ");
  return space < 0
    ? { first: plain, last: "" }
    : { first: plain.slice(0, space), last: plain.slice(space + 1) };
}
