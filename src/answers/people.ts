import type { TableColumn } from "../pipeline/arrow-columns";

/** Who a model's customers are, by row of the customer table: id, name and address as far as the files had them. */
export class People {
  #searched: readonly string[] | null = null;

  /** `told`: the model's `people.arrow`, with a row for each id; null if it has none. */
  constructor(
    private readonly ids: () => readonly string[],
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
    const id = this.ids()[row]!;
    return this.#told("email", row) ?? (id.includes("@") ? id : null);
  }

  /** What to call the customer: the name, else the id. */
  title(row: number): string {
    return this.name(row) ?? this.ids()[row]!;
  }

  /** Whether id, name or address of a row hold a part, whatever its case and accents. */
  holds(part: string): (row: number) => boolean {
    this.#searched ??= this.ids().map((id, row) =>
      folded([id, this.name(row), this.#told("email", row)].filter(Boolean).join("\n")),
    );
    const searched = this.#searched;
    const wanted = folded(part);
    return (row) => searched[row]!.includes(wanted);
  }

  #told(column: "name" | "email", row: number): string | null {
    return (this.told?.column(column)?.at(row) as string | null | undefined) ?? null;
  }
}

/** Without case and accents: who looks for Angman finds Ångman. */
function folded(text: string): string {
  const lower = text.toLowerCase();
  return /[^ -~\n]/.test(lower) ? lower.normalize("NFKD").replace(/\p{M}/gu, "") : lower;
}
