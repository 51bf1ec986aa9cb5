/**
 * Orders whose newest export may hold only a part, since exports cut by rows begin and end within an order. By order: 1
 * if its newest export begins or ends with it and has fewer of its rows than another. Takes exports in any order.
 */
export class CutOrders {
  readonly #most: Int32Array;
  readonly #inNewest: Int32Array;
  readonly #atEdge: Uint8Array;

  /** `newest`: by order, the number of its newest export. */
  constructor(readonly newest: Int32Array) {
    this.#most = new Int32Array(newest.length);
    this.#inNewest = new Int32Array(newest.length);
    this.#atEdge = new Uint8Array(newest.length);
  }

  /** An order in an export: how many rows it has there, and whether it is the first or last one. */
  add(order: number, exported: number, rows: number, isAtEdge: boolean): void {
    if (rows > this.#most[order]!) this.#most[order] = rows;
    if (this.newest[order] !== exported) return;
    this.#inNewest[order] = rows;
    this.#atEdge[order] = isAtEdge ? 1 : 0;
  }

  flags(): Uint8Array {
    return this.#atEdge.map((isEdge, order) =>
      isEdge === 1 && this.#inNewest[order]! < this.#most[order]! ? 1 : 0,
    );
  }
}

/** What is gathered from one export as its rows pass. */
export class ExportSurvey {
  readonly rows = new Map<number, number>();
  first = -1;
  last = -1;

  add(order: number, rows: number): void {
    if (order < 0) return;
    this.rows.set(order, (this.rows.get(order) ?? 0) + rows);
    if (this.first < 0) this.first = order;
    this.last = order;
  }
}
