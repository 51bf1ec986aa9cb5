import type { AttributeColumn, AttributeKind } from "../transactions/attributes/attribute-kind";

const KINDS: readonly AttributeKind[] = ["text", "number", "date", "yes_no"];

/**
 * What an attribute's column is called in a model's file: by its kind and its name, `date:birthday`. So the file says
 * itself how to read it, and no column has the name of one of ours.
 */
export function columnOfAttribute({ kind, name }: AttributeColumn): string {
  return `${kind}:${name}`;
}

/** The attribute that a column of the file holds; null if it holds none. */
export function attributeOfColumn(column: string): AttributeColumn | null {
  const kind = KINDS.find((known) => column.startsWith(`${known}:`));
  return kind ? { kind, name: column.slice(kind.length + 1) } : null;
}
