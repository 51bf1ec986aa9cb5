import { InputError } from "../../errors";
import type { Delimiter } from "../../pipeline/csv-chunks";
import { brevo } from "./brevo";
import { csvFile, parquetFile, TooManyError, xlsxFile } from "./file-writers";
import { googleCustomerMatch } from "./google";
import { hubspot } from "./hubspot";
import { klaviyo } from "./klaviyo";
import { mailchimp } from "./mailchimp";
import { metaCustomAudience, metaValueAudience } from "./meta";
import type { Table, ToolFormat } from "./table";

/** The tools that a file can be made for, by their name on the wire. */
export const TOOLS = {
  klaviyo,
  mailchimp,
  brevo,
  hubspot,
  google_customer_match: googleCustomerMatch,
  meta_custom_audience: metaCustomAudience,
  meta_value_audience: metaValueAudience,
} as const satisfies Readonly<Record<string, ToolFormat>>;

export type ToolName = keyof typeof TOOLS;
export const TOOL_NAMES = Object.keys(TOOLS) as ToolName[];

const CSV = "text/csv; charset=utf-8";

/** Files for people and their programs. */
export const FILE_KINDS = {
  csv: { title: "CSV", ending: "csv", contentType: CSV },
  xlsx: {
    title: "Excel",
    ending: "xlsx",
    contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  },
  parquet: { title: "Parquet", ending: "parquet", contentType: "application/vnd.apache.parquet" },
} as const;

export type FileKind = keyof typeof FILE_KINDS;
export type FormatName = FileKind | ToolName;
export const FORMAT_NAMES = [...TOOL_NAMES, ...(Object.keys(FILE_KINDS) as FileKind[])];

export const DELIMITERS = { comma: ",", semicolon: ";", tab: "\t" } as const satisfies Record<
  string,
  Delimiter
>;

/** What can be chosen about a file for people; the tools prescribe theirs. */
export interface FileOptions {
  /** In this order; all of them if left out. */
  readonly columns?: readonly string[] | undefined;
  readonly delimiter?: keyof typeof DELIMITERS | undefined;
}

export function isTool(format: FormatName): format is ToolName {
  return Object.hasOwn(TOOLS, format);
}

/** The tool, if the format is one's. */
export function toolOf(format: FormatName): ToolFormat | null {
  return isTool(format) ? TOOLS[format] : null;
}

export function titleOfFormat(format: FormatName): string {
  return isTool(format) ? TOOLS[format].title : FILE_KINDS[format].title;
}

/** How the file's name ends, and what it is. */
export function kindOfFile(format: FormatName): { readonly ending: string; readonly contentType: string } {
  return isTool(format) ? { ending: "csv", contentType: CSV } : FILE_KINDS[format];
}

/** What the file holds: the tool's columns, or those that were chosen. */
export function tableFor(format: FormatName, audience: Table, { columns }: FileOptions = {}): Table {
  if (isTool(format)) return TOOLS[format].table(audience);
  return columns === undefined || columns.length === 0 ? audience : chosenColumns(audience, columns);
}

/** The file itself. Throws a `TooManyError` if its kind, or the tool, takes no such large one. */
export async function fileOf(
  format: FormatName,
  table: Table,
  { delimiter }: FileOptions = {},
): Promise<Uint8Array<ArrayBuffer>[]> {
  if (format === "xlsx") return [await xlsxFile(table)];
  if (format === "parquet") return [parquetFile(table)];
  if (!isTool(format)) return csvFile(table, DELIMITERS[delimiter ?? "comma"]);
  const { title, mostBytes = Infinity, ...tool }: ToolFormat = TOOLS[format];
  const parts = csvFile(table, tool.delimiter);
  const sizeBytes = parts.reduce((sum, { length }) => sum + length, 0);
  if (sizeBytes > mostBytes)
    throw new TooManyError(
      `${title} takes files of up to ${mostBytes / 1e6} MB, and this one has ${Math.ceil(sizeBytes / 1e6)} MB. Narrow the audience down.`,
    );
  return parts;
}

function chosenColumns({ rows, columns }: Table, names: readonly string[]): Table {
  const found = names.map((name) => {
    const column = columns.find((each) => each.name === name);
    if (column) return column;
    const all = columns.map((each) => each.name).join(", ");
    throw new InputError(`There is no column ${name}. Choose from ${all}, separated by commas.`);
  });
  return { rows, columns: found };
}
