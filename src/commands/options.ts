import { type Command, InvalidArgumentError } from "commander";
import { VERSION } from "../config";
import { currencyCode } from "../transactions/currency-code";

/** Parses a whole number from `least` to `most`; for commander. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`it must be a whole number ${range}.`);
    }
    return value;
  };
}

/** Parses a tenant id: 1 to 128 of letters, digits, `_` and `-`; never a path. */
export function tenantId(text: string): string {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(text)) {
    throw new InvalidArgumentError("a tenant id is 1 to 128 letters, digits, _ or -.");
  }
  return text;
}

/** Parses one of the given words. */
export function oneOf<T extends string>(...words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((known) => known === text);
    if (!word) throw new InvalidArgumentError(`it must be ${words.join(", ")}.`);
    return word;
  };
}

/** Parses a currency code, in any case. */
export function currency(text: string): string {
  const code = currencyCode(text);
  if (code === null) throw new InvalidArgumentError("it must be an ISO 4217 code, such as EUR.");
  return code;
}

/** Gives a program its `--version`. */
export function withVersion(program: Command): Command {
  return program.version(VERSION, "-V, --version", "print the release of the program");
}
