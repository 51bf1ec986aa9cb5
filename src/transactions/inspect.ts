import { basename } from "node:path";
import { InputError } from "../errors";
import { aboutFile } from "./about-file";
import { decodeText, EncodingTally } from "./bytes/text-decoding";
import type { CleaningReport } from "./cleaning-report";
import type { Proposal } from "./columns/detect";
import { proposeMapping } from "./columns/resolve";
import { type Role, roles } from "./columns/roles";
import { openTable } from "./formats/open-table";
import { defaultReadLimits, detectionBounds } from "./limits";
import type { RecordFields, RecordSink } from "./records";

/** A cell of a preview is cut after this many characters, and a preview ends after this many. */
const mostCellCharacters = 200;
const mostPreviewCharacters = 100_000;

/** The column that a field was probably meant to be. */
interface ProposedColumn {
  readonly column: string;
  /** 0 to 1, by the column's name and its values. */
  readonly confidence: number;
}

/** The beginning of a file, for a person who is about to say what its columns mean. */
export interface Inspection {
  readonly file: string;
  readonly format: CleaningReport["format"];
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly sizeBytes: number;
  /** Unique column names. */
  readonly columns: readonly string[];
  readonly proposal: { readonly [Field in Role]?: ProposedColumn };
  /** The first rows as text, one cell a column; rows of another width are left out. */
  readonly preview: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/**
 * Reads the beginning of a file: its format, columns, a proposed mapping and the first `rows` rows. Messages call it
 * `name`. Throws InputError if it is no table; an incomplete mapping is no error here.
 */
export async function inspectFile(
  path: string,
  options: { rows?: number; name?: string } = {},
): Promise<Inspection> {
  const previewRows = options.rows ?? 20;
  const name = options.name ?? basename(path);
  return aboutFile(name, async () => {
    const source = await openTable(path, defaultReadLimits, () => {});
    const head = new TableHead(Math.max(previewRows, detectionBounds.rows));
    await source.read(head);
    if (head.header === null)
      throw new InputError("The file has no header row. A header and order lines are needed.");
    const { header, rows } = head;
    const { columns, proposals } = proposeMapping(header, (column) => rows.map((row) => row[column]!));
    return {
      file: name,
      format: source.format,
      encoding: source.encoding ?? head.encodings.name,
      delimiter: source.delimiter,
      sizeBytes: source.sizeBytes,
      columns,
      proposal: namedProposal(proposals, columns),
      preview: previewOf(rows.slice(0, previewRows)),
      notes: source.notes(),
    };
  });
}

/** The rows as they are shown: long cells are cut, and rows are left out beyond `mostPreviewCharacters`. */
export function previewOf(rows: readonly (readonly string[])[]): string[][] {
  const shown: string[][] = [];
  let characters = 0;
  for (const row of rows) {
    const cells = row.map((cell) =>
      cell.length > mostCellCharacters ? `${cell.slice(0, mostCellCharacters)}…` : cell,
    );
    characters += cells.reduce((sum, cell) => sum + cell.length, 0);
    if (shown.length > 0 && characters > mostPreviewCharacters) break;
    shown.push(cells);
  }
  return shown;
}

/** Keeps the first rows of a table as text. */
class TableHead implements RecordSink {
  header: readonly string[] | null = null;
  readonly rows: string[][] = [];
  readonly encodings = new EncodingTally();

  constructor(readonly wanted: number) {}

  columns(names: readonly string[]): void {
    this.header = names;
  }

  record({ bytes, starts, ends, count, malformed }: RecordFields): boolean {
    if (malformed || count !== this.header!.length) return true;
    const row: string[] = [];
    for (let i = 0; i < count; i++) {
      this.encodings.add(bytes, starts[i]!, ends[i]!);
      row.push(decodeText(bytes, starts[i]!, ends[i]!));
    }
    this.rows.push(row);
    return this.rows.length < this.wanted;
  }
}

/** Columns by what they probably mean, with their names. */
export function namedProposal(
  proposals: Partial<Record<Role, Proposal>>,
  columns: readonly string[],
): Inspection["proposal"] {
  const out: Partial<Record<Role, ProposedColumn>> = {};
  for (const field of roles) {
    const proposal = proposals[field];
    if (proposal !== undefined)
      out[field] = { column: columns[proposal.column]!, confidence: proposal.confidence };
  }
  return out;
}
