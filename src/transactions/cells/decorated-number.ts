import { largestMagnitude, NumberKind } from "./number-kind";

/** A number as written, and what its separators say. */
export interface ParsedNumber {
  value: number;
  kind: NumberKind;
}

const currencyCodes = new Set(Intl.supportedValuesOf("currency"));
/** A currency sign, with or without a country's letters (`US$`), or a customary abbreviation. */
const currencySign = /^(?:[A-Z]{0,3}\p{Sc}[A-Z]{0,3}|kr\.?|rs\.?|fr\.?|zł|kč|ft|lei|лв\.?|р\.?|руб\.?)$/iu;
/** unit sign unit digits sign unit sign; spaces of all kinds, apostrophes and underscores group digits. */
const shape =
  /^([^\d.,+\-()]*(?:\p{L}\.\s*)?)([+-]?)([^\d.,+\-()]*)((?:\d|[.,](?=\d)|(?<=\d)[\s'’_](?=\d{3}(?!\d)))+[.,]?(?:[eE][+-]?\d{1,3})?)([+-]?)([^\d,+\-()]*)([+-]?)$/u;

/**
 * Reads a number that is dressed up: currency signs and codes, thousands separators, a decimal comma, parentheses or a
 * trailing minus for negatives, an exponent, a percent sign is refused. Writes into `out`. Never throws.
 */
export function parseDecoratedNumber(text: string, out: ParsedNumber): void {
  out.value = Number.NaN;
  out.kind = NumberKind.unreadable;
  let rest = text.replaceAll("−", "-").trim();
  if (rest === "") {
    out.kind = NumberKind.empty;
    return;
  }
  if (rest.length > 64) return;
  let sign = 1;
  if (rest.startsWith("(") && rest.endsWith(")")) {
    sign = -1;
    rest = rest.slice(1, -1).trim();
  }
  const match = shape.exec(rest);
  if (match === null) return;
  const [, before, sign1, between, digits, sign2, after, sign3] = match;
  const signs = sign1! + sign2! + sign3!;
  if (signs.length > 1 || (signs !== "" && sign < 0)) return;
  if (signs === "-") sign = -1;
  const units = [before!, between!, after!].map((part) => part.trim()).filter((part) => part !== "");
  if (units.length > 1 || (units.length === 1 && !isCurrency(units[0]!))) return;
  readDigits(digits!, sign, out);
}

function isCurrency(unit: string): boolean {
  return currencySign.test(unit) || currencyCodes.has(unit.toUpperCase());
}

/** `digits`: digits, separators and an optional exponent. */
function readDigits(digits: string, sign: number, out: ParsedNumber): void {
  const text = digits.replace(/[\s'’_]/gu, "");
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
    // Both occur: the last one is the decimal separator, if the other groups the digits before it.
    const [whole, fraction] = mantissa.split(decimal) as [string, string];
    if (!isGrouped(whole, grouping)) return;
    plain = `${whole.replaceAll(grouping, "")}.${fraction}`;
    kind = decimal === "." ? NumberKind.dot : NumberKind.comma;
  } else if (decimals > 1) {
    // One repeated separator groups the digits, so the other one is the decimal separator.
    if (groupings > 0 || !isGrouped(mantissa, decimal)) return;
    plain = mantissa.replaceAll(decimal, "");
    kind = decimal === "." ? NumberKind.comma : NumberKind.dot;
  }
  const value = sign * Number(exponent === undefined ? plain : `${plain}e${exponent}`);
  if (!Number.isFinite(value) && exponent === undefined) return;
  out.value = value;
  out.kind = Math.abs(value) > largestMagnitude ? NumberKind.tooLarge : kind;
}

/** Groups of three; of two and three in the Indian manner (`12,34,567`). */
function isGrouped(whole: string, separator: string): boolean {
  const groups = whole.split(separator);
  const last = groups.pop()!;
  return (
    last.length === 3 && groups.every((group, i) => group.length >= (i === 0 ? 1 : 2) && group.length <= 3)
  );
}
