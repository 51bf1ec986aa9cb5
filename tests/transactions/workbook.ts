import { zipSync } from "fflate";

/** A workbook of the given sheets' XML; style 1 is a date, and shared strings that begin with `<r>` are rich text. */
export function workbook(
  sheets: readonly string[],
  strings: readonly string[],
  date1904: boolean | string = false,
  /** By sheet: its name and whether it is hidden; without it S0, S1, … */
  tabs: readonly { name: string; state?: string }[] = [],
): Uint8Array {
  const part = (text: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  const files: Record<string, Uint8Array> = {
    "_rels/.rels": part(
      `<Relationships>${relation("r0", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    ),
    "xl/workbook.xml": part(
      `<workbook><workbookPr date1904="${typeof date1904 === "string" ? date1904 : Number(date1904)}"/><sheets>${sheets.map((_, i) => `<sheet name="${tabs[i]?.name ?? `S${i}`}" state="${tabs[i]?.state ?? "visible"}" sheetId="${i + 1}" r:id="r${i + 10}"/>`).join("")}</sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": part(
      `<Relationships>${sheets.map((_, i) => relation(`r${i + 10}`, "worksheet", `worksheets/sheet${i + 1}.xml`)).join("")}${relation("r1", "sharedStrings", "sharedStrings.xml")}${relation("r2", "styles", "/xl/styles.xml")}</Relationships>`,
    ),
    "xl/styles.xml": part(
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="m/d/yy\\ h:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    ),
    "xl/sharedStrings.xml": part(
      `<sst>${strings.map((text) => `<si>${text.startsWith("<r>") ? text : `<t xml:space="preserve">${text}</t>`}<rPh><t>no</t></rPh></si>`).join("")}</sst>`,
    ),
  };
  sheets.forEach((xml, i) => {
    files[`xl/worksheets/sheet${i + 1}.xml`] = part(`<worksheet><sheetData>${xml}</sheetData></worksheet>`);
  });
  return zipSync(files);
}

/**
 * The XML of a sheet with these rows from row 1 on, an empty cell for "", numbers as numbers, and attributes for some
 * rows.
 */
export function sheetOf(
  rows: readonly (readonly (string | number)[])[],
  attributes: Readonly<Record<number, string>> = {},
): string {
  const cell = (value: string | number) =>
    typeof value === "number"
      ? `<c><v>${value}</v></c>`
      : value === ""
        ? "<c/>"
        : value.startsWith("<c")
          ? value
          : `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  return rows
    .map((cells, i) => `<row r="${i + 1}" ${attributes[i + 1] ?? ""}>${cells.map(cell).join("")}</row>`)
    .join("");
}
