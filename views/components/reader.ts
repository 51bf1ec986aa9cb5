import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Role } from "../../src/auth/principal";
import type { Format } from "../format";

/** The reader of a page: role, and formats of numbers, money and dates. Set when a page is answered. */
export interface Reader {
  /** Null: nobody who signed in. */
  readonly role: Role | null;
  readonly format: Format;
}

export const ReaderContext = createContext<Reader | null>(null);

/** The formats of the reader of the page. */
export function useFormat(): Format {
  const reader = useContext(ReaderContext);
  if (!reader) throw new RangeError("nobody reads this: render it below a ReaderContext");
  return reader.format;
}
