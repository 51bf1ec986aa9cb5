import { type GenerateOptions, generate } from "../../../src/commands/generate/generate";

/** A row of a generated file, as text. */
export interface Row {
  readonly invoice: string;
  readonly code: string;
  readonly description: string;
  readonly quantity: number;
  readonly date: string;
  readonly price: number;
  readonly customer: string;
  readonly country: string;
}

/** Generates into memory: the bytes of the file and the text of the truth. */
export async function generated(
  options: Omit<GenerateOptions, "write" | "truth">,
): Promise<{ bytes: Uint8Array; truth: string; customers: number }> {
  const chunks: Uint8Array[] = [];
  const truths: Uint8Array[] = [];
  const summary = await generate({
    ...options,
    write: (chunk) => void chunks.push(chunk.slice()),
    truth: (chunk) => void truths.push(chunk.slice()),
  });
  return {
    bytes: Buffer.concat(chunks),
    truth: Buffer.concat(truths).toString(),
    customers: summary.customers,
  };
}

/** Reads the rows by RFC 4180: a field in quotes may hold commas, and quotes twice. Latin-1. */
export function rowsOf(bytes: Uint8Array): Row[] {
  const lines = Buffer.from(bytes).toString("latin1").split("\r\n");
  return lines.slice(1, -1).map((line) => {
    const fields = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) =>
      match[1]!.replace(/^"([\s\S]*)"$/, "$1").replaceAll('""', '"'),
    );
    const [invoice, code, description, quantity, date, price, customer, country] = fields as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    return {
      invoice,
      code,
      description,
      quantity: Number(quantity),
      date,
      price: Number(price),
      customer,
      country,
    };
  });
}

/** Milliseconds since 1970, of a date such as `12/1/2010 8:26`. */
export function timeOf(date: string): number {
  const [month, day, year, hour, minute] = date.split(/[/ :]/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute);
}
