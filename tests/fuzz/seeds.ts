import { unzipSync, zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { Random } from "../../src/learning/random";
import { sheetOf, workbook } from "../transactions/workbook";
import { mutated, withOneByteChanged } from "./mutations";

export const formats = ["csv", "xlsx", "jsonl", "parquet", "gz"] as const;
export type Format = (typeof formats)[number];

const names = ["CustomerID", "InvoiceNo", "InvoiceDate", "StockCode", "Quantity", "UnitPrice", "Country"];
const rows = Array.from({ length: 24 }, (_, i): (string | number)[] => [
  12346 + (i % 7),
  `5363${i >> 1}`,
  `2010-12-${10 + i} 08:26`,
  i % 3 === 0 ? "POST" : `P${i}`,
  1 + (i % 5),
  2.55 + i,
  i % 2 === 0 ? "France" : 'The "Isle", of Man',
]);

const quoted = (cells: readonly (string | number)[]) =>
  cells.map((cell) => (typeof cell === "number" ? cell : `"${cell.replaceAll('"', '""')}"`));
const csv = [names, ...rows].map((cells) => quoted(cells).join(",")).join("\r\n");
const objects = rows.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i]])));
const nested = {
  page: 1,
  orders: objects.map((order) => ({ ...order, items: [{ sku: "a" }, { sku: "b" }] })),
};

const texts = [
  csv,
  `Sales report\n"2010, December"\n\n${csv}\n24,record(s) downloaded,\n`,
  `sep=;\n${csv.replaceAll(",", ";")}`,
  `\uFEFF${csv}\n${csv}`,
].map((text) => Buffer.from(text));
const csvs = [...texts, Buffer.from(`\uFEFF${csv}`, "utf16le")];

const jsons = [
  objects.map((each) => JSON.stringify(each)).join("\n"),
  JSON.stringify(objects),
  JSON.stringify(nested, null, 1),
].map((text) => Buffer.from(text));

const xml = (from: number, to: number) => sheetOf([["Orders"], [], names, ...rows.slice(from, to)]);
const workbookParts = unzipSync(
  workbook([sheetOf([["Tea shop"]]), xml(0, 12), xml(12, 24)], names, false, [
    { name: "Cover" },
    { name: "2010" },
    { name: "2011", state: "visible" },
  ]),
);
const partNames = Object.keys(workbookParts);
const packedWorkbook = zipSync(workbookParts);
const zippedCsv = zipSync({ "orders.csv": csvs[0]! });

const parquets = (["UNCOMPRESSED", "SNAPPY"] as const).map((codec) => {
  const column = (i: number) => rows.map((cells) => cells[i]!);
  const buffer = parquetWriteBuffer({
    codec,
    rowGroupSize: 12,
    columnData: names.map((name, i) => ({
      name,
      data: i === 0 ? column(i).map((id, at) => (at % 9 === 0 ? null : id)) : column(i),
      type: typeof rows[0]![i] === "number" ? "DOUBLE" : "STRING",
    })),
  });
  return new Uint8Array(buffer);
});

/** A small file of order lines of that format with some faults. */
export function faultyFile(format: Format, random: Random): Uint8Array {
  const one = <T>(of: readonly T[]): T => of[random.integer(of.length)]!;
  switch (format) {
    case "csv":
      return mutated(one(csvs), random);
    case "jsonl":
      return mutated(one(jsons), random);
    case "parquet":
      return faultyParquet(one(parquets), random);
    case "gz":
      return random.integer(2) === 0
        ? Bun.gzipSync(mutated(one([...csvs, ...jsons]), random) as Uint8Array<ArrayBuffer>)
        : mutated(Bun.gzipSync(one(csvs) as Uint8Array<ArrayBuffer>), random);
    case "xlsx":
      return faultyWorkbook(random);
  }
}

/** Faults anywhere, mostly in the long footer, or one in the pages, whose decoder trusts them. */
function faultyParquet(file: Uint8Array, random: Random): Uint8Array {
  if (random.integer(2) === 0) return mutated(file, random);
  const footerBytes = new DataView(file.buffer).getUint32(file.length - 8, true);
  return withOneByteChanged(file, file.length - 8 - footerBytes, random);
}

/** Faults in the archive, in its directory, or in one of its parts. */
function faultyWorkbook(random: Random): Uint8Array {
  const kind = random.integer(8);
  if (kind === 0) return mutated(packedWorkbook, random);
  if (kind === 1) return mutated(zippedCsv, random);
  if (kind === 2) {
    const directory = packedWorkbook.length - 22 - 60 * partNames.length;
    const tail = mutated(packedWorkbook.subarray(directory), random);
    return Uint8Array.from(Buffer.concat([packedWorkbook.subarray(0, directory), tail]));
  }
  const name = partNames[random.integer(partNames.length)]!;
  return zipSync({ ...workbookParts, [name]: mutated(workbookParts[name]!, random) }, { level: 0 });
}
