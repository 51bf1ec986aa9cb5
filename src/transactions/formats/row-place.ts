/** Where in a file a record stands. */
export interface RowPlace {
  /** Null if the file has one sheet, or none at all. */
  readonly sheet: string | null;
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
}

/** As in `sheet "2010", row 17`. */
export function placeText({ sheet, row }: RowPlace): string {
  return sheet === null ? `row ${row}` : `sheet ${JSON.stringify(sheet)}, row ${row}`;
}
