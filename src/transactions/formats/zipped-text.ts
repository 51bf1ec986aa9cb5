import { InputError } from "../../errors";
import type { ReadLimits } from "../limits";
import type { OnChunk } from "./table-source";
import { ZipParts } from "./zip";

/** Files named in an error. */
const shownFiles = 5;

/** What a zip archive holds: an Excel workbook is one itself. */
export type ZipContent = { readonly kind: "workbook" } | { readonly kind: "file"; readonly name: string };

/** Looks into a zip archive. Throws InputError if it is damaged, or neither a workbook nor one packed file. */
export async function zipContent(path: string, limits: ReadLimits): Promise<ZipContent> {
  const zip = await ZipParts.open(path, limits);
  try {
    if (zip.has("xl/workbook.bin"))
      throw new InputError("The file is a binary Excel workbook (.xlsb). Save it as .xlsx or CSV.");
    if (zip.has("[Content_Types].xml") || zip.has("_rels/.rels") || zip.has("xl/workbook.xml"))
      return { kind: "workbook" };
    if (zip.has("mimetype") && zip.has("content.xml"))
      throw new InputError("The file is an OpenDocument spreadsheet (.ods). Save it as .xlsx or CSV.");
    const { files } = zip;
    if (files.length === 1) return { kind: "file", name: files[0]! };
    const shown = files.slice(0, shownFiles).map((name) => JSON.stringify(name));
    const more = files.length > shownFiles ? ` and ${files.length - shownFiles} more` : "";
    throw new InputError(
      files.length === 0
        ? "The zip archive is empty."
        : `The zip archive holds ${files.length} files: ${shown.join(", ")}${more}. Unpack it and upload those with orders.`,
    );
  } finally {
    zip.close();
  }
}

/** The bytes of one file of a zip archive. */
export async function* unzipped(
  path: string,
  name: string,
  limits: ReadLimits,
  onChunk: OnChunk,
  sizeBytes: number,
): AsyncGenerator<Uint8Array> {
  const zip = await ZipParts.open(path, limits);
  try {
    yield* zip.chunks(name, (share) => onChunk(Math.min(1, share) * sizeBytes, sizeBytes));
  } finally {
    zip.close();
  }
}
