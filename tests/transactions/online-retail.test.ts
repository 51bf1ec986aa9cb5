import { expect, test } from "bun:test";
import { inspectFile } from "../../src/transactions/inspect";
import { readTransactions } from "../../src/transactions/read";
import { describeWhere, onlineRetail } from "../real-data";

// Counts: Chen, Sain & Guo's file (UCI 352), as counted by an independent implementation in oracles.json.
describeWhere(onlineRetail !== null, "the UCI file", "datasets/OnlineRetail.csv.gz", () => {
  test("gives the known numbers of rows, customers, orders and revenue", async () => {
    const { report, lines, returns, customers, numericCustomerIds } = await readTransactions(onlineRetail!);
    expect(report.rows_read).toBe(541_909);
    expect(report.rows_kept).toBe(392_692);
    expect(report.customers).toBe(4_338);
    expect(report.orders).toBe(18_532);
    expect(report.revenue).toBeCloseTo(8_887_208.894, 6);
    expect(report.first_order).toBe("2010-12-01T08:26:00.000Z");
    expect(report.last_order).toBe("2011-12-09T12:50:00.000Z");
    expect(report.encoding).toBe("latin-1");
    expect(report.date_format).toStartWith("month/day/year hour:minute");
    expect(report.dropped.missing_customer?.rows).toBe(135_080);
    // 397,884 rows before de-duplication.
    expect(report.dropped.duplicate_row?.rows).toBe(397_884 - 392_692);
    const dropped = Object.values(report.dropped).reduce((sum, { rows }) => sum + rows, 0);
    expect(report.rows_kept + dropped).toBe(report.rows_read);
    expect(numericCustomerIds).toBe(true);
    expect(customers.slice(0, 2)).toEqual(["12346", "12347"]);
    expect(lines.length).toBe(392_692);
    expect(returns.quantity.every((quantity) => quantity < 0)).toBe(true);
    expect(report.notes.some((note) => note.includes("mixes encodings"))).toBe(false);
  });

  test("needs no more than its beginning for its mapping to be proposed", async () => {
    const inspection = await inspectFile(onlineRetail!, { rows: 3 });
    expect(inspection.proposal.customer_id).toEqual({ column: "CustomerID", confidence: 0.99 });
    expect(inspection.proposal.order_id?.column).toBe("InvoiceNo");
    expect(inspection.proposal.order_datetime?.column).toBe("InvoiceDate");
    expect(inspection.preview).toHaveLength(3);
    expect(inspection.preview[0]?.[2]).toBe("WHITE HANGING HEART T-LIGHT HOLDER");
  });
});
