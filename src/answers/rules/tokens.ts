import { MOST_LETTERS } from "./rule";
import { RuleError } from "./rule-error";

/** A word, a sign or a value of a rule's text. */
export interface Token {
  readonly kind: "word" | "text" | "number" | "share" | "day" | "month" | "sign" | "end";
  /** As it stands in the text. */
  readonly raw: string;
  /** Words in lower case, texts without quotes, signs as we write them. */
  readonly text: string;
  /** Of a number; of a share, 0.6 for 60%. */
  readonly number: number;
  /** Letters before it. */
  readonly at: number;
}

const PATTERNS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["day", /\d{4}-\d\d-\d\d(?![\w-])/y],
  ["month", /\d{4}-\d\d(?![\w-])/y],
  ["share", /-?\d+(?:\.\d+)?\s?%/y],
  ["number", /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y],
  ["word", /[A-Za-z_]\w*/y],
  ["sign", /[<>!]=|[<>=(),]|≤|≥|≠/y],
  ["text", /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|“(?:[^”\\]|\\.)*”/sy],
];
const SIGNS: Readonly<Record<string, string>> = { "≤": "<=", "≥": ">=", "≠": "!=" };
/** What other languages write. */
const MEANT: Readonly<Record<string, string>> = { "&": "and", "|": "or", "!": "not" };

/** The parts of the text, with an `end` after the last. Throws a RuleError. */
export function tokensOf(text: string): Token[] {
  if (text.length > MOST_LETTERS)
    throw new RuleError({
      position: MOST_LETTERS,
      found: `${text.length} letters`,
      expected: `at most ${MOST_LETTERS} letters`,
      suggestion: null,
    });
  const tokens: Token[] = [];
  for (let at = skipped(text, 0); at < text.length; ) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = skipped(text, at + token.raw.length);
  }
  return [...tokens, { kind: "end", raw: "", text: "", number: Number.NaN, at: text.length }];
}

function skipped(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at;
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const raw = pattern.exec(text)?.[0];
    if (raw !== undefined) return { kind, raw, at, text: meaningOf(kind, raw), number: numberOf(kind, raw) };
  }
  const letter = String.fromCodePoint(text.codePointAt(at)!);
  if (/["'“]/.test(letter)) {
    const expected = `${letter === "“" ? "”" : letter} at the end of the text that begins here`;
    throw new RuleError({ position: at, found: null, expected, suggestion: null });
  }
  const found = /^[\w.]+/.exec(text.slice(at))?.[0] ?? letter;
  const expected = "a field, a value in quotes, a number or a sign";
  throw new RuleError({ position: at, found, expected, suggestion: MEANT[letter] ?? null });
}

function meaningOf(kind: Token["kind"], raw: string): string {
  if (kind === "word") return raw.toLowerCase();
  if (kind === "text") return raw.slice(1, -1).replace(/\\(.)/gs, "$1");
  return SIGNS[raw] ?? raw;
}

function numberOf(kind: Token["kind"], raw: string): number {
  if (kind === "share") return Number(raw.slice(0, -1)) / 100;
  return kind === "number" ? Number(raw) : Number.NaN;
}
