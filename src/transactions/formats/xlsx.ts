import { InputError } from "../../errors";
import { sha256OfFile } from "../bytes/file-chunks";
import type { ReadLimits } from "../limits";
import type { RecordSink } from "../records";
import type { OnChunk, TableSource } from "./table-source";
import { readWorkbook } from "./xlsx-parts";
import { readSharedStrings, SharedStrings } from "./xlsx-shared-strings";
import { SheetHandler } from "./xlsx-sheet";
import { readDateStyles } from "./xlsx-styles";
import { readXml } from "./xml-events";
import { ZipParts } from "./zip";

/**
 * Opens an Excel workbook (.xlsx). The table is in the first sheet that has a header row; that sheet is streamed, the
 * texts that cells share are held in memory.
 */
export async function openWorkbook(
  path: string,
  sizeBytes: number,
  limits: ReadLimits,
  onChunk: OnChunk,
): Promise<TableSource> {
  const notes: string[] = [];
  return {
    format: "xlsx",
    delimiter: null,
    encoding: "utf-8",
    sizeBytes,
    sha256: () => sha256OfFile(path),
    notes: () => notes,
    read: async (sink) => {
      const zip = await ZipParts.open(path, limits);
      try {
        const onShare = (share: number) => onChunk(share * sizeBytes, sizeBytes);
        await readSheets(zip, limits, sink, notes, onShare);
      } finally {
        zip.close();
      }
    },
  };
}

async function readSheets(
  zip: ZipParts,
  limits: ReadLimits,
  sink: RecordSink,
  notes: string[],
  onShare: (share: number) => void,
): Promise<void> {
  const { sheets, date1904, sharedStringsPart, stylesPart } = await readWorkbook(zip);
  const hasPart = (part: string | null): part is string => part !== null && zip.has(part);
  const strings = hasPart(sharedStringsPart)
    ? await readSharedStrings(zip.chunks(sharedStringsPart))
    : new SharedStrings();
  const dateStyles = hasPart(stylesPart) ? await readDateStyles(zip.chunks(stylesPart)) : [];
  for (const { name, part } of sheets) {
    const handler = new SheetHandler({ strings, dateStyles, date1904, limits }, sink);
    await readXml(zip.chunks(part, onShare), handler);
    if (!handler.hasHeader) continue;
    if (sheets.length > 1)
      notes.push(
        `The workbook has ${sheets.length} sheets; ${JSON.stringify(name)} was read, the first with a header.`,
      );
    return;
  }
  throw new InputError(
    "No sheet of the workbook has a header row (a first row with at least two filled cells).",
  );
}
