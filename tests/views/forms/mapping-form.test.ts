import { expect, test } from "bun:test";
import { readMapping } from "../../../views/forms/mapping-form";

const COLUMNS = ["who", "when", "price", "n"];
const PROPOSED = { customer_id: "who", order_datetime: "when", unit_price: "price" };

test("what a form does not name is as proposed, and what is proposed nowhere is not in the file", () => {
  const { choice, errors } = readMapping(new URLSearchParams({ quantity: "n" }), COLUMNS, PROPOSED);
  expect(errors).toEqual({});
  expect(choice).toEqual({
    customer_id: "who",
    order_id: null,
    order_datetime: "when",
    product_id: null,
    quantity: "n",
    unit_price: "price",
    order_total: null,
    country: null,
  });
});

test("a form may take a proposal back, and is told what is missing then", () => {
  const form = new URLSearchParams({ customer_id: "", order_datetime: "", unit_price: "" });
  expect(Object.keys(readMapping(form, COLUMNS, PROPOSED).errors).sort()).toEqual([
    "customer_id",
    "order_datetime",
    "unit_price",
  ]);
  expect(
    readMapping(new URLSearchParams({ unit_price: "", order_total: "n" }), COLUMNS, PROPOSED).errors,
  ).toEqual({});
});

test("a column that is not there, and one that is chosen twice, are refused", () => {
  const errors = readMapping(
    new URLSearchParams({ country: "land", quantity: "price" }),
    COLUMNS,
    PROPOSED,
  ).errors;
  expect(errors.country).toMatch(/no such column/);
  expect([errors.quantity, errors.unit_price]).toEqual([
    "The same column is chosen for unit price.",
    "The same column is chosen for quantity.",
  ]);
});
