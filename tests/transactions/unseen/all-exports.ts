import { books } from "./books";
import { datesAndNumbers } from "./dates-and-numbers";
import type { UnseenExport } from "./export";
import { languages } from "./languages";
import { layouts } from "./layouts";
import { marketplaces } from "./marketplaces";
import { payments } from "./payments";
import { peopleAndRows } from "./people-and-rows";
import { shopTables } from "./shop-tables";
import { tills } from "./tills";
import { webshops } from "./webshops";

/** Exports that were written before anybody saw how they are read, by kind. */
export const unseenExports: Readonly<Record<string, readonly UnseenExport[]>> = {
  webshops,
  marketplaces,
  books,
  shopTables,
  tills,
  payments,
  datesAndNumbers,
  languages,
  layouts,
  peopleAndRows,
};
