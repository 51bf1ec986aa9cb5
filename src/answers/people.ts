import type { TableColumn } from "../pipeline/arrow-columns";
import { ArrowTexts } from "../pipeline/arrow-texts";
import { holdsPart } from "./part-search";

const AT = 0x40;

/** Who a model's customers are, by row of the customer table: id, name and address as far as the files had them. */
export class People {
  #idBytes: { readonly of: ArrowTexts | null } | null = null;

  /**
   * `ids`: the column that names the customers, `rows` of them. `told`: the model's `people.arrow`, with a row for each id; null if it
   * has none.
   */
  constructor(
    private readonly ids: () => TableColumn,
    private readonly rows: number,
    private readonly told: { column(name: string): TableColumn | undefined } | null,
  ) {}

  /** Whether the files told more than ids. */
  get areKnown(): boolean {
    return this.told !== null;
  }

  name(row: number): string | null {
    return this.#told("name", row);
  }

  /** Also where the address is the id. */
  email(row: number): string | null {
    const told = this.#told("email", row);
    if (told !== null || !this.#hasAt(row)) return told;
    return this.ids().at(row) as string;
  }

  /** Whether the id may be an address: most are not, and need not be made a text to see that. */
  #hasAt(row: number): boolean {
    this.#idBytes ??= { of: ArrowTexts.of(this.ids()) };
    const bytes = this.#idBytes.of;
    return bytes ? bytes.seek(row) && bytes.has(AT) : (this.ids().at(row) as string).includes("@");
  }

  /** What to call the customer: the name, else the id. */
  title(row: number): string {
    return this.name(row) ?? (this.ids().at(row) as string);
  }

  /** Whether id, name or address of a row hold a part, whatever its case and accents. */
  holds(part: string): (row: number) => boolean {
    const told = ["name", "email"].map((name) => this.told?.column(name));
    return holdsPart(
      [this.ids(), ...told].filter((column) => column !== undefined),
      this.rows,
      part,
    );
  }

  #told(column: "name" | "email", row: number): string | null {
    return (this.told?.column(column)?.at(row) as string | null | undefined) ?? null;
  }
}
