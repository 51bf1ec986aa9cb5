import type { TableColumn } from "../pipeline/arrow-columns";
import { ArrowTexts } from "../pipeline/arrow-texts";

const [UPPER_A, UPPER_Z, TO_LOWER] = [0x41, 0x5a, 0x20];

/**
 * Whether a row of one of the columns holds a part, whatever its case and accents: who looks for Angman finds Ångman.
 * Nothing is kept from one search to the next, so that millions of customers take no memory.
 */
export function holdsPart(columns: readonly TableColumn[], part: string): (row: number) => boolean {
  const wanted = folded(part);
  const tests = columns.map((column) => {
    const texts = ArrowTexts.of(column);
    const isHeld = (row: number) => folded((column.at(row) as string | null) ?? "").includes(wanted);
    return texts ? heldInBytes(texts, wanted, isHeld) : isHeld;
  });
  return (row) => tests.some((test) => test(row));
}

/** Looks at the bytes of a text of English letters, at the text itself of any other. */
function heldInBytes(
  texts: ArrowTexts,
  wanted: string,
  isHeld: (row: number) => boolean,
): (row: number) => boolean {
  const bytes = new TextEncoder().encode(wanted);
  return (row) => {
    if (!texts.seek(row)) return false;
    let all = 0;
    for (let i = texts.from; i < texts.to; i++) all |= texts.bytes[i]!;
    return all >= 0x80 ? isHeld(row) : includes(texts, bytes);
  };
}

function includes({ bytes, from, to }: ArrowTexts, wanted: Uint8Array): boolean {
  for (let start = from; start <= to - wanted.length; start++) {
    let i = 0;
    while (i < wanted.length && lower(bytes[start + i]!) === wanted[i]) i++;
    if (i === wanted.length) return true;
  }
  return false;
}

function lower(byte: number): number {
  return byte >= UPPER_A && byte <= UPPER_Z ? byte + TO_LOWER : byte;
}

/** Without case and accents. */
function folded(text: string): string {
  const lowered = text.toLowerCase();
  return /[^ -~]/.test(lowered) ? lowered.normalize("NFKD").replace(/\p{M}/gu, "") : lowered;
}
