import type { TableColumn } from "../pipeline/arrow-columns";
import { holdsPart } from "./part-search";

/** Who a model's customers are, by row of the customer table: id, name and address as far as the files had them. */
export class People {
  /**
   * `ids`: the column that names the customers. `told`: the model's `people.arrow`, with a row for each id; null if it
   * has none.
   */
  constructor(
    private readonly ids: () => TableColumn,
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
    const id = this.ids().at(row) as string;
    return this.#told("email", row) ?? (id.includes("@") ? id : null);
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
      part,
    );
  }

  #told(column: "name" | "email", row: number): string | null {
    return (this.told?.column(column)?.at(row) as string | null | undefined) ?? null;
  }
}
