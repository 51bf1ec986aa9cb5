import { readXml } from "./xml-events";

/** Built-in number formats that show dates or times (ECMA-376 Part 1, 18.8.30, with the East Asian ones). */
function isBuiltInDate(format: number): boolean {
  return (
    (format >= 14 && format <= 22) ||
    (format >= 27 && format <= 36) ||
    (format >= 45 && format <= 47) ||
    (format >= 50 && format <= 58)
  );
}

/** Whether a format code shows a date: a y, m, d, h or s outside of quotes, escapes and [colours]. */
export function isDateFormat(code: string): boolean {
  const bare = code
    .replace(/"[^"]*"?/g, "")
    .replace(/\\./g, "")
    .replace(/_./g, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]?/gi, "");
  return !/general/i.test(bare) && /[ymdhs]/i.test(bare);
}

/** Reads a workbook's styles: for each cell style, by index, whether it shows numbers as dates. */
export async function readDateStyles(chunks: AsyncIterable<Uint8Array>): Promise<readonly boolean[]> {
  const custom = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCellStyles = false;
  await readXml(chunks, {
    open(name, attributes) {
      if (name === "numFmt")
        custom.set(Number(attributes.numFmtId), isDateFormat(attributes.formatCode ?? ""));
      else if (name === "cellXfs") inCellStyles = true;
      else if (name === "xf" && inCellStyles) {
        const format = Number(attributes.numFmtId ?? 0);
        styles.push(custom.get(format) ?? isBuiltInDate(format));
      }
    },
    close(name) {
      if (name === "cellXfs") inCellStyles = false;
    },
  });
  return styles;
}
