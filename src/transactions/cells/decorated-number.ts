import { largestMagnitude, NumberKind } from "./number-kind";
import { type NumberPurpose, unitOf, unitOfBoth } from "./number-unit";
import { plainText } from "./plain-text";

/** A number as written, and what its separators say. */
export interface ParsedNumber {
  value: number;
  kind: NumberKind;
  /** As `unitOf` writes it; empty if there is none. */
  unit: string;
}

const longest = 64;
/**
 * unit sign unit digits sign unit sign. A dot after a letter belongs to the unit ("Rs.500"); blanks, apostrophes and
 * underscores group digits.
 */
const shape =
  /^((?:[\p{L}/]\.?|[^\d.,+\-()\p{L}/])*)([+-]?)((?:[\p{L}/]\.?|[^\d.,+\-()\p{L}/])*)([.,]?\d+(?:[.,]\d+|[ '’ʼ´`_]\d{3}(?!\d))*[.,]?(?:[eE][+-]?\d{1,3})?)\s*([+-]?)([^\d,+\-()]*)([+-]?)$/u;

/**
 * Reads a number with decorations: currency signs and codes, thousands separators, a decimal comma, parentheses or a
 * minus on either side for negatives, a dash for no cents, quotes, an exponent. `purpose` says which units may stand
 * beside it. Writes into `out`. Never throws.
 */
export function parseDecoratedNumber(text: string, purpose: NumberPurpose, out: ParsedNumber): void {
  out.value = Number.NaN;
  out.kind = NumberKind.unreadable;
  out.unit = "";
  if (text.length > 4 * longest) return;
  let rest = plainText(text);
  if (/[٫٬]/.test(rest)) rest = rest.replaceAll("٫", ".").replaceAll("٬", ",");
  if (rest === "") {
    out.kind = NumberKind.empty;
    return;
  }
  if (rest.length > longest) return;
  let sign = 1;
  const inParentheses = rest.includes("(") ? /^([^()]*)\(([^()]+)\)([^()]*)$/.exec(rest) : null;
  if (inParentheses !== null) {
    sign = -1;
    rest = `${inParentheses[1]}${inParentheses[2]}${inParentheses[3]}`.trim();
  }
  const isWhole = /\d[.,:]-{1,2}(?!\d)/.test(rest);
  const match = shape.exec(isWhole ? rest.replace(/(?<=\d)([.,:])-{1,2}(?!\d)/, wholeCents) : rest);
  if (match === null) return;
  const [, before, sign1, between, digits, sign2, after, sign3] = match;
  const signs = sign1! + sign2! + sign3!;
  if (signs.length > 1 || (signs !== "" && sign < 0)) return;
  if (signs === "-") sign = -1;
  const unit = unitBeside([before!, between!, after!], purpose);
  if (unit === null) return;
  readDigits(digits!, sign, out);
  if (out.kind === NumberKind.unreadable) return;
  out.unit = unit;
  // "8.-" occurs beside "8,50" too: a dash alone does not prove the separator.
  if (isWhole && /^\d+\D\d+$/.test(digits!)) out.kind = NumberKind.plain;
}

/** "8.-", "8,--" and the Swedish "8:-" as 8.00; the separator stays, because it tells what groups the digits. */
function wholeCents(_: string, separator: string): string {
  return separator === "," ? ",00" : ".00";
}

/** The unit of all filled parts, empty if none is filled; null if a part is no unit or the kinds differ. */
function unitBeside(parts: readonly string[], purpose: NumberPurpose): string | null {
  let unit = "";
  let filled = 0;
  for (const part of parts) {
    const text = part.trim();
    if (text === "") continue;
    const next = unitOf(text, purpose) ?? unitOfWords(text, purpose);
    if (next === null || ++filled > 2) return null;
    const both = unitOfBoth(unit, next);
    if (both === null) return null;
    unit = both;
  }
  return unit;
}

/** The unit of "USD $" or "€ EUR", on one side of the number. */
function unitOfWords(text: string, purpose: NumberPurpose): string | null {
  const words = text.split(" ");
  if (words.length !== 2) return null;
  const [first, second] = words.map((word) => unitOf(word, purpose)) as [string | null, string | null];
  return first === null || second === null ? null : unitOfBoth(first, second);
}

/** `digits`: digits, separators and an optional exponent. */
function readDigits(digits: string, sign: number, out: ParsedNumber): void {
  const text = digits.replace(/[\s'’ʼ´`_]/gu, "");
  const [mantissa, exponent] = text.toLowerCase().split("e") as [string, string?];
  const lastDot = mantissa.lastIndexOf(".");
  const lastComma = mantissa.lastIndexOf(",");
  const decimal = lastDot > lastComma ? "." : ",";
  const grouping = decimal === "." ? "," : ".";
  const decimals = mantissa.split(decimal).length - 1;
  const groupings = mantissa.split(grouping).length - 1;
  let kind: NumberKind = NumberKind.plain;
  let plain = mantissa;
  if (decimals === 1 && groupings === 0) {
    const [whole, fraction] = mantissa.split(decimal) as [string, string];
    plain = `${whole}.${fraction}`;
    const ambiguous = /^[1-9]\d{0,2}$/.test(whole) && fraction.length === 3 && exponent === undefined;
    if (decimal === ".") kind = ambiguous ? NumberKind.dotOrThousands : NumberKind.dot;
    else kind = ambiguous ? NumberKind.commaOrThousands : NumberKind.comma;
    if (fraction === "") kind = NumberKind.plain;
  } else if (decimals === 1) {
    // Both occur: the last is the decimal separator if the other groups the digits before it.
    const [whole, fraction] = mantissa.split(decimal) as [string, string];
    if (!isGrouped(whole, grouping)) return;
    plain = `${whole.replaceAll(grouping, "")}.${fraction}`;
    kind = decimal === "." ? NumberKind.dot : NumberKind.comma;
  } else if (decimals > 1) {
    // A repeated separator groups the digits, so the other is the decimal separator.
    if (groupings > 0 || !isGrouped(mantissa, decimal)) return;
    plain = mantissa.replaceAll(decimal, "");
    kind = decimal === "." ? NumberKind.comma : NumberKind.dot;
  }
  const value = sign * Number(exponent === undefined ? plain : `${plain}e${exponent}`);
  if (!Number.isFinite(value) && exponent === undefined) return;
  out.value = value;
  out.kind = Math.abs(value) > largestMagnitude ? NumberKind.tooLarge : kind;
}

/** Groups of three, or of two and three in the Indian style (`12,34,567`). */
function isGrouped(whole: string, separator: string): boolean {
  const groups = whole.split(separator);
  const last = groups.pop()!;
  return (
    last.length === 3 && groups.every((group, i) => group.length >= (i === 0 ? 1 : 2) && group.length <= 3)
  );
}
