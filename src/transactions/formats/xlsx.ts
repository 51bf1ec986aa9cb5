import { InputError } from "../../errors";
import { sha256OfFile } from "../bytes/file-chunks";
import type { ReadLimits } from "../limits";
import type { RecordSink } from "../records";
import { CellWriter } from "./cell-writer";
import { DataRows } from "./data-rows";
import { choiceNotes, choiceWarnings, chooseSheets, type SeenSheet, type SheetChoice } from "./sheet-choice";
import type { OnChunk, TableSource } from "./table-source";
import { readWorkbook, type Workbook } from "./xlsx-parts";
import { readSharedStrings, SharedStrings } from "./xlsx-shared-strings";
import { type CellTarget, type SheetContext, SheetHandler } from "./xlsx-sheet";
import { readDateStyles } from "./xlsx-styles";
import { columnsIn, SheetHead, SheetRows } from "./xlsx-table";
import { readXml } from "./xml-events";
import { ZipParts } from "./zip";

/** Most sheets of a workbook that are looked at. */
const maxSheets = 500;

/**
 * Opens an Excel workbook (.xlsx). All visible sheets with the columns of the main one are read as one table. Sheets
 * are streamed; shared texts stay in memory.
 */
export async function openWorkbook(
  path: string,
  sizeBytes: number,
  limits: ReadLimits,
  onChunk: OnChunk,
): Promise<TableSource> {
  let reading: WorkbookReading | null = null;
  return {
    format: "xlsx",
    isDivisible: false,
    delimiter: null,
    encoding: "utf-8",
    sizeBytes,
    sha256: () => sha256OfFile(path),
    notes: () => reading?.notes ?? [],
    warnings: () => reading?.warnings ?? [],
    where: (row) => reading!.where(row),
    read: async (sink) => {
      const zip = await ZipParts.open(path, limits);
      try {
        reading = await WorkbookReading.start(zip, limits);
        await reading.read(sink, (share) => onChunk(share * sizeBytes, sizeBytes));
      } finally {
        zip.close();
      }
    },
  };
}

class WorkbookReading {
  readonly notes: string[];
  readonly warnings: ReturnType<typeof choiceWarnings>;
  /** The sheets read so far, with the offset to their row numbers. */
  readonly #parts: { sheet: string; firstRow: number }[] = [];

  private constructor(
    readonly zip: ZipParts,
    readonly context: SheetContext,
    readonly choice: SheetChoice,
    readonly sheetCount: number,
  ) {
    this.notes = choiceNotes(choice);
    this.warnings = choiceWarnings(choice);
  }

  /** Looks at every visible sheet and chooses which to read. */
  static async start(zip: ZipParts, limits: ReadLimits): Promise<WorkbookReading> {
    const workbook = await readWorkbook(zip);
    const { sheets } = workbook;
    if (sheets.length > maxSheets)
      throw new InputError(`The workbook has ${sheets.length} sheets; at most ${maxSheets} are read.`);
    const context = await contextOf(zip, workbook, limits);
    const seen: SeenSheet[] = [];
    for (const sheet of sheets) {
      const head = new SheetHead();
      if (!sheet.isHidden)
        await readSheet(zip, sheet, sheets.length, new SheetHandler(context, head), () => {});
      seen.push({ sheet, table: head.table(), sizeBytes: zip.sizeBytes(sheet.part) });
    }
    return new WorkbookReading(zip, context, chooseSheets(seen), sheets.length);
  }

  async read(sink: RecordSink, onShare: (share: number) => void): Promise<void> {
    const { read } = this.choice;
    const { names } = read[0]!.table;
    const rows = new DataRows(sink);
    rows.columns(names);
    const writer = new CellWriter(names.length, this.context.limits, rows);
    const allBytes = read.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    let bytesDone = 0;
    let firstRow = 0;
    let hiddenRows = 0;
    for (const { sheet, table, sizeBytes } of read) {
      this.#parts.push({ sheet: sheet.name, firstRow });
      const columns = columnsIn(names, table.names);
      const target: CellTarget = new SheetRows(writer, table.headerRow, columns, firstRow);
      const handler = new SheetHandler(this.context, target);
      await readSheet(this.zip, sheet, this.sheetCount, handler, (share) =>
        onShare((bytesDone + share * sizeBytes) / Math.max(1, allBytes)),
      );
      if (handler.done()) break;
      bytesDone += sizeBytes;
      firstRow += handler.lastRow;
      hiddenRows += handler.hiddenRows;
      if (firstRow > this.context.limits.maxRows)
        throw new InputError(
          `Together the sheets have more than ${this.context.limits.maxRows} rows, which is the limit.`,
        );
    }
    if (hiddenRows > 0)
      this.notes.push(`Hidden rows, for example behind a filter, were read as well: ${hiddenRows}.`);
    this.notes.push(...rows.notes());
  }

  where(row: number): ReturnType<TableSource["where"]> {
    const part = this.#parts.findLast(({ firstRow }) => firstRow < row);
    if (part === undefined || this.sheetCount === 1) return { sheet: null, row };
    return { sheet: part.sheet, row: row - part.firstRow };
  }
}

async function contextOf(
  zip: ZipParts,
  { date1904, sharedStringsPart, stylesPart }: Workbook,
  limits: ReadLimits,
): Promise<SheetContext> {
  const hasPart = (part: string | null): part is string => part !== null && zip.has(part);
  const strings = hasPart(sharedStringsPart)
    ? await readSharedStrings(zip.chunks(sharedStringsPart))
    : new SharedStrings();
  const dateStyles = hasPart(stylesPart) ? await readDateStyles(zip.chunks(stylesPart)) : [];
  return { strings, dateStyles, date1904, limits };
}

/** Runs a sheet through a handler; an error names the sheet if there are several. */
async function readSheet(
  zip: ZipParts,
  { name, part }: { name: string; part: string },
  sheetCount: number,
  handler: SheetHandler,
  onShare: (share: number) => void,
): Promise<void> {
  try {
    await readXml(zip.chunks(part, onShare), handler);
  } catch (error) {
    if (error instanceof InputError && sheetCount > 1)
      throw new InputError(`Sheet ${JSON.stringify(name)}: ${error.message}`);
    throw error;
  }
}
